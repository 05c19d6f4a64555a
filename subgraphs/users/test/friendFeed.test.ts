import { describe, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { listen, TEST_SECRET } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import type { Viewer } from '#platform/viewer.ts';
import { act } from './friendSupport.ts';
import { newPerson, startTestUsers } from './support.ts';

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

  test('of a friend who blocks them hears that a friendship is over, and not whose', async () => {
    const [ana, ben] = await two();
    await act(users, ana, 'requestFriend', ben.userId);
    await act(users, ben, 'acceptFriend', ana.userId);
    const { heard, first } = await followNow(ana);
    await act(users, ben, 'blockUser', ana.userId);
    await hears(heard, [...first, 'nobody: nothing']);
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
