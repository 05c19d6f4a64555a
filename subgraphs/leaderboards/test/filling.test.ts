import { Redis } from 'ioredis';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { Message } from '#platform/events/envelope.ts';
import { until } from '#platform/testing/until.ts';
import { placesOf, readBoard, type BoardAnswer } from './reading.ts';
import { NOBODY, useLeaderboards, useStores, type Running, type Stores } from './support.ts';
import { created, finalized, joined, scored } from './told.ts';

/** Publishes some boards, one of them final; answers their ids. */
async function someBoards(stores: Stores): Promise<string[]> {
  const ids = [uuidv7(), uuidv7(), uuidv7()];
  const messages = ids.flatMap((id, board) => {
    const people = Array.from({ length: 40 }, () => uuidv7());
    return [
      created({ competitionId: id, metric: board === 1 ? 'FASTEST_EFFORT' : 'DISTANCE' }),
      ...people.map((who) => joined(id, who)),
      ...people.slice(0, 30).map((who, index) => scored(id, who, index % 9, { version: 3 })),
      ...(board === 2 ? [finalizedBy(id, people)] : []),
    ];
  });
  await stores.publish(...messages);
  return ids;
}

const finalizedBy = (id: string, people: readonly string[]): Message =>
  finalized(
    id,
    people.map((who, index) => ({
      participationId: who,
      userId: who,
      rank: index + 1,
      score: 100 - index,
      reachedAt: '2026-05-20T00:00:00.000Z',
      activityCount: 1,
    })),
  );

const all = (running: Running, ids: readonly string[]) => Promise.all(ids.map((id) => readBoard(running, NOBODY, id)));

/** Boards without their cursors, which are another text each time. */
const shown = (boards: readonly BoardAnswer[]) =>
  boards.map((board) => board && { ...board, entries: board.entries.edges.map(({ node }) => node) });

/** The boards when all has been heard. */
const complete = async (running: Running, ids: readonly string[]) =>
  until('whole boards', async () => {
    const boards = await all(running, ids);
    const whole = boards.every((board, index) => board?.entries.edges.length === (index === 2 ? 40 : 30));
    // A board is final after its last figures are there.
    return whole && boards[2]?.final === true && boards.every((board) => board?.participantCount === 40)
      ? boards
      : undefined;
  });

describe('when Redis is emptied', () => {
  test('boards come back exactly, and a query meanwhile waits for them', async () => {
    const stores = await useStores();
    const running = await useLeaderboards({ stores });
    const ids = await someBoards(stores);
    const before = await complete(running, ids);
    for (let round = 0; round < 5; round++) {
      await stores.emptyRedis();
      expect(shown(await all(running, ids))).toEqual(shown(before));
    }
  });

  test('listeners get the board that was made anew, though nobody asks', async () => {
    const stores = await useStores();
    const running = await useLeaderboards({ stores });
    const ids = await someBoards(stores);
    const [first = ''] = ids;
    await complete(running, ids);
    const updates = running.listen(NOBODY, first, 100);
    const before = (await updates.next()).value;
    await stores.emptyRedis();
    const after = (await updates.next()).value;
    expect(after?.entries).toEqual(before?.entries);
    expect(after?.leaderboard).toEqual(before?.leaderboard);
    expect((after?.position ?? '') > (before?.position ?? '')).toBe(true);
  });

  test('while events come in, and again and again, nothing is lost', { timeout: 60_000 }, async () => {
    const stores = await useStores();
    const instances = [await useLeaderboards({ stores }), await useLeaderboards({ stores })];
    const id = uuidv7();
    const people = Array.from({ length: 60 }, () => uuidv7());
    await stores.publish(created({ competitionId: id }));
    for (const [index, who] of people.entries()) {
      await stores.publish(joined(id, who), scored(id, who, 1));
      await stores.publish(scored(id, who, index, { version: 2 }));
      if (index % 15 === 7) await stores.emptyRedis();
    }
    for (const running of instances) {
      const places = await until('the whole board', async () => {
        const found = placesOf(await readBoard(running, NOBODY, id));
        return found[0]?.[2] === 59 && found.length === 60 ? found : undefined;
      });
      expect(places.map(([who]) => who)).toEqual(people.toReversed());
    }
  });
});

describe('Redis', () => {
  test('that is empty at the start is filled from the streams', async () => {
    const stores = await useStores();
    const first = await useLeaderboards({ stores });
    const ids = await someBoards(stores);
    const before = await complete(first, ids);
    await first.close();
    await stores.emptyRedis();
    const again = await useLeaderboards({ stores });
    expect(shown(await all(again, ids))).toEqual(shown(before));
  });

  test('that is away for a while misses nothing', { timeout: 60_000 }, async () => {
    const stores = await useStores();
    const running = await useLeaderboards({ stores });
    const id = uuidv7();
    const people = Array.from({ length: 20 }, () => uuidv7());
    await stores.publish(created({ competitionId: id }), ...people.slice(0, 10).map((who) => scored(id, who, 1)));
    await until('half a board', async () => (await readBoard(running, NOBODY, id))?.entries.edges.length === 10);
    await stores.redis.stop();
    await stores.publish(...people.slice(10).map((who) => scored(id, who, 2)));
    await expect(readBoard(running, NOBODY, id)).rejects.toThrow('STORE_UNAVAILABLE');
    await stores.redis.start();
    const places = await until('the whole board', async () => {
      const found = await readBoard(running, NOBODY, id).catch(() => null);
      return found?.entries.edges.length === 20 ? placesOf(found) : undefined;
    });
    expect(places.filter(([, , score]) => score === 2)).toHaveLength(10);
  });

  test('that went back to an older state is brought up to date', async () => {
    const stores = await useStores();
    const running = await useLeaderboards({ stores });
    const [id, ana] = [uuidv7(), uuidv7()];
    await stores.publish(created({ competitionId: id }), scored(id, ana, 1));
    await until('a score', async () => placesOf(await readBoard(running, NOBODY, id))[0]?.[2] === 1);
    // What a restart from an old snapshot leaves: full, and of another run.
    const client = new Redis(stores.redis.url);
    const keys = await client.keys('leaderboards:board:*');
    const snapshot = await Promise.all(keys.map(async (key) => [key, await client.dumpBuffer(key)] as const));
    await stores.publish(scored(id, ana, 2, { version: 2 }));
    await until('another score', async () => placesOf(await readBoard(running, NOBODY, id))[0]?.[2] === 2);
    for (const [key, dump] of snapshot) await client.restore(key, 0, dump, 'REPLACE');
    await client.set('leaderboards:ready', 'another run');
    expect(placesOf(await readBoard(running, NOBODY, id))[0]?.[2]).toBe(1);
    await client.call('CLIENT', 'KILL', 'TYPE', 'normal');
    client.disconnect();
    await until('the newest score', async () => {
      const found = await readBoard(running, NOBODY, id).catch(() => null);
      return found && placesOf(found)[0]?.[2] === 2;
    });
  });
});
