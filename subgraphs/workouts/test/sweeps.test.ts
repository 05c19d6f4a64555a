import { v7 as uuidv7 } from 'uuid';
import { expect, it, onTestFinished } from 'vitest';
import { createService } from '#platform/lifecycle.ts';
import { openMongo } from '#platform/mongo/connection.ts';
import { startTestNats } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { openForgotten } from '../forgetting/forgotten.ts';
import { startGroupSweep } from '../groups/sweep.ts';
import { startPictureClearing } from '../images/clearing.ts';
import { readerFailed } from '../domain/importFailure.ts';
import { endClearing } from '../imports/leaving.ts';
import { startClearing } from '../recordings/leftovers.ts';
import { importOf, openImportingTools } from './importing.ts';
import { somebody, testConfig } from './support.ts';

/** More than are looked at at once. */
const STUCK = 105;

function testService() {
  const { service, close } = createService('sweeping', 'silent');
  onTestFinished(close);
  return service;
}

/** Tools whose storage does not delete what lies under `stuck/`. */
async function openTools() {
  const nats = await startTestNats();
  onTestFinished(() => nats.dispose());
  const opened = await openImportingTools(nats.value.url);
  const removed = async (key: string): Promise<void> => {
    if (key.startsWith('stuck/')) throw new Error('the storage does not let it go');
    await opened.storage.delete(key);
  };
  return { ...opened, storage: { ...opened.storage, delete: removed } };
}

it('what lies in the storage for nothing and cannot be deleted holds up none of what can, however much it is', async () => {
  const tools = await openTools();
  const ownerId = somebody();
  const left = { ownerId, workoutId: null, isComing: false, span: null, notedAt: new Date() };
  for (let i = 0; i < STUCK; i++)
    await tools.leftovers.note({ ...left, _id: uuidv7(), importId: uuidv7(), keys: [`stuck/${i}`] });
  await tools.storage.put('uploads/free', new Uint8Array(1));
  await tools.leftovers.note({ ...left, _id: uuidv7(), importId: uuidv7(), keys: ['uploads/free'] });
  startClearing(testService(), { ...tools, leftoverMs: 60_000 });
  await until('it to be gone', async () => (await tools.storage.get('uploads/free')) === undefined, 20_000);
  await until('it to be settled', async () => (await tools.leftovers.some(1000)).length === STUCK);
}, 60_000);

it('a process that is closed looks after the group session it has begun with, and after no other', async () => {
  const tools = await openTools();
  const longAgo = new Date(0);
  for (const joinCode of ['AAAAAA', 'BBBBBB']) {
    const hostId = somebody();
    const host = { userId: hostId, status: 'JOINED', joinedAt: longAgo, result: null, workoutId: null } as const;
    const about = { title: 'Around the lake', sport: 'RUNNING', visibility: 'ONLY_ME', maxParticipants: 2 } as const;
    const times = { startsAt: null, startedAt: null, endedAt: null, createdAt: longAgo, lookAt: longAgo };
    const people = { hostId, creatorId: hostId, participants: [{ ...host, liveId: uuidv7() }] };
    const kept = { _id: uuidv7(), joinCode, status: 'OPEN', isPending: true } as const;
    await tools.groupSessions.insert({ ...kept, ...about, ...times, ...people }, []);
  }
  const begun = new Set<string>();
  const gate = Promise.withResolvers<void>();
  const get = async (id: string) => {
    begun.add(id);
    await gate.promise;
    return tools.groupSessions.get(id);
  };
  const { service, close } = createService('sweeping', 'silent');
  startGroupSweep(service, {
    ...tools.live,
    groupSessions: { ...tools.groupSessions, get },
    relations: tools.relations,
  });
  await until('the first', () => begun.size === 1);
  const closing = close();
  gate.resolve();
  await closing;
  expect(begun.size).toBe(1);
  expect(await tools.groupSessions.findDue(new Date(), 2)).toHaveLength(1);
}, 60_000);

it('a file that our reader failed on stays, also where somebody tried to cancel its import while it was read', async () => {
  const tools = await openTools();
  const taken = await importOf(tools, somebody(), new Uint8Array(1));
  const upload = await tools.uploads.get(taken._id);
  expect(await endClearing(tools, taken, () => tools.imports.cancel(taken._id, new Date()))).toBeUndefined();
  const result = { status: 'FAILED', workoutId: null, failure: readerFailed } as const;
  expect(await tools.imports.finish(taken, result, new Date())).toMatchObject({ status: 'FAILED' });
  startClearing(testService(), { ...tools, leftoverMs: 60_000 });
  await until('what was noted to be settled', async () => (await tools.leftovers.some(1)).length === 0);
  expect(await tools.storage.get(upload?.storageKey ?? '')).toBeDefined();
}, 60_000);

it('a picture that cannot be deleted holds up none of those that can, however many they are', async () => {
  const tools = await openTools();
  const picture = { uploadId: uuidv7(), ownerId: somebody(), variantKeys: [], workoutId: null, dueAt: new Date() };
  for (let i = 0; i < STUCK; i++)
    await tools.loosePictures.note({ ...picture, _id: uuidv7(), storageKey: `stuck/${i}` });
  const mediaId = uuidv7();
  await tools.storage.put('media/free', new Uint8Array(1));
  await tools.loosePictures.note({ ...picture, _id: mediaId, storageKey: 'media/free' });
  startPictureClearing(testService(), { ...tools, unusedPhotoMs: 60_000, leftoverMs: 60_000 });
  await until('it to be gone', async () => (await tools.loosePictures.get(mediaId)) === undefined, 20_000);
  expect(await tools.storage.get('media/free')).toBeUndefined();
}, 60_000);

it('somebody who cannot be forgotten once more holds up none of the others', async () => {
  const { storage } = await openTools();
  const service = testService();
  const mongo = await openMongo(service, (await testConfig('')).MONGO_URL);
  let now = new Date();
  let isStuck = false;
  const again = new Set<string>();
  const also = async (personId: string): Promise<void> => {
    if (!isStuck) return;
    if (personId.startsWith('stuck')) throw new Error('a store is away');
    again.add(personId);
  };
  const forgotten = await openForgotten(service, { mongo, storage }, { now: () => now, also });
  for (let i = 0; i < 25; i++) await forgotten.forget(`stuck-${i}`);
  await forgotten.forget('yours');
  isStuck = true;
  now = new Date(now.getTime() + 3_600_000);
  await until('them to be forgotten again', () => again.has('yours'), 20_000);
}, 60_000);
