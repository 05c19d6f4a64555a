import { v4 as uuidv4 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createService } from '#platform/lifecycle.ts';
import { openMongo } from '#platform/mongo/connection.ts';
import { createTestMongo } from '#platform/testing/stores.ts';
import { MAX_PHOTOS } from '../domain/photos.ts';
import { importUpload } from '../imports/importFile.ts';
import { findAlbum, type Album } from '../photos/album.ts';
import { removePhoto } from '../photos/photos.ts';
import { openLoosePictures, type LoosePictureStore } from '../store/loosePictures.ts';
import { importOf, openImportingTools } from './importing.ts';
import { act, run, start } from './liveSupport.ts';
import { add, filesIn, log, picture, remove, seen, send } from './photoSupport.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { activity } from './uploading.ts';

const workouts = useWorkouts();
const HOUR_MS = 3_600_000;
const whole = z.object({ workoutId: z.string() });

const isKept = async (mediaId: string): Promise<boolean> =>
  (await filesIn(workouts.config.STORAGE_DIR ?? '')).some((name) => name.includes(mediaId));

/** Two recordings of one activity, the first of which is a workout already and shows so many photos. */
async function twoRecordings(owner: string, count: number) {
  const { url } = workouts;
  const { samples, startedAt } = run(60);
  const [first, second] = [await start(url, owner, { startedAt }), await start(url, owner, { startedAt })];
  for (const workoutId of [first, second]) await act(url, owner, 'recordSamples', { workoutId, samples });
  const bytes = await picture(4, 4);
  for (let i = 0; i < count; i += 1) await add(url, owner, first, await send(url, owner, bytes));
  await act(url, owner, 'finishWorkout', { workoutId: first });
  return { first, second };
}

async function finishAs(owner: string, workoutId: string, becomes: string): Promise<void> {
  const { workout, userErrors } = await act(workouts.url, owner, 'finishWorkout', { workoutId });
  expect([workout?.id, userErrors]).toEqual([becomes, []]);
}

/** Puts a photo on a recording whose workout shows as many as it may, and finishes that. */
async function surplus(owner: string) {
  const { url } = workouts;
  const { first, second } = await twoRecordings(owner, MAX_PHOTOS);
  const uploadId = await send(url, owner, await picture());
  const { photo } = await add(url, owner, second, uploadId);
  await finishAs(owner, second, first);
  return { first, second, uploadId, mediaId: photo?.id ?? '' };
}

async function withLoosePictures(mongoUrl: string, work: (loose: LoosePictureStore) => Promise<void>): Promise<void> {
  const { service, close } = createService('test', 'silent');
  try {
    await work(await openLoosePictures(await openMongo(service, mongoUrl)));
  } finally {
    await close();
  }
}

describe('a photo on a recording that becomes a workout with as many photos as it may have', () => {
  it('is not shown, and finds its place there when another makes room', async () => {
    const { url } = workouts;
    const owner = somebody();
    const { first, second, uploadId, mediaId } = await surplus(owner);
    const shown = (await seen(url, owner, first)) ?? [];
    expect(shown).toHaveLength(MAX_PHOTOS);
    expect(shown.map(({ id }) => id)).not.toContain(mediaId);
    const other = await add(url, owner, await log(url, owner), uploadId);
    expect(other.userErrors).toEqual([{ code: 'NOT_FOUND', path: ['uploadId'] }]);
    expect((await add(url, owner, first, uploadId)).userErrors).toEqual([
      { code: 'LIMIT_REACHED', path: ['workoutId'] },
    ]);
    await remove(url, owner, first, shown[0]?.id ?? '');
    const added = await add(url, owner, second, uploadId);
    expect([added.photo?.id, added.userErrors]).toEqual([mediaId, []]);
    expect((await seen(url, owner, first))?.map(({ id }) => id)).toEqual([
      ...shown.slice(1).map(({ id }) => id),
      mediaId,
    ]);
  });

  it('is gone when the workout is deleted', async () => {
    const { url } = workouts;
    const owner = somebody();
    const { second, mediaId } = await surplus(owner);
    const waiting = await send(url, owner, await picture());
    expect(await isKept(mediaId)).toBe(true);
    const deletion = 'mutation($input: DeleteWorkoutInput!) { deleteWorkout(input: $input) { userErrors { code } } }';
    expect(await query(url, owner, deletion, { input: { workoutId: second } })).toEqual({
      deleteWorkout: { userErrors: [] },
    });
    expect(await isKept(mediaId)).toBe(false);
    // What waits for another workout is left alone.
    expect((await add(url, owner, await log(url, owner), waiting)).userErrors).toEqual([]);
  });

  it('is cleared away by the next look should who began to delete the workout die', async () => {
    const owner = somebody();
    const [_id, workoutId] = [uuidv4(), uuidv4()];
    const dueAt = new Date(Date.now() + HOUR_MS);
    await withLoosePictures(createTestMongo(), async (loose) => {
      await loose.note({ _id, ownerId: owner, uploadId: '', storageKey: '', variantKeys: [], workoutId, dueAt });
      const [known] = await loose.of(owner);
      expect(known && (await loose.giveUp(known))).toBe(true);
      expect(await loose.of(owner)).toMatchObject([{ isGoing: true, dueAt: new Date(0) }]);
      expect(known && (await loose.take(known, workoutId, dueAt))).toBe(false);
    });
  });
});

describe('a photo on a recording that becomes a workout with fewer', () => {
  it('is no photo that waits for a workout', async () => {
    const owner = somebody();
    const { first, second } = await twoRecordings(owner, 1);
    await add(workouts.url, owner, second, await send(workouts.url, owner, await picture()));
    await finishAs(owner, second, first);
    expect(await seen(workouts.url, owner, first)).toHaveLength(2);
    await withLoosePictures(workouts.config.MONGO_URL, async (loose) => expect(await loose.of(owner)).toEqual([]));
  });

  it('is there with its files, or not at all, when it is taken off and put on at once by either id', async () => {
    const { url } = workouts;
    const owner = somebody();
    const { first, second } = await twoRecordings(owner, 1);
    await finishAs(owner, second, first);
    for (const [one, other] of [
      [first, second],
      [second, first],
      [first, first],
    ] as const) {
      const uploadId = await send(url, owner, await picture());
      const { photo } = await add(url, owner, one, uploadId);
      const adding = Array.from({ length: 5 }, () => add(url, owner, other, uploadId));
      await Promise.all([remove(url, owner, one, photo?.id ?? ''), ...adding]);
      const shown = ((await seen(url, owner, first)) ?? []).some(({ id }) => id === photo?.id);
      expect(await isKept(photo?.id ?? '')).toBe(shown);
    }
  });

  it('stays with who puts it on the workout in the moment in which it is taken off', async () => {
    const [owner, mediaId] = [somebody(), uuidv4()];
    const tools = await openImportingTools(workouts.nats.url);
    const { loosePictures, storage } = tools.live;
    const { workoutId } = await importUpload(tools, await importOf(tools, owner, activity().bytes)).then(whole.parse);
    const known = await tools.workouts.get(workoutId);
    const at = new Date();
    const photo = { mediaId, uploadId: uuidv4(), variantKeys: [`media/${mediaId}`], width: 1, height: 1, addedAt: at };
    await storage.put(`media/${mediaId}`, await picture());
    if (known) await tools.workouts.amend(known, { photos: [photo] }, []);
    const found = await findAlbum(tools.live, workoutId, owner);
    if (!found.ok) throw new Error('no album');
    const album: Album = {
      ...found.value,
      show: async (photos) => {
        const shown = await found.value.show(photos);
        const noted = await loosePictures.get(mediaId);
        expect(noted && (await loosePictures.take(noted, workoutId, at))).toBe(true);
        return shown;
      },
    };
    await removePhoto({ ...tools.live, unusedPhotoMs: HOUR_MS, leftoverMs: HOUR_MS }, album, photo);
    expect(await storage.get(`media/${mediaId}`)).toBeDefined();
  });
});

describe('a photo that was to be put on a recording in the moment in which that was ended', () => {
  it('can be put on the workout that it has become', async () => {
    const { url } = workouts;
    const owner = somebody();
    const { first, second } = await twoRecordings(owner, 1);
    const uploadId = await send(url, owner, await picture());
    // So far it came.
    await withLoosePictures(workouts.config.MONGO_URL, async (loose) => {
      const [taken] = (await loose.of(owner)).filter((each) => each.uploadId === uploadId);
      expect(taken && (await loose.take(taken, second, new Date(Date.now() + HOUR_MS)))).toBe(true);
    });
    await finishAs(owner, second, first);
    const { photo, userErrors } = await add(url, owner, second, uploadId);
    expect(userErrors).toEqual([]);
    expect((await seen(url, owner, first))?.map(({ id }) => id)).toContain(photo?.id);
  });
});
