import { expect } from 'vitest';
import { z } from 'zod';
import { openMongo } from '#platform/mongo/connection.ts';
import { testService } from '#platform/testing/stores.ts';
import { openLiveWorkouts } from '../store/liveWorkouts.ts';
import { query } from './support.ts';

const problems = z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() }));
const workout = z.object({
  id: z.string(),
  status: z.string(),
  source: z.string(),
  startedAt: z.string().nullable(),
  elapsedSeconds: z.number().nullable(),
  movingSeconds: z.number().nullable(),
  distanceMeters: z.number().nullable(),
});
const FIELDS = 'workout { id status source startedAt elapsedSeconds movingSeconds distanceMeters }';

/** What each mutation answers beside its errors. */
const ANSWERS = {
  startWorkout: FIELDS,
  recordSamples: `acceptedSequence ${FIELDS}`,
  pauseWorkout: FIELDS,
  resumeWorkout: FIELDS,
  finishWorkout: FIELDS,
  abandonWorkout: 'abandonedWorkoutId',
  ingestDeviceData: `acceptedSamples ${FIELDS}`,
} as const;

const answer = z.object({
  workout: workout.nullish(),
  acceptedSequence: z.number().nullish(),
  acceptedSamples: z.number().nullish(),
  abandonedWorkoutId: z.string().nullish(),
  userErrors: problems,
});

/** Runs a mutation on a running workout. */
export async function act(url: string, personId: string, name: keyof typeof ANSWERS, input: object) {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const text = `mutation($input: ${type}!) { ${name}(input: $input) { ${ANSWERS[name]} userErrors { code path } } }`;
  return answer.parse((await query(url, personId, text, { input }))[name]);
}

/** Begins a run, and answers its id. */
export async function start(url: string, personId: string, input: object = {}): Promise<string> {
  const { workout: begun, userErrors } = await act(url, personId, 'startWorkout', { sport: 'RUNNING', ...input });
  expect(userErrors).toEqual([]);
  return begun?.id ?? '';
}

/** Changes a workout, be it running or finished. */
export async function update(url: string, personId: string, input: object) {
  const text = `mutation($input: UpdateWorkoutInput!) {
    updateWorkout(input: $input) { workout { id title visibility sport status } userErrors { code path } } }`;
  const updated = z.object({ updateWorkout: z.object({ workout: z.unknown(), userErrors: z.unknown() }) });
  return updated.parse(await query(url, personId, text, { input })).updateWorkout;
}

/** Ends a workout, and has another process finish it, which takes a minute unless it is released. */
export async function finishElsewhere(mongoUrl: string, workoutId: string): Promise<{ release(): Promise<void> }> {
  const lives = await openLiveWorkouts(await openMongo(testService(), mongoUrl));
  const known = await lives.get(workoutId);
  if (!known) throw new Error('it does not run');
  await lives.end(known, { endedAt: null, closedAt: new Date() });
  await lives.claim(workoutId, { holder: 'other', now: new Date(), until: new Date(Date.now() + 60_000) });
  return { release: () => lives.release(workoutId, 'other') };
}

const DAY_MS = 86_400_000;
let days = 0;

/** A run north at 3 m/s, a sample a second, on a day of its own; and its length on a sphere. */
export function run(seconds: number, from = Date.UTC(2025, 4, 1, 6) + days++ * DAY_MS) {
  const degrees = 3 / 111_195.08;
  const samples = Array.from({ length: seconds + 1 }, (_, i) => ({
    sequence: i + 1,
    at: new Date(from + i * 1000).toISOString(),
    latitude: 46 + i * degrees,
    longitude: 14.5,
    elevationMeters: 300,
    heartRateBpm: 140,
  }));
  return { samples, startedAt: new Date(from).toISOString(), meters: seconds * 3 };
}

/** Cuts a list into pieces. */
export const pieces = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
