import fc from 'fast-check';
import { Redis } from 'ioredis';
import { v7 as uuidv7 } from 'uuid';
import { expect, onTestFinished, test } from 'vitest';
import type { EventData } from '#events/define.ts';
import type { CompetitionFinalized } from '#events/competitions.ts';
import type { Message } from '#platform/events/envelope.ts';
import { startTestRedis } from '#platform/testing/stores.ts';
import { anyOrder } from '#platform/testing/anyOrder.ts';
import { sourcesOf } from '../consumers/handlers.ts';
import { createBlockerStore } from '../store/blockers.ts';
import { createBoardStore, type BoardStore } from '../store/boards.ts';
import { createForgettingStore } from '../store/forgetting.ts';
import { createFriendStore } from '../store/friends.ts';
import { READY } from '../store/keys.ts';
import { created, finalized, joined, scored } from './told.ts';

async function useStore(): Promise<{ store: BoardStore; hear(message: Message): Promise<void> }> {
  const redis = await startTestRedis();
  onTestFinished(redis.dispose);
  const client = new Redis(redis.value.url);
  onTestFinished(() => client.disconnect());
  await client.set(READY, 'this run');
  const store = createBoardStore(client, () => undefined);
  const friends = createFriendStore(client, () => undefined);
  const blockers = createBlockerStore(client, () => undefined);
  const forgetting = createForgettingStore(client);
  const handlers = sourcesOf({ boards: store, friends, blockers, forgetting, changed: () => undefined }).flatMap(
    (source) => source.handlers,
  );
  return {
    store,
    hear: async ({ envelope }) => {
      const handler = handlers.find(({ definition }) => definition.type === envelope.type);
      await handler?.handle(envelope, 1);
    },
  };
}

test('A board changes with what can be seen of it: who comes, scores and places', async () => {
  const { store, hear } = await useStore();
  const [id, ana, ben] = [uuidv7(), uuidv7(), uuidv7()];
  const position = async () => (await store.read(id, undefined, 10))?.board.position;
  /** Whether the board is another when it has heard something. */
  const moves = async (message: Message): Promise<boolean> => {
    const before = await position();
    await hear(message);
    return (await position()) !== before;
  };
  const later = '2026-05-01T13:00:00.000Z';
  expect(await moves(created({ competitionId: id }))).toBe(true);
  for (const who of [ana, ben]) expect(await moves(joined(id, who))).toBe(true);
  expect(await moves(scored(id, ana, null))).toBe(false);
  expect(await moves(scored(id, ana, 3, { version: 2 }))).toBe(true);
  expect(await moves(scored(id, ben, 3, { reachedAt: later }))).toBe(true);
  expect(await moves(scored(id, ana, 3, { version: 3, activityCount: 2 }))).toBe(false);
  expect(await moves(scored(id, ana, 3, { version: 4, activityCount: 3, reachedAt: later }))).toBe(true);
  expect(await moves(scored(id, ana, 4, { version: 5 }))).toBe(true);
  expect(await moves(scored(id, ana, null, { version: 6 }))).toBe(true);
});

const people = Array.from({ length: 5 }, () => uuidv7());
type Standings = EventData<typeof CompetitionFinalized>['standings'];

/** One version of somebody's score. */
const told = fc.record({
  who: fc.constantFrom(...people),
  version: fc.integer({ min: 1, max: 5 }),
  score: fc.option(fc.integer({ min: 0, max: 3 }).map((n) => n / 4)),
  minute: fc.integer({ min: 0, max: 2 }),
  activityCount: fc.integer({ min: 1, max: 2 }),
});
interface Told {
  readonly who: string;
  readonly version: number;
  readonly score: number | null;
  readonly minute: number;
  readonly activityCount: number;
}

const reachedAt = ({ score, minute }: Told): string | null =>
  score === null ? null : `2026-05-01T08:0${minute}:00.000Z`;

const standingsOf = (newest: readonly Told[]): Standings =>
  newest.map((each) => ({
    participationId: each.who,
    userId: each.who,
    rank: null,
    score: each.score,
    reachedAt: reachedAt(each),
    activityCount: each.activityCount,
  }));

/** The newest of what was told of each person. */
const newestOf = (scores: readonly Told[]): Told[] =>
  people.flatMap((who) => {
    const [newest] = scores.filter((each) => each.who === who).sort((a, b) => b.version - a.version);
    return newest ? [newest] : [];
  });

/** Places as formulas tell them: the number who are better, and the order among equals. */
function places(ascending: boolean, newest: readonly Told[]): [string, number, number][] {
  const better = (a: number, b: number): number => (ascending ? a - b : b - a);
  const entries = newest.flatMap((each) => (each.score === null ? [] : [{ ...each, score: each.score }]));
  return entries
    .sort(
      (a, b) =>
        better(a.score, b.score) ||
        a.minute - b.minute ||
        a.activityCount - b.activityCount ||
        (a.who < b.who ? -1 : 1),
    )
    .map(({ who, score }) => [who, 1 + entries.filter((each) => better(each.score, score) < 0).length, score]);
}

/** What happens in a competition, in the order it is heard of, some of it more than once. */
const story = fc
  .record({
    metric: fc.constantFrom('DISTANCE' as const, 'FASTEST_EFFORT' as const),
    scores: fc.uniqueArray(told, { selector: ({ who, version }) => `${who} ${version}`, maxLength: 15 }),
    final: fc.option(fc.uniqueArray(told, { selector: ({ who }) => who })),
  })
  .chain(({ metric, scores, final }) => {
    const id = uuidv7();
    const messages = [
      created({ competitionId: id, metric }),
      ...people.map((who) => joined(id, who)),
      ...scores.map((each) =>
        scored(id, each.who, each.score, {
          version: each.version,
          reachedAt: reachedAt(each),
          activityCount: each.activityCount,
        }),
      ),
      ...(final ? [finalized(id, standingsOf(everybody(final)))] : []),
    ];
    return fc
      .subarray(messages)
      .chain((repeated) => {
        return anyOrder([...messages, ...repeated]);
      })
      .map((heard) => ({ id, metric, heard, newest: final ? everybody(final) : newestOf(scores), final }));
  });

/** Final standings hold everybody who takes part. */
const everybody = (some: readonly Told[]): Told[] =>
  people.map(
    (who) => some.find((each) => each.who === who) ?? { who, version: 1, score: null, minute: 0, activityCount: 0 },
  );

test('boards are what the newest scores or the final standings give, in whatever order and however often events come', async () => {
  const { store, hear } = await useStore();
  await fc.assert(
    fc.asyncProperty(story, async ({ id, metric, heard, newest, final }) => {
      for (const message of heard) await hear(message);
      const page = await store.read(id, undefined, 100);
      const expected = places(metric === 'FASTEST_EFFORT', newest);
      expect(page?.entries.map(({ userId, rank, score }) => [userId, rank, score])).toEqual(expected);
      expect(page?.board).toMatchObject({ participantCount: 5, entryCount: expected.length, final: final !== null });

      const before = page?.board.position;
      for (const message of heard) await hear(message);
      expect((await store.read(id, undefined, 0))?.board.position).toBe(before);
    }),
    { numRuns: 200 },
  );
});

test('boards are the same when all events come at once', async () => {
  const { store, hear } = await useStore();
  await fc.assert(
    fc.asyncProperty(story, async ({ id, metric, heard, newest }) => {
      await Promise.all(heard.map(hear));
      const page = await store.read(id, undefined, 100);
      const found = page?.entries.map(({ userId, rank, score }) => [userId, rank, score]);
      expect(found).toEqual(places(metric === 'FASTEST_EFFORT', newest));
    }),
  );
});

test('every page after any entry is what follows it', async () => {
  const { store, hear } = await useStore();
  await fc.assert(
    fc.asyncProperty(story, fc.integer({ min: 1, max: 6 }), async ({ id, heard }, size) => {
      for (const message of heard) await hear(message);
      const whole = (await store.read(id, undefined, 100))?.entries ?? [];
      for (const [index, entry] of whole.entries()) {
        const page = await store.read(id, undefined, size, entry.position);
        expect(page?.entries).toEqual(whole.slice(index + 1, index + 1 + size));
      }
    }),
  );
});
