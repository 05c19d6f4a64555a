import { describe, expect, inject, test } from 'vitest';
import {
  CreateApiKeyDocument,
  DeleteWorkoutDocument,
  FinishWorkoutDocument,
  IngestDeviceDataDocument,
  LiveWorkoutUpdatedDocument,
  LogWorkoutDocument,
  RecordSamplesDocument,
  RevokeApiKeyDocument,
  ScheduleWorkoutDocument,
  StartWorkoutDocument,
  TrainingCalendarDocument,
  ViewerDocument,
  WorkoutStatisticsDocument,
} from '#client/__generated__/graphql.ts';
import { createLaurelClient } from '#client/laurel.ts';
import { newPerson } from './support/people.ts';

const gatewayUrl = inject('gatewayUrl');

/** Samples along a meridian at 3 m/s, one each 10 s. */
const samples = (startedAt: Date, from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    sequence: from + index,
    at: new Date(startedAt.getTime() + (from + index) * 10_000).toISOString(),
    latitude: 46 + ((from + index) * 30) / 111_195,
    longitude: 14.5,
    heartRateBpm: 140,
  }));

const date = (at: Date): string => at.toISOString().slice(0, 10);

describe('a workout as it happens', () => {
  test('is told live, and is a workout when it is finished', async () => {
    const ana = await newPerson(gatewayUrl, 'ana');
    const startedAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 3_600_000);
    const started = await ana.client.run(StartWorkoutDocument, {
      input: { sport: 'RUNNING', startedAt: startedAt.toISOString() },
    });
    const workoutId = started.startWorkout.workout?.id ?? '';
    const live = ana.client.listen(LiveWorkoutUpdatedDocument, { workoutId });
    expect((await live.next()).value?.liveWorkoutUpdated).toMatchObject({ id: workoutId, owner: { id: ana.id } });
    const second = await ana.client.run(RecordSamplesDocument, {
      input: { workoutId, samples: samples(startedAt, 60, 60) },
    });
    expect(second.recordSamples.userErrors).toEqual([]);
    await ana.client.run(RecordSamplesDocument, { input: { workoutId, samples: samples(startedAt, 0, 70) } });
    const moved = await live.next();
    expect(moved.value?.liveWorkoutUpdated?.distanceMeters).toBeGreaterThan(0);
    await live.return?.();
    const { finishWorkout } = await ana.client.run(FinishWorkoutDocument, { input: { workoutId } });
    expect(finishWorkout).toMatchObject({
      userErrors: [],
      workout: { id: workoutId, source: 'LIVE', status: 'COMPLETED', elapsedSeconds: 1190 },
    });
    expect(finishWorkout.workout?.distanceMeters).toBeCloseTo(119 * 30, -1);
  });
});

describe('a device with an API key', () => {
  test('sends what becomes a workout of its person, reads nothing, and is shut out when the key is revoked', async () => {
    const ana = await newPerson(gatewayUrl, 'ana');
    const { createApiKey } = await ana.client.run(CreateApiKeyDocument, { input: { name: 'Watch' } });
    const device = createLaurelClient(gatewayUrl);
    device.authenticate(createApiKey.key ?? '');
    const startedAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 7_200_000);
    const input = { deviceId: 'watch', batchId: 'one', sport: 'RUNNING' as const, samples: samples(startedAt, 0, 90) };
    const sent = await device.run(IngestDeviceDataDocument, { input: { ...input, last: true } });
    expect(sent.ingestDeviceData).toMatchObject({ acceptedSamples: 90, userErrors: [] });
    const again = await device.run(IngestDeviceDataDocument, { input: { ...input, last: true } });
    expect(again.ingestDeviceData.workout?.id).toBe(sent.ingestDeviceData.workout?.id);
    expect((await device.run(ViewerDocument, {})).viewer).toBeNull();
    await ana.client.run(RevokeApiKeyDocument, { input: { apiKeyId: createApiKey.apiKey?.id ?? '' } });
    await expect
      .poll(() =>
        device.run(IngestDeviceDataDocument, { input: { ...input, last: true } }).then(
          () => 'let in',
          () => 'shut out',
        ),
      )
      .toBe('shut out');
  });
});

describe('workouts told by hand', () => {
  test('count in statistics, stand in the plan they were made for, and are gone when deleted', async () => {
    const ana = await newPerson(gatewayUrl, 'ana');
    const startedAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 3_600_000);
    const plan = { sport: 'STRENGTH' as const, startsAt: startedAt.toISOString(), timeZone: 'UTC' };
    expect((await ana.client.run(ScheduleWorkoutDocument, { input: plan })).scheduleWorkout.userErrors).toEqual([]);
    const metrics = { sets: [{ exercise: 'Squat', repetitions: 5, weightKilograms: 100.5 }] };
    const told = { sport: 'STRENGTH' as const, startedAt: startedAt.toISOString(), elapsedSeconds: 1800, metrics };
    const { logWorkout } = await ana.client.run(LogWorkoutDocument, { input: told });
    expect(logWorkout).toMatchObject({ userErrors: [], workout: { source: 'MANUAL', metrics } });
    const range = {
      from: date(new Date(startedAt.getTime() - 86_400_000)),
      to: date(new Date(Date.now() + 86_400_000)),
    };
    const counted = async () =>
      (await ana.client.run(WorkoutStatisticsDocument, { ...range, groupBy: 'DAY' as const })).viewer
        ?.workoutStatistics;
    expect(await counted()).toMatchObject({ totalWorkouts: 1, totalElapsedSeconds: 1800 });
    const { viewer } = await ana.client.run(TrainingCalendarDocument, range);
    expect(viewer?.trainingCalendar).toMatchObject([{ status: 'DONE', workout: { id: logWorkout.workout?.id } }]);
    expect((await fetch(viewer?.trainingCalendarUrl ?? '')).headers.get('content-type')).toContain('text/calendar');
    const { deleteWorkout } = await ana.client.run(DeleteWorkoutDocument, {
      input: { workoutId: logWorkout.workout?.id ?? '' },
    });
    expect(deleteWorkout.deletedWorkoutId).toBe(logWorkout.workout?.id);
    expect(await counted()).toMatchObject({ totalWorkouts: 0 });
  });
});
