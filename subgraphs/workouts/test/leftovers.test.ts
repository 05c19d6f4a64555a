import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { persistently } from '#platform/testing/mortal.ts';
import { startTestNats, type Disposable, type StoreProcess } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { startMortal } from './mortal.ts';
import { query, somebody } from './support.ts';
import { activity, importBytes } from './uploading.ts';

let nats: Disposable<StoreProcess>;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats.dispose());

const filesIn = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
};

const flagged = z.object({ workout: z.object({ flags: z.array(z.object({ code: z.string() })) }) });

describe('a process that dies', { timeout: 240_000 }, () => {
  it('while it changes or deletes a workout leaves no track unnamed, and no doubt without its reason', async () => {
    const changing = ['leftover.noted', 'amend.read', 'amend.track-stored', 'amend.computed', 'amend.written'];
    const deleting = ['delete.written', 'leftover.recounted'];
    const points = [...changing, ...deleting].map((point) => `workouts.${point}=1`);
    const mortal = await startMortal(nats.value.url, points);
    const { url, folder } = mortal;
    const owner = somebody();
    const startedAt = Date.UTC(2026, 4, 1, 6);
    const first = activity({ sport: 'RUNNING', startedAt });
    const second = activity({ sport: 'CYCLING', startedAt: startedAt + 60_000 });
    const { workout: changed } = await persistently('importing', () => importBytes(url, owner, first.bytes));
    const { workout: kept } = await persistently('importing', () => importBytes(url, owner, second.bytes));
    const flags = async (): Promise<string[]> => {
      const text = 'query($id: ID!) { workout(id: $id) { flags { code } } }';
      const found = await persistently('looking', () => query(url, owner, text, { id: kept?.id }));
      return flagged.parse(found).workout.flags.map(({ code }) => code);
    };
    expect(await flags()).toContain('OVERLAP');
    const update = 'mutation($input: UpdateWorkoutInput!) { updateWorkout(input: $input) { userErrors { code } } }';
    await persistently('changing', () =>
      query(url, owner, update, { input: { workoutId: changed?.id, sport: 'TRAIL_RUNNING' } }),
    );
    const remove = 'mutation($input: DeleteWorkoutInput!) { deleteWorkout(input: $input) { userErrors { code } } }';
    await persistently('deleting', () => query(url, owner, remove, { input: { workoutId: changed?.id } }));
    await until('all deaths', () => mortal.deaths() === points.length, 60_000);
    // What stands is the track and the file of the one that is left, once all is cleared away.
    const tracks = async () => (await filesIn(path.join(folder, 'tracks'))).length;
    await until('the other tracks to go', async () => (await tracks()) === 1, 150_000);
    await until('the doubt to go', async () => !(await flags()).includes('OVERLAP'), 60_000);
  });
});

it('the track of a recording goes when a richer one takes its place', async () => {
  const { url, folder } = await startMortal(nats.value.url, []);
  const owner = somebody();
  const startedAt = Date.UTC(2026, 4, 2, 6);
  const poor = activity({ startedAt, seed: 77, sport: 'RUNNING', heartRate: false, format: 'GPX' });
  const rich = activity({ startedAt, seed: 77, sport: 'RUNNING' });
  const { workout } = await persistently('importing', () => importBytes(url, owner, poor.bytes));
  const tracks = () => filesIn(path.join(folder, 'tracks'));
  const [former] = await tracks();
  const second = await importBytes(url, owner, rich.bytes);
  expect(second.workout?.id).toBe(workout?.id);
  const [left, ...others] = await tracks();
  expect([left === former, others]).toEqual([false, []]);
});
