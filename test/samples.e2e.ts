import { describe, expect, inject, test } from 'vitest';
import { WorkoutDocument } from '#client/__generated__/graphql.ts';
import { importActivity } from '#client/activities.ts';
import { haveSamples, sample, type Sample } from '../subgraphs/workouts/test/samples.ts';
import { newPerson } from './support/people.ts';

const gatewayUrl = inject('gatewayUrl');

/** What the manifest says of a file: by the device, by the file's laps, or by gpxpy from its points. */
function expectedOf({ expected }: Sample) {
  const { device_or_file: device, recomputed, hr } = expected;
  const session = device?.sessions?.[0];
  return {
    distanceMeters: session?.dist ?? device?.lapDist ?? recomputed?.len2d ?? NaN,
    elapsedSeconds: session?.elapsed ?? device?.lapTime ?? recomputed?.elapsed ?? NaN,
    averageBpm: session?.hr ?? device?.hrRecordAvg ?? device?.hr?.avg ?? hr?.avg ?? null,
    laps: session?.laps ?? device?.laps,
  };
}

async function importSample(number: string) {
  const [person, file] = [await newPerson(gatewayUrl, 'recorder'), sample(number)];
  const done = await importActivity(person.client, { fileName: file.file, bytes: file.bytes });
  const { workout } = await person.client.run(WorkoutDocument, { id: done.workout?.id ?? '' });
  return { person, expected: expectedOf(file), done, workout };
}

describe.skipIf(!haveSamples)('a real file sent to the gateway', () => {
  const readable = ['01', '03', '05', '06', '09', '10', '11', '20', '21', '30', '31', '33', '38'];

  test.each(readable)('%s has the distance, time and heart rate of the manifest', async (number) => {
    const { expected, done, workout } = await importSample(number);
    expect(done).toMatchObject({ status: 'COMPLETED', failure: null });
    const distanceError = Math.abs((workout?.distanceMeters ?? 0) - expected.distanceMeters);
    expect(distanceError).toBeLessThanOrEqual(expected.distanceMeters * 0.005);
    expect(workout?.elapsedSeconds).toBeCloseTo(expected.elapsedSeconds, 1);
    if (expected.averageBpm !== null) {
      expect(Math.abs((workout?.heartRate?.averageBpm ?? 0) - expected.averageBpm)).toBeLessThanOrEqual(1);
    }
    if (expected.laps !== undefined) expect(workout?.laps).toHaveLength(expected.laps);
  });

  test.each([
    ['14', 'NOT_AN_ACTIVITY'],
    ['25', 'MALFORMED_FILE'],
    ['36', 'BOGUS_TIMES'],
    ['40', 'NO_USABLE_POINTS'],
  ])('%s is refused with %s', async (number, code) => {
    const { done, workout } = await importSample(number);
    expect(done).toMatchObject({ status: 'FAILED', failure: { code }, workout: null });
    expect(workout).toBeNull();
  });

  test('34 keeps its route and needs times', async () => {
    const { workout } = await importSample('34');
    expect(workout).toMatchObject({ startedAt: null, elapsedSeconds: null, flags: [{ code: 'MISSING_TIMES' }] });
    expect(workout?.route?.pointCount).toBeGreaterThan(2);
  });

  test('21 is the same run as 20, and adds no second workout', async () => {
    const { person, done } = await importSample('20');
    const { file, bytes } = sample('21');
    const again = await importActivity(person.client, { fileName: file, bytes });
    expect(again).toMatchObject({ status: 'DUPLICATE', workout: { id: done.workout?.id } });
  });
});
