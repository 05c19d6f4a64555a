import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestNats, testService, type Disposable, type StoreProcess } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { UPLOAD_LIFETIME_MS, type UploadPurpose } from '../domain/upload.ts';
import { dueUnsent, startUploadClearing } from '../uploads/clearing.ts';
import { importOf, openImportingTools } from './importing.ts';
import { somebody, useWorkouts } from './support.ts';
import { activity, createUpload, finished, importBytes, importUpload, upload } from './uploading.ts';

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

let nats: Disposable<StoreProcess>;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats.dispose());

/** Uploads of somebody that were opened now, and a look after them at a later moment. */
async function openUploads() {
  const tools = await openImportingTools(nats.value.url);
  const createdAt = new Date();
  const open = async (purpose: UploadPurpose = 'WORKOUT_FILE'): Promise<string> => {
    const [_id, ownerId] = [uuidv7(), somebody()];
    const expiresAt = new Date(createdAt.getTime() + UPLOAD_LIFETIME_MS);
    await tools.waitingUploads.note({ _id, ownerId, dueAt: dueUnsent(expiresAt) });
    await tools.uploads.create({ _id, ownerId, purpose, fileName: 'a', byteLength: 1, createdAt, expiresAt });
    return _id;
  };
  const send = async (_id: string): Promise<string> => {
    const key = `uploads/${_id}.${uuidv7()}`;
    await tools.waitingUploads.noteKey(_id, key, createdAt);
    await tools.storage.put(key, new Uint8Array(1));
    return key;
  };
  const store = async (_id: string, media: string | null = null): Promise<string> => {
    const storageKey = await send(_id);
    const opened = await tools.uploads.get(_id);
    if (!opened) throw new Error('no upload');
    const bytes = { mediaId: media, variantKeys: [], width: null, height: null, isArchive: false, sha256: 'x' };
    await tools.uploads.store(opened, { ...bytes, storageKey }, []);
    return storageKey;
  };
  /** Waits until nothing is due any more `ms` from now. */
  const lookAfter = async (ms: number): Promise<void> => {
    const now = (): Date => new Date(createdAt.getTime() + ms);
    startUploadClearing(testService(), { ...tools, now, unusedUploadMs: WEEK_MS });
    await until('nothing to be due', async () => (await tools.waitingUploads.due(now(), 1)).length === 0);
  };
  const isThere = async (key: string): Promise<boolean> => (await tools.storage.get(key)) !== undefined;
  return { tools, open, send, store, lookAfter, isThere };
}

it('an upload whose bytes did not come is cleared away with what came of it, and not before its time', async () => {
  const { tools, open, send, lookAfter, isThere } = await openUploads();
  const unsent = await open();
  await lookAfter(UPLOAD_LIFETIME_MS);
  expect(await tools.uploads.get(unsent)).toBeDefined();
  const cut = await open('WORKOUT_ARCHIVE');
  const part = await send(cut);
  await lookAfter(UPLOAD_LIFETIME_MS + HOUR_MS);
  expect([await tools.uploads.get(unsent), await tools.uploads.get(cut)]).toEqual([undefined, undefined]);
  expect(await isThere(part)).toBe(false);
});

it('a file that nobody imports for a week is cleared away, and not before', async () => {
  const { tools, open, store, lookAfter, isThere } = await openUploads();
  const id = await open();
  const key = await store(id);
  await lookAfter(WEEK_MS);
  expect(await isThere(key)).toBe(true);
  await lookAfter(WEEK_MS + HOUR_MS);
  expect(await isThere(key)).toBe(false);
  expect(await tools.uploads.get(id)).toBeUndefined();
});

it('what an import names stays, however the import ended, and so does a picture', async () => {
  const { tools, open, store, lookAfter, isThere } = await openUploads();
  const { _id, ownerId } = await importOf(tools, somebody(), new Uint8Array(1));
  const { storageKey = '' } = (await tools.uploads.get(_id)) ?? {};
  await tools.waitingUploads.note({ _id, ownerId, dueAt: new Date(0) });
  await tools.waitingUploads.noteKey(_id, storageKey ?? '', new Date(0));
  await tools.imports.cancel(_id, new Date());
  const picture = await open('AVATAR');
  await store(picture, uuidv7());
  await lookAfter(2 * WEEK_MS);
  expect(await isThere(storageKey ?? '')).toBe(true);
  expect(await tools.uploads.get(picture)).toMatchObject({ status: 'STORED' });
});

const UNUSED_MS = 6000;
const narrow = useWorkouts({ UNUSED_UPLOAD_MS: UNUSED_MS, MAX_WAITING_IMPORTS: 2 });

it('an upload that is too old is not imported any more, and one that was imported in time answers with that import', async () => {
  const [owner, { url }] = [somebody(), narrow];
  const [early, late] = [await upload(url, owner, activity().bytes), await upload(url, owner, activity().bytes)];
  expect((await importUpload(url, owner, early)).userErrors).toEqual([]);
  await finished(url, owner, early);
  await until('the other to be too old', () => Date.now() > openedAt(late) + UNUSED_MS, 2 * UNUSED_MS);
  const answer = await importUpload(url, owner, late);
  expect(answer.userErrors).toMatchObject([{ code: 'UPLOAD_EXPIRED', path: ['uploadId'] }]);
  expect((await importUpload(url, owner, early)).workoutImport).toMatchObject({ id: early, status: 'COMPLETED' });
});

it('who imports what they upload is never told that too much waits', async () => {
  const owner = somebody();
  for (let i = 0; i < 4; i++) expect((await importBytes(narrow.url, owner, activity().bytes)).status).toBe('COMPLETED');
});

it('of uploads opened at once no more are than may wait', async () => {
  const owner = somebody();
  const opened = await Promise.all(
    Array.from({ length: 12 }, () => createUpload(narrow.url, owner, { byteLength: 1 })),
  );
  expect(opened.filter((each) => each.upload !== null)).toHaveLength(2);
  expect(opened.filter(({ userErrors }) => userErrors[0]?.code === 'LIMIT_REACHED')).toHaveLength(10);
});

/** By its id, which begins with the time. */
const openedAt = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
