import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listen, TEST_SECRET } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import { anonymous } from '#platform/viewer.ts';
import { type Update } from './boards.ts';
import { readBoard } from './reading.ts';
import { NOBODY, useLeaderboards, useStores, type Running } from './support.ts';
import { cancelled, created, joined, scored } from './told.ts';

/** A board known to the subgraph. */
async function newBoard(running: Running): Promise<string> {
  const id = uuidv7();
  await running.publish(created({ competitionId: id }));
  await until('the board', () => readBoard(running, NOBODY, id));
  return id;
}

const next = async (updates: AsyncGenerator<Update, undefined>): Promise<Update> => {
  const { value } = await updates.next();
  if (value === undefined) throw new Error('the listener got no more');
  return value;
};

/** Reads on until a score is at the top. */
async function topIs(updates: AsyncGenerator<Update, undefined>, score: number): Promise<Update[]> {
  const seen: Update[] = [];
  for (;;) {
    const update = await next(updates);
    seen.push(update);
    if (update.entries[0]?.score === score) return seen;
  }
}

describe('who listens to a board', () => {
  test('gets it at once, then after each change', async () => {
    const running = await useLeaderboards();
    const id = await newBoard(running);
    const [ana, ben] = [uuidv7(), uuidv7()];
    await running.publish(scored(id, ana, 10));
    await until('a score', async () => (await readBoard(running, NOBODY, id))?.entries.edges.length === 1);
    const updates = running.listen(NOBODY, id);
    expect(await next(updates)).toMatchObject({
      leaderboard: { id, participantCount: 1, final: false },
      entries: [{ rank: 1, score: 10, participant: { id: ana } }],
    });
    await running.publish(joined(id, ben));
    expect(await next(updates)).toMatchObject({ leaderboard: { participantCount: 2 } });
    await running.publish(scored(id, ben, 20));
    expect((await next(updates)).entries.map(({ participant }) => participant.id)).toEqual([ben, ana]);
    await updates.return(undefined);
  });

  test('gets as many entries as asked for', async () => {
    const running = await useLeaderboards();
    const id = await newBoard(running);
    await running.publish(...Array.from({ length: 12 }, (_, index) => scored(id, uuidv7(), index)));
    await until('scores', async () => (await readBoard(running, NOBODY, id))?.entries.edges.length === 12);
    const lengths = await Promise.all(
      [undefined, 1, 100].map(async (first) => (await next(running.listen(NOBODY, id, first))).entries.length),
    );
    expect(lengths).toEqual([10, 1, 12]);
    await expect(next(running.listen(NOBODY, id, 101))).rejects.toThrow('BAD_USER_INPUT');
  });

  test('costs no read of its own: a change is read once for all of them, whatever part each asked for', async () => {
    const running = await useLeaderboards();
    const redis = new Redis(running.redis.url);
    onTestFinished(() => redis.disconnect());
    const scriptsRun = async (): Promise<number> => {
      const found = /cmdstat_evalsha:calls=(\d+)/.exec(await redis.info('commandstats'));
      return Number(found?.[1]);
    };
    const id = await newBoard(running);
    const feeds = Array.from({ length: 30 }, (_, index) => running.listen(NOBODY, id, 1 + (index % 3) * 40));
    await Promise.all(feeds.map(next));
    const before = await scriptsRun();
    await running.publish(scored(id, uuidv7(), 5));
    await Promise.all(feeds.map((updates) => topIs(updates, 5)));
    // One writes the score, one reads the board.
    expect((await scriptsRun()) - before).toBeLessThanOrEqual(4);
    await Promise.all(feeds.map((updates) => updates.return(undefined)));
  });

  test('gets nothing for what changes nothing, and positions that grow', async () => {
    const running = await useLeaderboards();
    const id = await newBoard(running);
    const ana = uuidv7();
    const updates = running.listen(NOBODY, id);
    await next(updates);
    await running.publish(scored(id, ana, 1), scored(id, ana, 1), joined(id, ana), created({ competitionId: id }));
    await running.publish(scored(id, ana, 2, { version: 2 }));
    const seen = await topIs(updates, 2);
    expect(seen.length).toBeLessThanOrEqual(2);
    const positions = seen.map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].sort());
  });

  test('of many changes gets the newest state, never faster than configured', async () => {
    const running = await useLeaderboards({ updatesPerSecond: 4 });
    const id = await newBoard(running);
    const ana = uuidv7();
    const startedAt = performance.now();
    const updates = running.listen(NOBODY, id);
    await next(updates);
    const reading = topIs(updates, 200);
    for (let score = 1; score <= 200; score++) await running.publish(scored(id, ana, score, { version: score }));
    const seen = await reading;
    expect(seen.length).toBeLessThanOrEqual((performance.now() - startedAt) / 250);
  });

  test('is not kept waiting after a quiet time', async () => {
    const running = await useLeaderboards({ updatesPerSecond: 0.2 });
    const id = await newBoard(running);
    const updates = running.listen(NOBODY, id);
    await next(updates);
    const changedAt = performance.now();
    await running.publish(scored(id, uuidv7(), 1));
    await topIs(updates, 1);
    const first = performance.now() - changedAt;
    await delay(5000);
    const changedAgainAt = performance.now();
    await running.publish(scored(id, uuidv7(), 2));
    await topIs(updates, 2);
    expect(first).toBeGreaterThan(2500);
    expect(performance.now() - changedAgainAt).toBeLessThan(first);
  });

  test('hears of changes that another instance made', async () => {
    const stores = await useStores();
    const instances = [await useLeaderboards({ stores }), await useLeaderboards({ stores })];
    const [first] = instances;
    if (!first) throw new Error('nothing runs');
    const id = await newBoard(first);
    const feeds = instances.map((running) => running.listen(NOBODY, id));
    await Promise.all(feeds.map(next));
    for (const score of [1, 2, 3, 4]) {
      await stores.publish(scored(id, uuidv7(), score));
      await Promise.all(feeds.map((updates) => topIs(updates, score)));
    }
  });

  test('may leave and come back, and is told when the service goes', async () => {
    const running = await useLeaderboards();
    const id = await newBoard(running);
    const updates = running.listen(NOBODY, id);
    await next(updates);
    await updates.return(undefined);
    const again = running.listen(NOBODY, id);
    await next(again);
    await running.publish(scored(id, uuidv7(), 5));
    await topIs(again, 5);
    const waiting = expect(again.next()).rejects.toMatchObject({ code: 1001 });
    await running.close();
    await waiting;
  });

  test('is told when the competition is no more, and that is the end', async () => {
    const running = await useLeaderboards();
    const id = await newBoard(running);
    const listening = await listen(
      running.url,
      TEST_SECRET,
      anonymous,
      'subscription ($id: ID!) { leaderboardUpdated(competitionId: $id) { leaderboard { id } } }',
      { id },
    );
    await until('the board', () => listening.results.length > 0);
    await running.publish(cancelled(id));
    await listening.ended;
    expect(listening.results).toEqual([
      { data: { leaderboardUpdated: { leaderboard: { id } } } },
      expect.objectContaining({ data: null, errors: [expect.objectContaining({ extensions: { code: 'NOT_FOUND' } })] }),
    ]);
  });

  test('gets the newest state after the broker was away', { timeout: 60_000 }, async () => {
    const stores = await useStores();
    const running = await useLeaderboards({ stores });
    const id = await newBoard(running);
    const updates = running.listen(NOBODY, id);
    await next(updates);
    await stores.nats.stop();
    await stores.nats.start();
    const publishing = until(
      'the broker',
      () =>
        stores.publish(scored(id, uuidv7(), 7)).then(
          () => true,
          () => false,
        ),
      40_000,
    );
    await topIs(updates, 7);
    await publishing;
  });
});
