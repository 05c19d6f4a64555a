import { expect, inject, test } from 'vitest';
import { z } from 'zod';
import type { Person } from '#client/people.ts';
import { newPerson } from './support/people.ts';

const gatewayUrl = inject('gatewayUrl');

/** Every mutation of the workouts domain with an input that may be right, and what to ask of its payload. */
const inputs = (id: string): Record<string, readonly [input: Readonly<Record<string, unknown>>, ask: string]> => {
  const at = '2026-05-01T06:30:00Z';
  const told = { sport: 'RUNNING', title: 'Run', visibility: 'EVERYONE' };
  const sample = { sequence: 1, at, latitude: 46, longitude: 14, elevationMeters: 1, heartRateBpm: 99, powerWatts: 9 };
  return {
    createUpload: [{ fileName: 'a.fit', byteLength: 9, purpose: 'WORKOUT_FILE' }, 'upload { id }'],
    importWorkout: [{ uploadId: id, ...told }, 'workoutImport { id }'],
    cancelImport: [{ importId: id }, 'workoutImport { id }'],
    startWorkout: [{ ...told, startedAt: at }, 'workout { id }'],
    recordSamples: [{ workoutId: id, samples: [sample] }, 'acceptedSequence'],
    pauseWorkout: [{ workoutId: id, at }, 'workout { id }'],
    resumeWorkout: [{ workoutId: id, at }, 'workout { id }'],
    finishWorkout: [{ workoutId: id, endedAt: at }, 'workout { id }'],
    abandonWorkout: [{ workoutId: id }, 'abandonedWorkoutId'],
    ingestDeviceData: [
      { deviceId: 'd', batchId: 'b', sport: 'RUNNING', samples: [sample], last: false },
      'workout { id }',
    ],
    logWorkout: [
      { ...told, startedAt: at, elapsedSeconds: 600, distanceMeters: 9, kilocalories: 9, metrics: { sets: 3 } },
      'workout { id }',
    ],
    updateWorkout: [{ workoutId: id, ...told, elapsedSeconds: 600, metrics: { sets: 3 } }, 'workout { id }'],
    deleteWorkout: [{ workoutId: id }, 'deletedWorkoutId'],
    addWorkoutPhoto: [{ workoutId: id, uploadId: id }, 'photo { id }'],
    removeWorkoutPhoto: [{ workoutId: id, photoId: id }, 'removedPhotoId'],
    scheduleWorkout: [
      { sport: 'RUNNING', startsAt: at, timeZone: 'UTC', recurrenceRule: 'FREQ=DAILY', targetSeconds: 9, title: 'Run' },
      'scheduledWorkout { id nextOccurrences(first: 3) }',
    ],
    updateScheduledWorkout: [{ scheduledWorkoutId: id, timeZone: 'UTC', title: 'Run' }, 'scheduledWorkout { id }'],
    cancelScheduledWorkout: [{ scheduledWorkoutId: id }, 'cancelledScheduledWorkoutId'],
    renewTrainingCalendar: [{ confirm: true }, 'trainingCalendarUrl'],
  };
};

const LONG = 'a'.repeat(100_000);
/** What stands in the place of each field in turn. */
const WRONG = [null, '', '\0', '\ud800', LONG, '../../etc/passwd', -1, 1.5, 1e308, 2 ** 31, true, [], {}, { $gt: '' }];
const ELSE = ['0000-00-00T00:00:00Z', '+275760-09-13T00:00:00Z', 'FREQ=SECONDLY', 'Mars/Phobos'];

const problem = z.object({
  code: z.string().regex(/^[A-Z_]+$/),
  message: z.string().regex(/^[A-Z].*\.$/su),
  path: z.array(z.string()).min(1).nullable(),
});
const answerSchema = z.object({
  data: z.record(z.string(), z.object({ userErrors: z.array(problem) }).nullable()).nullish(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).optional(),
});

/** Sends a mutation. Answers what it was refused with. */
async function send({ accessToken }: Person, name: string, ask: string, input: unknown) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation($input: ${type}) { ${name}(input: $input) { ${ask} userErrors { code message path } } }`;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` };
  const response = await fetch(`${gatewayUrl}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables: { input } }),
  });
  const { data, errors } = answerSchema.parse(await response.json());
  return { status: response.status, problems: data?.[name]?.userErrors ?? [], errors: errors ?? [] };
}

test('whatever stands in a field of the workouts domain gets a code that names it, or is refused by GraphQL', async () => {
  const ana = await newPerson(gatewayUrl, 'ana');
  const unknown = '01990000-0000-7000-8000-000000000000';
  const wrong: string[] = [];
  for (const [name, [input, ask]] of Object.entries(inputs(unknown))) {
    for (const field of Object.keys(input)) {
      for (const value of [...WRONG, ...ELSE]) {
        const { status, problems, errors } = await send(ana, name, ask, { ...input, [field]: value });
        const codes = errors.map(({ extensions }) => extensions.code);
        const isBad =
          status >= 500 ||
          codes.some((code) => code !== 'BAD_USER_INPUT') ||
          problems.some(({ code, path }) => code === 'INVALID_INPUT' && path === null);
        if (isBad) wrong.push(`${name}.${field} = ${JSON.stringify(value).slice(0, 40)}: ${status} ${codes.join()}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});
