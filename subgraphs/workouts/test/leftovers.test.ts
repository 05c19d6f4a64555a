import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { persistently } from '#platform/testing/mortal.ts';
import { startTestNats, type Disposable, type StoreProcess } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { groupsOf } from './groupSupport.ts';
import { act, run, start } from './liveSupport.ts';
import { startMortal } from './mortal.ts';
import { filesIn } from './photoSupport.ts';
import { gpx, richGpx } from './runFiles.ts';
import { query, somebody } from './support.ts';
import { activity, finished, importBytes, importUpload, upload } from './uploading.ts';

let nats: Disposable<StoreProcess>;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats.dispose());

const remove = 'mutation($input: DeleteWorkoutInput!) { deleteWorkout(input: $input) { userErrors { code } } }';
const log = 'mutation($input: LogWorkoutInput!) { logWorkout(input: $input) { workout { id } userErrors { code } } }';
const logged = z.object({ logWorkout: z.object({ workout: z.object({ id: z.string() }) }) });
const files = z.object({ workout: z.object({ formerFiles: z.array(z.object({ byteLength: z.int() })) }) });
const flagged = z.object({ workout: z.object({ flags: z.array(z.object({ code: z.string() })) }) });

/** Long enough that no change under way is taken for given up, short enough to wait for. */
const soon = { LEFTOVER_MS: 5000 };

describe('a process that dies', { timeout: 240_000 }, () => {
  it('while it changes or deletes a workout leaves no track and no recording unnamed, and no doubt without its reason', async () => {
    const changing = ['leftover.noted', 'amend.read', 'amend.track-stored', 'amend.computed', 'amend.written'];
    const deleting = ['delete.written', 'leftover.recounted'];
    const points = [...changing, ...deleting, 'entry.stored', 'amend.recording-stored'].map(
      (point) => `workouts.${point}=1`,
    );
    const mortal = await startMortal(nats.value.url, points, soon);
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
    await persistently('deleting', () => query(url, owner, remove, { input: { workoutId: changed?.id } }));
    // The last of these dies as it clears away, which need not be before it answers that the workout is gone.
    await until('the deaths of these', () => mortal.deaths() === changing.length + deleting.length, 60_000);
    const other = somebody();
    const told = await persistently('telling of one', () =>
      query(url, other, log, { input: { sport: 'YOGA', startedAt: '2026-05-01T06:00:00Z', elapsedSeconds: 600 } }),
    );
    const { id: workoutId } = logged.parse(told).logWorkout.workout;
    await persistently('telling anew', () => query(url, other, update, { input: { workoutId, elapsedSeconds: 900 } }));
    await until('all deaths', () => mortal.deaths() === points.length, 60_000);
    // What stands is of the one that is left, and of the one that was told by hand, once all is cleared away.
    const counts = async () =>
      Promise.all(['tracks', 'recordings'].map(async (name) => (await filesIn(path.join(folder, name))).length));
    await until('the others to go', async () => (await counts()).join() === '2,1', 150_000);
    await until('the doubt to go', async () => !(await flags()).includes('OVERLAP'), 60_000);
  });

  it('while it deletes a workout leaves nothing of it in its group session', async () => {
    const mortal = await startMortal(nats.value.url, ['workouts.delete.written=1'], soon);
    const { url } = mortal;
    const { act: actGroup, see, running } = groupsOf(mortal);
    const { id, host, report } = await persistently('beginning', () => running({ others: 0 }));
    await report(host, 1, { distanceMeters: 200 });
    const { groupSession } = await actGroup(host, 'end', { groupSessionId: id });
    expect(groupSession?.participants).toMatchObject([{ distanceMeters: 200 }]);
    const workoutId = groupSession?.workouts[0]?.id;
    await persistently('deleting', () => query(url, host, remove, { input: { workoutId } }));
    await until('its death', () => mortal.deaths() === 1);
    const shown = () => persistently('looking', () => see(host, id));
    await until('it to go', async () => (await shown())?.participants[0]?.distanceMeters === null, 30_000);
  });

  it('while another recording takes the place of one, or a file becomes none, leaves the files of the workout and nothing else', async () => {
    const importing = ['recording.replaced', 'import.ended', 'import.ended'];
    const points = [...importing, 'recording.replaced', 'finish.cleared'].map((point) => `workouts.${point}=1`);
    const mortal = await startMortal(nats.value.url, points, soon);
    const { url, folder } = mortal;
    const owner = somebody();
    const what = run(300);
    const bring = async (bytes: Uint8Array, deaths: number) => {
      const id = await persistently('sending', () => upload(url, owner, bytes));
      await persistently('importing', () => importUpload(url, owner, id));
      const state = await persistently('waiting', () => finished(url, owner, id));
      await until('deaths', () => mortal.deaths() === deaths, 60_000);
      return state;
    };
    const { workout } = await persistently('importing', () => importBytes(url, owner, gpx(what)));
    const workoutId = workout?.id;
    expect(await bring(richGpx(what), 2)).toMatchObject({ status: 'DUPLICATE', workout: { id: workoutId } });
    const shorter = gpx({ ...what, samples: what.samples.slice(0, -1) });
    expect(await bring(shorter, 3)).toMatchObject({ status: 'DUPLICATE', workout: { id: workoutId } });
    const recorded = await persistently('starting', () => start(url, owner, { startedAt: what.startedAt }));
    await persistently('recording', () =>
      act(url, owner, 'recordSamples', { workoutId: recorded, samples: what.samples }),
    );
    const finish = () => act(url, owner, 'finishWorkout', { workoutId: recorded });
    expect((await persistently('finishing', finish)).workout?.id).toBe(workoutId);
    await until('all deaths', () => mortal.deaths() === points.length, 60_000);
    const asked = 'query($id: ID!) { workout(id: $id) { formerFiles { byteLength } } }';
    const { formerFiles } = files.parse(
      await persistently('looking', () => query(url, owner, asked, { id: workoutId })),
    ).workout;
    expect(formerFiles.map(({ byteLength }) => byteLength)).toEqual([gpx(what).length, richGpx(what).length]);
    const left = async () =>
      (await filesIn(folder)).map((name) => path.relative(folder, name)).filter((name) => name !== 'ping');
    const named = ['recordings', 'tracks', 'uploads', 'uploads'];
    const folders = async () => (await left()).map((name) => name.split(path.sep)[0]).sort();
    await until('the others to go', async () => (await folders()).join() === named.join(), 90_000);
    await persistently('deleting', () => query(url, owner, remove, { input: { workoutId } }));
    await until('all to be gone', async () => (await left()).length === 0, 90_000);
  });
});
