import { describe, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { createQueue, type Notice } from '#platform/events/notices.ts';
import { transaction } from '#platform/postgres/connection.ts';
import { createService } from '#platform/lifecycle.ts';
import { listen, TEST_SECRET } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import type { Viewer } from '#platform/viewer.ts';
import { createFriendFeed } from '../live/friendFeed.ts';
import { call } from './accountSupport.ts';
import { requestExport } from './exportSupport.ts';
import { act } from './friendSupport.ts';
import { goodPassword, newPerson, startTestUsers } from './support.ts';

const users = await startTestUsers();
type Person = Viewer & { kind: 'person' };
const two = async (): Promise<[Person, Person]> => [(await newPerson(users)).viewer, (await newPerson(users)).viewer];

const update = z.object({
  friendshipUpdated: z.object({
    friendshipId: z.string(),
    friendship: z.object({ status: z.string(), requestedByViewer: z.boolean().nullable() }).nullable(),
    user: z.object({ id: z.string() }).nullable(),
  }),
});

/** Listens on behalf of somebody. Answers what was heard so far: the other, and what is between the two. */
async function follow(viewer: Person): Promise<() => string[]> {
  const query = `subscription {
    friendshipUpdated { friendshipId friendship { status requestedByViewer } user { id } }
  }`;
  const listening = await listen(users.url, TEST_SECRET, viewer, query);
  onTestFinished(() => listening.close());
  return () =>
    listening.results.map(({ data }) => {
      const { friendship, user } = update.parse(data).friendshipUpdated;
      const mine = friendship?.requestedByViewer === true ? ' by me' : '';
      return `${user?.id ?? 'nobody'}: ${friendship?.status ?? 'nothing'}${mine}`;
    });
}
/** Waits until somebody has heard just this. */
const hears = (heard: () => string[], wanted: readonly string[]) =>
  until(`${wanted.join(', ')}; heard ${heard().join(', ')}`, () => heard().join() === wanted.join());
/** Listens, and is heard to: a request of somebody new comes first. */
async function followNow(viewer: Person): Promise<{ heard: () => string[]; first: string[] }> {
  const { viewer: marker } = await newPerson(users);
  await act(users, marker, 'requestFriend', viewer.userId);
  const heard = await follow(viewer);
  const first = [`${marker.userId}: PENDING`];
  await hears(heard, first);
  return { heard, first };
}

describe('whoever listens to their friendships', () => {
  test('hears of them while the archive of somebody who has deleted their account is still held', async () => {
    const [ana, ben] = await two();
    const { heard, first } = await followNow(ana);
    const { viewer: leaver } = await newPerson(users);
    const exportId = await requestExport(users, leaver);
    await transaction(users.pool, async (tx) => {
      await tx.query('SELECT FROM data_exports WHERE id = $1 FOR UPDATE', [exportId]);
      await call(users, 'deleteAccount', { password: goodPassword }, leaver);
      await act(users, ben, 'requestFriend', ana.userId);
      await hears(heard, [...first, `${ben.userId}: PENDING`]);
    });
  });

  test('hears of requests, answers and ends, on both sides, the moment they happen', async () => {
    const [ana, ben] = await two();
    const [a, b] = [await followNow(ana), await followNow(ben)];
    await act(users, ana, 'requestFriend', ben.userId);
    await hears(a.heard, [...a.first, `${ben.userId}: PENDING by me`]);
    await hears(b.heard, [...b.first, `${ana.userId}: PENDING`]);
    await act(users, ben, 'acceptFriend', ana.userId);
    await hears(a.heard, [...a.first, `${ben.userId}: PENDING by me`, `${ben.userId}: ACCEPTED`]);
    await act(users, ben, 'removeFriend', ana.userId);
    await hears(b.heard, [...b.first, ...['PENDING', 'ACCEPTED', 'nothing'].map((each) => `${ana.userId}: ${each}`)]);
  });

  test('hears first of what waits for an answer, and of nothing else that was before', async () => {
    const [ana, ben] = await two();
    const { viewer: eva } = await newPerson(users);
    await act(users, ana, 'requestFriend', eva.userId);
    await act(users, eva, 'acceptFriend', ana.userId);
    await act(users, ben, 'requestFriend', ana.userId);
    await hears(await follow(ana), [`${ben.userId}: PENDING`]);
  });

  test('is told of no refusal of what they asked, nor of who blocked them', async () => {
    const [ana, ben] = await two();
    const { viewer: eva } = await newPerson(users);
    const { heard, first } = await followNow(ana);
    for (const other of [ben, eva]) await act(users, ana, 'requestFriend', other.userId);
    const asked = [ben, eva].map(({ userId }) => `${userId}: PENDING by me`);
    await hears(heard, [...first, ...asked]);
    await act(users, ben, 'declineFriend', ana.userId);
    await act(users, eva, 'blockUser', ana.userId);
    const { viewer: marker } = await newPerson(users);
    await act(users, marker, 'requestFriend', ana.userId);
    await hears(heard, [...first, ...asked, `${marker.userId}: PENDING`]);
  });

  test('hears on their other devices that what they asked is over by their own block; the other, that something is', async () => {
    const [ana, ben] = await two();
    const [a, b] = [await followNow(ana), await followNow(ben)];
    await act(users, ana, 'requestFriend', ben.userId);
    await hears(a.heard, [...a.first, `${ben.userId}: PENDING by me`]);
    await hears(b.heard, [...b.first, `${ana.userId}: PENDING`]);
    await act(users, ana, 'blockUser', ben.userId);
    await hears(a.heard, [...a.first, `${ben.userId}: PENDING by me`, `${ben.userId}: nothing`]);
    await hears(b.heard, [...b.first, `${ana.userId}: PENDING`, 'nobody: nothing']);
  });

  test('of a friend who blocks them hears that a friendship is over, and not whose', async () => {
    const [ana, ben] = await two();
    await act(users, ana, 'requestFriend', ben.userId);
    await act(users, ben, 'acceptFriend', ana.userId);
    const { heard, first } = await followNow(ana);
    await act(users, ben, 'blockUser', ana.userId);
    await hears(heard, [...first, 'nobody: nothing']);
  });

  test('hears of the end when a friend, or somebody who asked, deletes their account', async () => {
    const [ana, ben] = await two();
    const { viewer: eva } = await newPerson(users);
    const { viewer: asked } = await newPerson(users);
    await act(users, ana, 'requestFriend', ben.userId);
    await act(users, ben, 'acceptFriend', ana.userId);
    await act(users, ana, 'requestFriend', asked.userId);
    const { heard, first } = await followNow(ana);
    await act(users, eva, 'requestFriend', ana.userId);
    const before = [...first, `${eva.userId}: PENDING`];
    await hears(heard, before);
    // Of a request that nobody answers any more they hear as little as of a refusal.
    for (const viewer of [asked, ben]) await call(users, 'deleteAccount', { password: goodPassword }, viewer);
    await hears(heard, [...before, `${ben.userId}: nothing`]);
    await call(users, 'deleteAccount', { password: goodPassword }, eva);
    await hears(heard, [...before, `${ben.userId}: nothing`, `${eva.userId}: nothing`]);
  });

  test('hears of ends that nobody told of, once the broker is there again', async () => {
    const [ana, ben] = await two();
    const [friend, leaver] = await two();
    const [blocked, decliner] = await two();
    for (const other of [blocked, decliner]) await act(users, ana, 'requestFriend', other.userId);
    for (const other of [friend, leaver]) {
      await act(users, ana, 'requestFriend', other.userId);
      await act(users, other, 'acceptFriend', ana.userId);
    }
    await act(users, ben, 'requestFriend', ana.userId);
    const notices = createQueue<Notice>(() => undefined);
    const feed = createFriendFeed({
      pool: users.pool,
      notices: { send: () => undefined, listen: () => notices.iterator, settled: () => Promise.resolve() },
      log: createService('users', 'silent').service.log,
    });
    const heard: string[] = [];
    const listening = (async () => {
      for await (const { userId, pair } of feed.listen(ana.userId)) {
        heard.push(`${userId}: ${pair.friendsSince || pair.request ? 'something' : 'nothing'}`);
      }
    })();
    await hears(() => heard, [`${ben.userId}: something`]);
    for (const other of [ben, friend]) await act(users, other, 'removeFriend', ana.userId);
    await call(users, 'deleteAccount', { password: goodPassword }, leaver);
    await act(users, ana, 'blockUser', blocked.userId);
    await act(users, decliner, 'blockUser', ana.userId);
    notices.push({ kind: 'gap' });
    notices.push({ kind: 'gap' });
    const ends = [ben, friend, leaver, blocked].map(({ userId }) => `${userId}: nothing`);
    await hears(() => heard.toSorted(), [...ends, `${ben.userId}: something`].toSorted());
    notices.end();
    await listening;
  });

  test('hears afterwards what happened while the broker was away', async () => {
    const [ana, ben] = await two();
    const { heard, first } = await followNow(ana);
    await users.nats.stop();
    await act(users, ben, 'requestFriend', ana.userId);
    await users.nats.start();
    await hears(heard, [...first, `${ben.userId}: PENDING`]);
  });
});
