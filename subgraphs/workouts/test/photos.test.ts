import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v4 as uuidv4 } from 'uuid';
import { UserDeleted } from '#events/users.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { createService } from '#platform/lifecycle.ts';
import { openMongo } from '#platform/mongo/connection.ts';
import { startTestNats, testService, type Disposable, type StoreProcess } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { MAX_LOOSE_PICTURES, MAX_PHOTOS } from '../domain/photos.ts';
import type { UploadPurpose } from '../domain/upload.ts';
import { openLoosePictures } from '../store/loosePictures.ts';
import { persistently } from '#platform/testing/mortal.ts';
import { startMortal } from './mortal.ts';
import * as at from './photoSupport.ts';
import { filesIn, picture } from './photoSupport.ts';
import { query, somebody, useWorkouts } from './support.ts';
import { tellUsersEvents } from './telling.ts';
import { addressOf, createUpload } from './uploading.ts';

const workouts = useWorkouts();
const SIZES = [320, 1024, 2048];

type Sending = { url?: string; purpose?: UploadPurpose };
const send = (owner: string, bytes: Uint8Array, { url = workouts.url, purpose = 'WORKOUT_PHOTO' }: Sending = {}) =>
  at.send(url, owner, bytes, purpose);
const log = (owner: string, visibility = 'ONLY_ME', url = workouts.url) => at.log(url, owner, visibility);
const add = (owner: string, workoutId: string, uploadId: string, url = workouts.url) =>
  at.add(url, owner, workoutId, uploadId);
const remove = (owner: string, workoutId: string, photoId: string, url = workouts.url) =>
  at.remove(url, owner, workoutId, photoId);
const seen = (viewer: string | null, workoutId: string, url = workouts.url) => at.seen(url, viewer, workoutId);

const get = (url: string): Promise<Response> => fetch(`${workouts.url}${new URL(url).pathname}`);

describe('a photo', () => {
  it('is shown with its workout in several sizes, to whoever may see that', async () => {
    const [owner, stranger] = [somebody(), somebody()];
    const [shown, hidden] = [await log(owner, 'EVERYONE'), await log(owner)];
    const bytes = await sharp({ create: { width: 3000, height: 1500, channels: 3, background: 'blue' } })
      .jpeg()
      .withExif({ IFD3: { GPSLatitude: '46/1 3/1 0/1', GPSLatitudeRef: 'N' } })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const { photo } = await add(owner, shown, await send(owner, bytes));
    // It was taken standing: the orientation is in the pixels now.
    expect(photo).toMatchObject({ width: 1024, height: 2048 });
    for (const [url, longer] of [
      [photo?.thumbnail, 320],
      [photo?.url, 1024],
      [photo?.large, 2048],
    ] as const) {
      const response = await get(url ?? '');
      const found = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
      expect(found).toMatchObject({ format: 'webp', height: longer, width: longer / 2 });
      expect([found.exif, found.xmp, found.orientation]).toEqual([undefined, undefined, undefined]);
    }
    await add(owner, hidden, await send(owner, await picture()));
    expect(await seen(stranger, shown)).toEqual([photo]);
    expect(await seen(null, shown)).toEqual([photo]);
    expect(await seen(stranger, hidden)).toBeUndefined();
    expect(await seen(owner, hidden)).toHaveLength(1);
  });

  it('is on its workout once, however often it is added, and on no other', async () => {
    const owner = somebody();
    const [one, other, uploadId] = [await log(owner), await log(owner), await send(owner, await picture())];
    const answers = await Promise.all([1, 2, 3, 4].map(() => add(owner, one, uploadId)));
    expect(new Set(answers.map(({ photo }) => photo?.id)).size).toBe(1);
    expect(await seen(owner, one)).toHaveLength(1);
    expect((await add(owner, other, uploadId)).userErrors).toEqual([{ code: 'NOT_FOUND', path: ['uploadId'] }]);
    expect(await seen(owner, other)).toEqual([]);
  });

  it('is gone when it is taken off, and cannot be put on again', async () => {
    const owner = somebody();
    const [workoutId, uploadId] = [await log(owner), await send(owner, await picture())];
    const second = await add(owner, workoutId, await send(owner, await picture()));
    const { photo } = await add(owner, workoutId, uploadId);
    expect(await remove(owner, workoutId, photo?.id ?? '')).toEqual({ removedPhotoId: photo?.id, userErrors: [] });
    expect((await get(photo?.thumbnail ?? '')).status).toBe(404);
    expect((await seen(owner, workoutId))?.map(({ id }) => id)).toEqual([second.photo?.id]);
    const again = await remove(owner, workoutId, photo?.id ?? '');
    expect(again.userErrors).toEqual([{ code: 'NOT_FOUND', path: ['photoId'] }]);
    expect((await add(owner, workoutId, uploadId)).userErrors).toEqual([{ code: 'NOT_FOUND', path: ['uploadId'] }]);
  });

  it('is the business of its owner alone, and of uploads for it', async () => {
    const [owner, stranger] = [somebody(), somebody()];
    const [workoutId, theirs] = [await log(owner, 'EVERYONE'), await log(stranger)];
    const uploadId = await send(owner, await picture());
    const avatar = await send(owner, await picture(), { purpose: 'AVATAR' });
    const { upload: open } = await createUpload(workouts.url, owner, { byteLength: 9, purpose: 'WORKOUT_PHOTO' });
    const refusals = [
      [stranger, workoutId, uploadId, 'NOT_FOUND', 'workoutId'],
      [stranger, theirs, uploadId, 'NOT_FOUND', 'uploadId'],
      [owner, uuidv4(), uploadId, 'NOT_FOUND', 'workoutId'],
      [owner, 'x\u0000', uploadId, 'NOT_FOUND', 'workoutId'],
      [owner, workoutId, '../../etc', 'NOT_FOUND', 'uploadId'],
      [owner, workoutId, avatar, 'INVALID_INPUT', 'uploadId'],
      [owner, workoutId, open?.id ?? '', 'UPLOAD_INCOMPLETE', 'uploadId'],
    ] as const;
    for (const [who, workout, upload, code, field] of refusals) {
      const { photo, userErrors: problems } = await add(who, workout, upload);
      expect([photo, problems]).toEqual([null, [{ code, path: [field] }]]);
    }
    const { photo } = await add(owner, workoutId, uploadId);
    const { userErrors: problems } = await remove(stranger, workoutId, photo?.id ?? '');
    expect(problems).toEqual([{ code: 'NOT_FOUND', path: ['workoutId'] }]);
    expect(await seen(stranger, workoutId)).toEqual([photo]);
  });

  it('goes with its workout', async () => {
    const owner = somebody();
    const workoutId = await log(owner);
    const { photo } = await add(owner, workoutId, await send(owner, await picture()));
    await query(
      workouts.url,
      owner,
      'mutation($input: DeleteWorkoutInput!) { deleteWorkout(input: $input) { deletedWorkoutId } }',
      { input: { workoutId } },
    );
    for (const size of SIZES) expect((await get(`http://x/media/${photo?.id}/${size}.webp`)).status).toBe(404);
  });

  it('goes with the account of its owner, also when no workout shows it yet', async () => {
    const owner = somebody();
    const before = (await filesIn(workouts.config.STORAGE_DIR ?? '')).length;
    await add(owner, await log(owner), await send(owner, await picture()));
    await send(owner, await picture());
    const deleted = createEvent(UserDeleted, owner, { version: 2, userId: owner }, new Date());
    await tellUsersEvents(workouts.nats.url, [deleted]);
    expect(await filesIn(workouts.config.STORAGE_DIR ?? '')).toHaveLength(before);
  });

  it('finds no place when there are too many', async () => {
    const owner = somebody();
    const workoutId = await log(owner);
    const bytes = await picture(4, 4);
    const uploads: string[] = [];
    for (let i = 0; i <= MAX_PHOTOS; i += 1) uploads.push(await send(owner, bytes));
    for (const uploadId of uploads.slice(1)) expect((await add(owner, workoutId, uploadId)).userErrors).toEqual([]);
    const { userErrors: problems } = await add(owner, workoutId, uploads[0] ?? '');
    expect(problems).toEqual([{ code: 'LIMIT_REACHED', path: ['workoutId'] }]);
    expect(await seen(owner, workoutId)).toHaveLength(MAX_PHOTOS);
  });

  it('is not taken when too many wait for their workouts', async () => {
    const [owner, other] = [somebody(), somebody()];
    const { service, close } = createService('test', 'silent');
    const loose = await openLoosePictures(await openMongo(service, workouts.config.MONGO_URL));
    const dueAt = new Date(Date.now() + 3_600_000);
    const more = { ownerId: owner, uploadId: '', storageKey: '', variantKeys: [], workoutId: null, dueAt };
    for (let i = 0; i < MAX_LOOSE_PICTURES; i += 1) await loose.note({ _id: uuidv4(), ...more });
    await close();
    const open = async (who: string, purpose: UploadPurpose) =>
      (await createUpload(workouts.url, who, { byteLength: 9, purpose })).userErrors;
    for (const purpose of ['WORKOUT_PHOTO', 'CHAT_IMAGE'] as const) {
      expect(await open(owner, purpose)).toMatchObject([{ code: 'LIMIT_REACHED', path: ['purpose'] }]);
      expect(await open(other, purpose)).toEqual([]);
    }
    for (const purpose of ['AVATAR', 'WORKOUT_FILE'] as const) expect(await open(owner, purpose)).toEqual([]);
  });
});

describe('a photo that no workout shows', () => {
  let now = new Date();
  const short = useWorkouts({ LEFTOVER_MS: 1000 }, () => now);

  it('is gone after a while, and one that is shown stays', async () => {
    const owner = somebody();
    const { url } = short;
    const workoutId = await log(owner, 'ONLY_ME', url);
    const unused = await send(owner, await picture(), { url });
    const added = await add(owner, workoutId, await send(owner, await picture(), { url }), url);
    expect(added.userErrors).toEqual([]);
    await send(owner, await picture(), { url, purpose: 'AVATAR' });
    await send(owner, await picture(), { url, purpose: 'CHAT_IMAGE' });
    const pictures = async (): Promise<number> =>
      (await filesIn(short.config.STORAGE_DIR ?? '')).filter((name) => name.endsWith('.webp')).length;
    now = new Date(now.getTime() + short.config.UNUSED_PHOTO_MS);
    // Three sizes of the photo, four of the avatar.
    await until('the unused one to go', async () => (await pictures()) === 7);
    const { userErrors: problems } = await add(owner, workoutId, unused, url);
    expect(problems).toEqual([{ code: 'NOT_FOUND', path: ['uploadId'] }]);
  });
});

describe('a process that dies', { timeout: 300_000 }, () => {
  let nats: Disposable<StoreProcess>;
  beforeAll(async () => {
    nats = await startTestNats();
  });
  afterAll(() => nats.dispose());

  it('at every step of a photo leaves it whole, and no file that nothing shows', async () => {
    const sending = ['picture.noted', 'upload.receiving', 'upload.kept', 'image.variant-kept', 'upload.stored'];
    const adding = ['photo.taken', 'photo.added'];
    const removing = ['photo.noted', 'photo.removed', 'picture.cleared'];
    const points = [...sending, ...adding, ...removing].map((point) => `workouts.${point}=1`);
    const mortal = await startMortal(nats.value.url, points, { LEFTOVER_MS: 10_000 });
    const { url } = mortal;
    const owner = somebody();
    const bytes = await picture();
    const workoutId = await persistently('logging', () => log(owner, 'ONLY_ME', url));
    const { upload } = await persistently('opening', () =>
      createUpload(url, owner, { byteLength: bytes.length, purpose: 'WORKOUT_PHOTO' }),
    );
    await persistently('sending', async () => {
      const sent = await fetch(upload ? addressOf(url, upload) : '', { method: 'PUT', body: Buffer.from(bytes) });
      if (!sent.ok) throw new Error(await sent.text());
    });
    const added = await persistently('adding', () => add(owner, workoutId, upload?.id ?? '', url));
    expect(added.userErrors).toEqual([]);
    const second = await persistently('sending another', () => send(owner, bytes, { url }));
    const kept = await persistently('adding another', () => add(owner, workoutId, second, url));
    await persistently('removing', () => remove(owner, workoutId, added.photo?.id ?? '', url));
    const photos = await persistently('looking', () => seen(owner, workoutId, url));
    expect(photos?.map(({ id }) => id)).toEqual([kept.photo?.id]);
    // The time of what was left behind has come.
    const loosePictures = await openLoosePictures(await openMongo(testService(), mortal.mongoUrl));
    for (const left of await loosePictures.of(owner)) await loosePictures.take(left, left.workoutId ?? '', new Date());
    const { folder } = mortal;
    const expected = SIZES.map((size) => `media/${kept.photo?.id}/${size}.webp`).sort();
    const loose = async (): Promise<string[]> =>
      (await filesIn(folder))
        .map((name) => path.relative(folder, name))
        .filter((name) => /^(media|uploads)/.test(name));
    await until('what was left behind to go', async () => (await loose()).length === expected.length, 60_000).catch(
      () => undefined,
    );
    expect((await loose()).sort()).toEqual(expected);
    // It dies once more on the way.
    await until('the last death', () => mortal.deaths() === points.length, 60_000);
  });
});
