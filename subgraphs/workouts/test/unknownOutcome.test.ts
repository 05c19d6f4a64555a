import { expect, it, onTestFinished } from 'vitest';
import { createService } from '#platform/lifecycle.ts';
import { startTestNats } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { recordingKeysOf, startClearing } from '../recordings/leftovers.ts';
import { logByHand } from '../recordings/logByHand.ts';
import type { NewWorkout } from '../store/workoutDocument.ts';
import type { WorkoutStore } from '../store/workouts.ts';
import { openImportingTools } from './importing.ts';
import { somebody } from './support.ts';

const LEFTOVER_MS = 60_000;

const entry = {
  sport: 'RUNNING',
  startedAt: new Date('2026-05-01T06:30:00Z'),
  elapsedSeconds: 1800,
  distanceMeters: 5000,
  kilocalories: null,
  title: null,
  description: null,
  visibility: 'ONLY_ME',
  metrics: null,
  clientWorkoutId: null,
} as const;

/** Somebody tells of a workout, and is told that it failed: the store takes it, but does not say so in time. */
async function tellInVain() {
  const nats = await startTestNats();
  onTestFinished(() => nats.dispose());
  const tools = await openImportingTools(nats.value.url);
  const sent: { workout: NewWorkout; land: () => Promise<boolean[]> }[] = [];
  const insertMany: WorkoutStore['insertMany'] = (told) => {
    for (const { workout } of told) sent.push({ workout, land: () => tools.workouts.insertMany(told) });
    return Promise.reject(new Error('no answer'));
  };
  const hanging = { ...tools, workouts: { ...tools.workouts, insertMany } };
  await expect(logByHand(hanging, { ...entry, ownerId: somebody() })).rejects.toThrow('no answer');
  const [only] = sent;
  if (!only) throw new Error('nothing was sent');
  const keys = [only.workout.fileKey, only.workout.trackKey];
  const stored = async (): Promise<string[]> => {
    const found = await Promise.all(keys.map(async (key) => ((await tools.storage.get(key)) ? [key] : [])));
    return found.flat();
  };
  /** Clears away as a service does when what was noted is old enough. */
  const clearLater = async (): Promise<void> => {
    const { service, close } = createService('clearing', 'silent');
    onTestFinished(close);
    const now = (): Date => new Date(Date.now() + 2 * LEFTOVER_MS);
    startClearing(service, { ...tools, now, leftoverMs: LEFTOVER_MS });
    await until('what was noted to be settled', async () => (await tools.leftovers.some(1)).length === 0, 20_000);
  };
  return { tools, keys, stored, clearLater, ...only };
}

it('a workout that comes after its owner was told that it failed has its recording and its track', async () => {
  const { tools, workout, keys, stored, clearLater, land } = await tellInVain();
  expect(await land()).toEqual([true]);
  await clearLater();
  const kept = await tools.workouts.get(workout._id);
  expect(kept && recordingKeysOf(kept)).toEqual(keys);
  expect(await stored()).toEqual(keys);
}, 60_000);

it('of a workout that was told in vain and never comes nothing is left', async () => {
  const { keys, stored, clearLater } = await tellInVain();
  expect(await stored()).toEqual(keys);
  await clearLater();
  expect(await stored()).toEqual([]);
}, 60_000);
