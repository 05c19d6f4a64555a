import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { openBroker } from '#platform/events/broker.ts';
import { createService } from '#platform/lifecycle.ts';
import { openMongo } from '#platform/mongo/connection.ts';
import { openStorage } from '#platform/storage/open.ts';
import { startTestNats, type Disposable, type StoreProcess } from '#platform/testing/stores.ts';
import { zipOf } from '../../../test/support/zips.ts';
import { importUpload } from '../imports/importFile.ts';
import { keepWorkout } from '../live/keepWorkout.ts';
import { startLive } from '../live/start.ts';
import { amendWorkout } from '../recordings/amend.ts';
import { openRecordingTools } from '../recordings/openTools.ts';
import { openStores } from '../store/openStores.ts';
import { openTracks } from '../store/tracks.ts';
import { somebody, testConfig } from './support.ts';
import { activity } from './uploading.ts';

/** A crash at a step: what was written before it stays, what comes after it is not done. */
const crash = vi.hoisted(() => ({ at: '' }));
vi.mock('#platform/failpoints.ts', () => ({
  armFailpoints: () => undefined,
  failpoint: (name: string) => {
    if (name === crash.at) throw new Error('crashed');
  },
}));
afterEach(() => {
  crash.at = '';
});

let nats: Disposable<StoreProcess>;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats.dispose());

/** What imports and recordings are kept with, and no relay that would make good what was left undone. */
async function tools() {
  const { service, close } = createService('workouts', 'silent');
  onTestFinished(close);
  const config = await testConfig(nats.value.url);
  const broker = await openBroker(service, config.NATS_URL);
  const storage = await openStorage(config);
  const stores = await openStores(await openMongo(service, config.MONGO_URL), openTracks(storage), service.log);
  const recordings = { ...(await openRecordingTools(service, config, broker)), ...stores };
  const live = await startLive(service, config, broker, recordings);
  const limits = { maxFiles: 100, maxBytes: config.MAX_UPLOAD_BYTES, maxTotalBytes: config.MAX_UPLOAD_BYTES };
  return { ...recordings, limits, live };
}
type Tools = Awaited<ReturnType<typeof tools>>;

/** An import of these bytes that was taken to be done. */
async function importOf({ storage, uploads, imports }: Tools, ownerId: string, bytes: Uint8Array, isArchive = false) {
  const [_id, createdAt] = [uuidv7(), new Date()];
  const storageKey = `uploads/${_id}.${uuidv7()}`;
  await storage.put(storageKey, bytes);
  const upload = { _id, ownerId, purpose: 'WORKOUT_FILE' as const, fileName: 'a', byteLength: bytes.length };
  await uploads.create({ ...upload, createdAt, expiresAt: createdAt });
  const opened = await uploads.get(_id);
  if (!opened) throw new Error('no upload');
  const picture = { mediaId: null, variantKeys: [], width: null, height: null };
  await uploads.store(opened, { storageKey, isArchive, sha256: 'x', ...picture }, []);
  const asked = { sport: null, title: null, visibility: null, requestId: null, isArchive, createdAt };
  const lease = { holder: 'me', now: createdAt, until: new Date(createdAt.getTime() + 3_600_000) };
  return (await imports.create({ _id, ownerId, newWorkoutId: uuidv7(), ...asked }, lease)).workoutImport;
}

const ever = { from: '2020-01-01', to: '2040-12-31', sports: undefined };

/** Does work that dies where it is to be put into the diary, and again, which does not. */
async function twice<Result>(work: () => Promise<Result>): Promise<Result> {
  crash.at = 'workouts.diary.before-note';
  await expect(work()).rejects.toThrow('crashed');
  crash.at = '';
  return work();
}

describe('who says that a workout is there, after a process died before it stood in the diary', () => {
  it.each([
    ['a file', 1, (files: Uint8Array[]) => files[0]],
    ['an archive', 3, (files: Uint8Array[]) => zipOf(files.map((bytes, i) => [`${i}.fit`, bytes] as const))],
  ])('has put it there: an import of %s', async (_of, count, made) => {
    const opened = await tools();
    const me = somebody();
    const files = Array.from({ length: count }, () => activity({ durationSeconds: 300 }).bytes);
    const wanted = await importOf(opened, me, (await made(files)) ?? new Uint8Array(), count > 1);
    expect(await twice(() => importUpload(opened, wanted))).toMatchObject({ status: 'COMPLETED' });
    expect(await opened.list.statistics(me, ever, 'YEAR')).toMatchObject({ totals: { workouts: count } });
  });

  it('has put it there: an import whose file took the place of a poorer one', async () => {
    const opened = await tools();
    const me = somebody();
    const activities = { startedAt: Date.UTC(2026, 4, 2, 6), seed: 77, sport: 'RUNNING' } as const;
    const poor = await importOf(opened, me, activity({ ...activities, heartRate: false, format: 'GPX' }).bytes);
    const { workoutId } = z.object({ workoutId: z.string() }).parse(await importUpload(opened, poor));
    const rich = await importOf(opened, me, activity(activities).bytes);
    const told = { status: 'DUPLICATE', workoutId, hasReplaced: true };
    expect(await twice(() => importUpload(opened, rich))).toMatchObject(told);
    expect(await importUpload(opened, rich)).toMatchObject(told);
  });

  it('has put it there: who finishes a recording', async () => {
    const opened = await tools();
    const me = somebody();
    const [_id, startedAt] = [uuidv7(), new Date(Date.UTC(2026, 4, 1, 6))];
    const said = { sport: 'RUNNING', title: null, visibility: 'ONLY_ME', timeZone: 'UTC', startedAt } as const;
    await opened.lives.create({ _id, ownerId: me, source: 'LIVE', createdAt: new Date(), ...said });
    const nothing = { elevation: null, heartRate: null, cadence: null, power: null, distance: null };
    const samples = [0, 60].map((seconds) => ({
      ...{ sequence: seconds, at: startedAt.getTime() + seconds * 1000 },
      ...{ latitude: 46 + seconds * 3e-5, longitude: 14, ...nothing },
    }));
    await opened.live.samples.keep(_id, samples, 0);
    const begun = await opened.lives.get(_id);
    if (!begun) throw new Error('it did not begin');
    expect(await twice(() => keepWorkout(opened.live, begun))).toBe(_id);
    expect(await opened.list.statistics(me, ever, 'YEAR')).toMatchObject({
      totals: { workouts: 1, elapsedSeconds: 60 },
    });
  });
});

describe('when another recording has taken the place of the one that a workout had', () => {
  it('who made it is done all the same, and who is about to change it looks again', async () => {
    const opened = await tools();
    const me = somebody();
    const activities = { startedAt: Date.UTC(2026, 4, 3, 6), seed: 78, sport: 'RUNNING' } as const;
    const poor = await importOf(opened, me, activity({ ...activities, heartRate: false, format: 'GPX' }).bytes);
    const made = await importUpload(opened, poor);
    expect(made).toMatchObject({ status: 'COMPLETED', workoutId: poor.newWorkoutId });
    const known = await opened.workouts.get(poor.newWorkoutId);
    if (!known) throw new Error('no workout');
    await importUpload(opened, await importOf(opened, me, activity(activities).bytes));
    expect(await opened.storage.get(known.fileKey)).toBeUndefined();
    expect(await importUpload(opened, poor)).toMatchObject({ status: 'COMPLETED', workoutId: known._id });
    expect(await amendWorkout(opened, known, { given: { ...known.given, sport: 'TRAIL_RUNNING' } })).toBeUndefined();
  });
});
