import path from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createService } from '#platform/lifecycle.ts';
import { openMongo } from '#platform/mongo/connection.ts';
import { openStorage } from '#platform/storage/open.ts';
import { until } from '#platform/testing/until.ts';
import { zipOf } from '../../../test/support/zips.ts';
import { collectionsOf, purgePerson } from '../forgetting/purge.ts';
import { readerFailed } from '../domain/importFailure.ts';
import { openImports } from '../store/imports.ts';
import { workoutsOf } from './asking.ts';
import { act, run, start } from './liveSupport.ts';
import { filesIn } from './photoSupport.ts';
import { gpx, plain, richGpx, type Run } from './runFiles.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { importBytes, importUpload, upload } from './uploading.ts';

const subgraph = useWorkouts();

const SECONDS = 300;

const change = async (personId: string, name: 'logWorkout' | 'deleteWorkout', input: object) => {
  const answer = name === 'logWorkout' ? 'workout { id }' : 'deletedWorkoutId';
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const text = `mutation($input: ${type}!) { ${name}(input: $input) { ${answer} userErrors { code } } }`;
  const told = z.object({ workout: z.object({ id: z.string() }).optional(), userErrors: z.array(z.never()) });
  return told.parse((await query(subgraph.url, personId, text, { input }))[name]).workout?.id ?? '';
};

const file = (bytes: Uint8Array) => async (me: string) =>
  (await importBytes(subgraph.url, me, bytes)).workout?.id ?? '';

const archived =
  (...files: Uint8Array[]) =>
  async (me: string): Promise<string> => {
    await importBytes(subgraph.url, me, await zipOf(files.map((bytes, i) => [`${i}.gpx`, bytes] as const)));
    const [only, ...others] = await workoutsOf(subgraph.url, me);
    expect(others).toEqual([]);
    return only?.id ?? '';
  };

const live =
  ({ samples, startedAt }: Pick<Run, 'startedAt'> & { samples: readonly object[] }) =>
  async (me: string): Promise<string> => {
    const workoutId = await start(subgraph.url, me, { startedAt });
    await act(subgraph.url, me, 'recordSamples', { workoutId, samples });
    return (await act(subgraph.url, me, 'finishWorkout', { workoutId })).workout?.id ?? '';
  };

const device =
  ({ samples }: { samples: readonly object[] }) =>
  async (me: string): Promise<string> => {
    const input = { deviceId: 'd', batchId: 'b', sport: 'RUNNING', samples, last: true };
    return (await act(subgraph.url, me, 'ingestDeviceData', input)).workout?.id ?? '';
  };

const byHand =
  ({ startedAt }: Run) =>
  (me: string): Promise<string> =>
    change(me, 'logWorkout', { sport: 'RUNNING', startedAt, elapsedSeconds: SECONDS, distanceMeters: 3 * SECONDS });

/** The files of recordings in the storage, by their folders. */
const kept = async (): Promise<string[]> => {
  const { STORAGE_DIR: folder } = subgraph.config;
  const names = (await filesIn(folder)).map((name) => path.relative(folder, name));
  return names.filter((name) => /^(uploads|archived|recordings|tracks)\//.test(name)).sort();
};
const folders = (names: readonly string[]): string[] => names.map((name) => name.split('/')[0] ?? '');

const ofOne = run(SECONDS);

describe('in the storage lies of an activity only the recording that its workout has, its track, and the files it had before', () => {
  it.each([
    ['a file and a better one', file(gpx(ofOne)), file(richGpx(ofOne)), 'uploads', 'uploads'],
    ['a file and one that tells less', file(richGpx(ofOne)), file(gpx(ofOne)), 'uploads'],
    ['a file of an archive and a better file', archived(gpx(ofOne)), file(richGpx(ofOne)), 'uploads', 'archived'],
    ['a file and a better one of an archive', file(gpx(ofOne)), archived(richGpx(ofOne)), 'archived', 'uploads'],
    ['a file and a better live recording', file(gpx(ofOne)), live(ofOne), 'recordings', 'uploads'],
    ['two files of an archive', archived(gpx(ofOne), richGpx(ofOne)), file(gpx(ofOne)), 'archived', 'archived'],
    ['a live recording and a better file', live(plain(ofOne)), file(richGpx(ofOne)), 'uploads'],
    ['a live recording and a file that tells less', live(ofOne), file(gpx(ofOne)), 'recordings'],
    ['two live recordings, the second better', live(plain(ofOne)), live(ofOne), 'recordings'],
    ['two live recordings, the first better', live(ofOne), live(plain(ofOne)), 'recordings'],
    ["a device's batch and a better live recording", device(plain(ofOne)), live(ofOne), 'recordings'],
    ['a workout told by hand and a file', byHand(ofOne), file(gpx(ofOne)), 'uploads'],
    ['a workout told by hand and a live recording', byHand(ofOne), live(ofOne), 'recordings'],
  ])('%s; deleted, nothing is left', async (_what, first, second, ...files) => {
    const before = await kept();
    const me = somebody();
    const added = async () => (await kept()).filter((name) => !before.includes(name));
    const workoutId = await first(me);
    expect(await second(me)).toBe(workoutId);
    await until('the others to go', async () => (await added()).length === files.length + 1);
    expect(folders(await added())).toEqual([...files, 'tracks'].sort());
    await change(me, 'deleteWorkout', { workoutId });
    expect(await added()).toEqual([]);
  });

  it(
    'and nothing of a file that became no workout, of an import that was cancelled, or of what was given up',
    { timeout: 90_000 },
    async () => {
      const before = await kept();
      const me = somebody();
      expect((await importBytes(subgraph.url, me, Buffer.from('no activity'))).status).toBe('FAILED');
      const workoutId = await start(subgraph.url, me, { startedAt: ofOne.startedAt });
      await act(subgraph.url, me, 'recordSamples', { workoutId, samples: ofOne.samples });
      await act(subgraph.url, me, 'abandonWorkout', { workoutId });
      const waiting = await upload(subgraph.url, me, await zipOf([['a.gpx', gpx(ofOne)]]));
      const both = `mutation($begin: ImportWorkoutInput!, $cancel: CancelImportInput!) {
      importWorkout(input: $begin) { userErrors { code } } cancelImport(input: $cancel) { userErrors { code } } }`;
      const none = { userErrors: [] };
      expect(
        await query(subgraph.url, me, both, { begin: { uploadId: waiting }, cancel: { importId: waiting } }),
      ).toEqual({ importWorkout: none, cancelImport: none });
      await until('the files to go', async () => (await kept()).length === before.length, 60_000);
    },
  );

  it('and a file that our reader failed on, whose import is closed for who wants to cancel it', async () => {
    const { service, close } = createService('reader', 'silent');
    onTestFinished(close);
    const before = await kept();
    const me = somebody();
    const _id = await upload(subgraph.url, me, gpx(ofOne));
    const imports = await openImports(await openMongo(service, subgraph.config.MONGO_URL));
    const wanted = { _id, ownerId: me, newWorkoutId: uuidv7(), sport: null, title: null, visibility: null };
    const now = new Date();
    const lease = { holder: 'reader', now, until: new Date(now.getTime() + 3_600_000) };
    const asked = { ...wanted, isArchive: false, requestId: null, createdAt: now };
    const { workoutImport } = await imports.create(asked, lease);
    await imports.finish(workoutImport, { status: 'FAILED', workoutId: null, failure: readerFailed }, now);
    const cancelling = 'mutation($input: CancelImportInput!) { cancelImport(input: $input) { userErrors { code } } }';
    expect(await query(subgraph.url, me, cancelling, { input: { importId: _id } })).toEqual({
      cancelImport: { userErrors: [{ code: 'IMPORT_CLOSED' }] },
    });
    expect((await kept()).filter((name) => !before.includes(name))).toHaveLength(1);
  });
});

describe('who is forgotten', () => {
  it('leaves nothing in the storage, also of what no document has named since an earlier version or a crash', async () => {
    const { service, close } = createService('purge', 'silent');
    onTestFinished(close);
    const mongo = await openMongo(service, subgraph.config.MONGO_URL);
    const storage = await openStorage(service, subgraph.config);
    const before = await kept();
    const me = somebody();
    const [one, two, three] = [run(SECONDS), run(SECONDS), run(SECONDS)];
    const byFile = await upload(subgraph.url, me, gpx(one));
    await importUpload(subgraph.url, me, byFile);
    const byArchive = await upload(subgraph.url, me, await zipOf([['a.gpx', gpx(two)]]));
    await importUpload(subgraph.url, me, byArchive);
    await until('both', async () => (await kept()).length - before.length === 4);
    const recorded = await start(subgraph.url, me, { startedAt: three.startedAt });
    await act(subgraph.url, me, 'recordSamples', { workoutId: recorded, samples: three.samples });
    expect(await live(plain(three))(me)).not.toBe('');
    await act(subgraph.url, me, 'finishWorkout', { workoutId: recorded });
    const told = await byHand(run(SECONDS))(me);
    const orphans = [`tracks/${byFile}`, `archived/${byArchive}/0`, `tracks/${byArchive}/0`];
    for (const id of [recorded, told]) orphans.push(`tracks/${id}`, `recordings/${id}`);
    for (const key of orphans) await storage.put(key, Buffer.from('where I was'));
    const leftover = { ownerId: me, workoutId: told, span: null, notedAt: new Date(), keys: [`tracks/${told}.7`] };
    await storage.put(`tracks/${told}.7`, Buffer.from('where I was'));
    await mongo.run((database) =>
      database.collection<{ _id: string }>('leftovers').insertOne({ _id: 'a leftover', ...leftover }),
    );
    // Whoever is forgotten is known to be by those who still note something; nobody is in this test.
    const pending = { ownerId: me, hasPendingEvents: true };
    await until('all to be noted', () =>
      mongo.run(async (database) => (await database.collection('workouts').findOne(pending)) === null),
    );
    // So that no document names what lies there.
    await mongo.run((database) =>
      database.collection('workouts').updateMany({ ownerId: me }, { $set: { fileKey: 'uploads/x', trackKey: '' } }),
    );
    // As another version may have kept it.
    await mongo.run((database) => database.collection('habits').insertOne({ userId: me }));
    const naming = async (): Promise<string[]> => {
      const all = (name: string) => mongo.run((database) => database.collection(name).find().toArray());
      const names: string[] = [];
      for (const name of await collectionsOf(mongo)) if (JSON.stringify(await all(name)).includes(me)) names.push(name);
      return names;
    };
    expect(await naming()).toEqual(expect.arrayContaining(['workouts', 'imports', 'diaries', 'habits']));
    await purgePerson({ mongo, storage }, me, []);
    const left = (await kept()).filter((name) => !before.includes(name));
    expect(left).toEqual([]);
    expect(await naming()).toEqual([]);
  });
});
