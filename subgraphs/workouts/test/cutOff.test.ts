import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAway } from '#platform/server/masking.ts';
import { StorageError } from '#platform/storage/storage.ts';
import { startTestNats, type Disposable, type StoreProcess } from '#platform/testing/stores.ts';
import { zipOf } from '../../../test/support/zips.ts';
import { createPictureGate, keepImage } from '../images/keepImage.ts';
import { importUpload } from '../imports/importFile.ts';
import { amendWorkout } from '../recordings/amend.ts';
import { trackOf } from '../recordings/trackOf.ts';
import { importOf, openImportingTools, type ImportingTools } from './importing.ts';
import { somebody } from './support.ts';
import { activity } from './uploading.ts';

let nats: Disposable<StoreProcess>;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats.dispose());

/** Does work while the storage has lost an object, or a part of it, which fails as if it were away, and again when it is whole. */
async function whileLost<Result>(
  { storage }: ImportingTools,
  key: string,
  lose: (bytes: Uint8Array) => Promise<void>,
  work: () => Promise<Result>,
): Promise<Result> {
  const bytes = await storage.get(key);
  if (!bytes) throw new Error('nothing is kept');
  await lose(bytes);
  const failure = await work().then(
    () => 'done',
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(StorageError);
  expect(isAway(failure)).toBe(true);
  await storage.put(key, bytes);
  return work();
}

/** The same while it has lost the second half of an object. */
async function cutOff<Result>(tools: ImportingTools, key: string, work: () => Promise<Result>): Promise<Result> {
  return whileLost(tools, key, (bytes) => tools.storage.put(key, bytes.subarray(0, bytes.length / 2)), work);
}

/** A workout that a file was made into. */
async function openImported() {
  const tools = await openImportingTools(nats.value.url);
  const wanted = await importOf(tools, somebody(), activity({ sport: 'RUNNING' }).bytes);
  await importUpload(tools, wanted);
  const known = await tools.workouts.get(wanted.newWorkoutId);
  if (!known) throw new Error('no workout');
  return { tools, known };
}

describe('what the storage gives but half of is not judged, and read later', () => {
  it.each([
    ['a file', 10_000_000, false],
    ['a large archive', 100, true],
  ])('an import of %s', async (_of, maxBytes, isArchive) => {
    const tools = { ...(await openImportingTools(nats.value.url)), maxBytes };
    const { bytes } = activity({ format: 'GPX' });
    const sent = isArchive ? await zipOf([['0.gpx', bytes]]) : bytes;
    const wanted = await importOf(tools, somebody(), sent, isArchive);
    const upload = await tools.uploads.get(wanted._id);
    const result = await cutOff(tools, upload?.storageKey ?? '', () => importUpload(tools, wanted));
    expect(result).toMatchObject({ status: 'COMPLETED' });
  });

  it('a picture', async () => {
    const tools = await openImportingTools(nats.value.url);
    const picture = sharp({ create: { width: 400, height: 300, channels: 3, background: 'red' } });
    const bytes = await picture.jpeg().toBuffer();
    const key = 'uploads/picture';
    const stored = { storageKey: key, byteLength: bytes.length };
    await tools.storage.put(key, bytes);
    // The bytes go with each try.
    const images = { pictureGate: createPictureGate(), storage: { ...tools.storage, delete: async () => undefined } };
    const keep = () => keepImage(images, stored, 'WORKOUT_PHOTO', somebody());
    expect(await cutOff(tools, key, keep)).toEqual({ width: 400, height: 300 });
  });

  it('the file of a workout whose figures are computed anew', async () => {
    const { tools, known } = await openImported();
    const given = { ...known.given, sport: 'TRAIL_RUNNING' as const };
    const amended = await cutOff(tools, known.fileKey, () => amendWorkout(tools, known, { given }));
    expect(amended).toMatchObject({ distanceMeters: known.distanceMeters });
  });

  it('the file of a workout whose figures are computed anew, when it is not there', async () => {
    const { tools, known } = await openImported();
    const given = { ...known.given, sport: 'TRAIL_RUNNING' as const };
    const lose = () => tools.storage.delete(known.fileKey);
    const amended = await whileLost(tools, known.fileKey, lose, () => amendWorkout(tools, known, { given }));
    expect(amended).toMatchObject({ distanceMeters: known.distanceMeters });
  });

  it('the track of a workout, be it cut off, empty or not there', async () => {
    const { tools, known } = await openImported();
    const read = () => trackOf(tools, known);
    const { trackKey: key } = known;
    const { length } = await cutOff(tools, key, read);
    for (const lose of [
      (bytes: Uint8Array) => tools.storage.put(key, bytes.subarray(0, -1)),
      () => tools.storage.put(key, new Uint8Array()),
      () => tools.storage.delete(key),
    ])
      expect(await whileLost(tools, key, lose, read)).toHaveProperty('length', length);
  });
});
