import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { FriendshipEnded, FriendshipStarted } from '#events/users.ts';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import { until } from '#platform/testing/until.ts';
import { anyOrder } from '#platform/testing/anyOrder.ts';
import { NOBODY, shareLeaderboards, useLeaderboards, type Running } from './support.ts';
import { created, scored } from './told.ts';

const running = shareLeaderboards();
const answer = z.object({
  leaderboard: z.object({
    friendEntries: z.array(z.object({ rank: z.int(), score: z.number(), participant: z.object({ id: z.string() }) })),
  }),
});

async function friendEntries(at: Running, viewer: string, id: string, first = 10): Promise<[string, number, number][]> {
  const query = `query ($id: ID!, $first: Int!) {
    leaderboard(id: $id) { friendEntries(first: $first) { rank score participant { id } } }
  }`;
  const { leaderboard } = answer.parse(await at.ask(viewer, query, { id, first }));
  return leaderboard.friendEntries.map(({ rank, score, participant }) => [participant.id, rank, score]);
}

const friendship = (friends: boolean, userId: string, friendId: string, version: number): Message =>
  createEvent(
    friends ? FriendshipStarted : FriendshipEnded,
    uuidv7(),
    { version, friendshipId: uuidv7(), userId, friendId },
    new Date('2026-05-01T12:00:00Z'),
  );

/** A board of five with scores 50, 40, 40, 20, 10, where the last is a friend of the others but the first. */
async function boardOfFive(at: Running) {
  const [id, people] = [uuidv7(), Array.from({ length: 5 }, () => uuidv7())];
  const [first = '', second = '', third = '', fourth = '', viewer = ''] = people;
  await at.publish(
    created({ competitionId: id }),
    ...[50, 40, 40, 20, 10].map((score, index) => scored(id, people[index] ?? '', score)),
    ...[second, third, fourth].map((friend, index) =>
      friendship(true, ...(index === 0 ? ([viewer, friend] as const) : ([friend, viewer] as const)), 2),
    ),
  );
  await until('the last score', async () => (await friendEntries(at, fourth, id)).length === 1);
  const places = await until('the friends', async () => {
    const found = await friendEntries(at, viewer, id);
    return found.length === 3 ? found : undefined;
  });
  return { id, first, second, third, fourth, viewer, places };
}

describe('the entries of friends', () => {
  test('come best first, with their ranks on the whole board, for both of two friends', async () => {
    const { id, first, second, third, fourth, viewer, places } = await boardOfFive(running());
    expect(places.map(([, rank, score]) => [rank, score])).toEqual([
      [2, 40],
      [2, 40],
      [4, 20],
    ]);
    expect(new Set(places.slice(0, 2).map(([user]) => user))).toEqual(new Set([second, third]));
    expect(places[2]?.[0]).toBe(fourth);
    expect(await friendEntries(running(), viewer, id, 1)).toEqual(places.slice(0, 1));
    expect(await friendEntries(running(), second, id)).toEqual([[viewer, 5, 10]]);
    expect(await friendEntries(running(), first, id)).toEqual([]);
    expect(await friendEntries(running(), NOBODY, id)).toEqual([]);
  });

  test('are refused in pages out of bounds', async () => {
    const { id, viewer } = await boardOfFive(running());
    for (const first of [0, -1, 101])
      await expect(friendEntries(running(), viewer, id, first)).rejects.toThrow('1 to 100');
  });

  test('go when the friendship ends, in whatever order events come, and however often', async () => {
    const id = uuidv7();
    await running().publish(created({ competitionId: id }));
    await fc.assert(
      fc.asyncProperty(anyOrder([1, 2, 3, 4, 5], 2), fc.integer({ min: 4, max: 5 }), async (versions, newest) => {
        const [one, other, mark] = [uuidv7(), uuidv7(), uuidv7()];
        await running().publish(scored(id, one, 10), scored(id, mark, 5));
        const told = versions.filter((version) => version <= newest);
        for (const version of told) {
          // Odd versions begin a friendship, even ones end it.
          await running().publish(friendship(version % 2 === 1, other, one, version));
        }
        await running().publish(friendship(true, other, mark, 1));
        const found = await until('the last event', async () => {
          const entries = await friendEntries(running(), other, id);
          return entries.some(([user]) => user === mark) ? entries : undefined;
        });
        expect(found.some(([user]) => user === one)).toBe(newest % 2 === 1);
      }),
      { numRuns: 10 },
    );
  });

  test('come back when Redis is emptied', async () => {
    const own = await useLeaderboards();
    const { id, viewer, places } = await boardOfFive(own);
    await own.emptyRedis();
    expect(await friendEntries(own, viewer, id)).toEqual(places);
  });
});
