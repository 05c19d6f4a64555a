import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AchievementUnlocked, TokensGranted, TokensReversed } from '#events/rewards.ts';
import type { Message } from '#platform/events/envelope.ts';
import { many, openPostgres, type Pool } from '#platform/postgres/connection.ts';
import { migrate } from '#platform/postgres/migrate.ts';
import { createLogger } from '#platform/telemetry/log.ts';
import { createTestDatabase, type Disposable } from '#platform/testing/stores.ts';
import { workoutDeleted } from '../consumers/workoutDeleted.ts';
import { workoutRecorded } from '../consumers/workoutRecorded.ts';
import { dayTokens } from '../domain/dayTokens.ts';
import { findAccounts } from '../store/ledger.ts';
import { anyFigures, changed, completed, deleted, figures, ledgerDays, ledgerFaults, workout } from './support.ts';

const log = createLogger('test', 'silent');
let database: Disposable<string>;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.value, fileURLToPath(new URL('../migrations/', import.meta.url)), log);
  pool = openPostgres(database.value, log);
});
afterAll(async () => {
  await pool.end();
  await database.dispose();
});

/** Hears an event as the consumer does. */
async function hear({ envelope }: Message): Promise<void> {
  const store = { pool, relay: { wake: () => undefined, told: () => Promise.resolve() }, now: () => new Date() };
  const handlers = [...workoutRecorded(store), workoutDeleted(store)];
  await handlers.find(({ definition }) => definition.type === envelope.type)?.handle(envelope, 1);
}

const balanceOf = async (ownerId: string): Promise<bigint> => (await findAccounts(pool, [ownerId]))[0]?.balance ?? 0n;
const transactionsOf = async (ownerId: string): Promise<string[]> =>
  (
    await many(
      pool,
      z.object({ kind: z.string(), amount: z.coerce.bigint(), earned_on: z.string() }),
      `SELECT transactions.kind, amount, earned_on FROM transactions
       JOIN entries ON transaction_id = transactions.id JOIN accounts ON accounts.id = account_id
       WHERE accounts.owner_id = $1 ORDER BY position`,
      [ownerId],
    )
  ).map(({ kind, amount, earned_on }) => `${kind} ${earned_on} ${amount / 10_000n}`);

const outboxRow = z.object({
  type: z.string(),
  data: z.looseObject({ amountTokens: z.string().optional(), code: z.string().optional() }),
});
/** The events that tell of somebody, in order. */
const toldOf = (ownerId: string) =>
  many(
    pool,
    outboxRow,
    `SELECT body ->> 'type' AS type, body -> 'data' AS data FROM outbox WHERE body -> 'data' ->> 'userId' = $1 ORDER BY position`,
    [ownerId],
  );

describe('a workout', () => {
  test('that is completed is granted its tokens, once though its event comes again', async () => {
    const { ownerId } = figures();
    const event = completed(figures({ ownerId }));
    await hear(completed(figures()));
    await hear(event);
    await hear(event);
    expect(await balanceOf(ownerId)).toBe(30_000_000n);
    expect(await transactionsOf(ownerId)).toEqual(['GRANT 2026-05-01 3000']);
  });

  test('that changes is granted or reversed the difference alone', async () => {
    const first = figures();
    await hear(completed(first));
    await hear(changed({ ...first, version: 2, worstFlag: 'SOFT' }));
    await hear(changed({ ...first, version: 3, sport: 'TRAIL_RUNNING' }));
    expect(await transactionsOf(first.ownerId)).toEqual([
      'GRANT 2026-05-01 3000',
      'REVERSAL 2026-05-01 -600',
      'GRANT 2026-05-01 900',
    ]);
  });

  test('that changes nothing that counts posts nothing', async () => {
    const first = figures();
    await hear(completed(first));
    await hear(changed({ ...first, version: 2, visibility: 'EVERYONE', kilocalories: 300 }));
    expect(await transactionsOf(first.ownerId)).toHaveLength(1);
  });

  test('that moves to another day takes its tokens along', async () => {
    const first = figures();
    await hear(completed(first));
    await hear(changed({ ...first, version: 2, localDate: '2026-03-01' }));
    expect(await ledgerDays(pool, first.ownerId)).toEqual(new Map([['2026-03-01', 30_000_000n]]));
  });

  test('that arrives late raises the days after it by the streak, and those alone', async () => {
    const { ownerId } = figures();
    await hear(completed(figures({ ownerId, localDate: '2026-05-12' })));
    await hear(completed(figures({ ownerId, localDate: '2026-05-14' })));
    await hear(completed(figures({ ownerId, localDate: '2026-05-13' })));
    expect(await transactionsOf(ownerId)).toEqual([
      'GRANT 2026-05-12 3000',
      'GRANT 2026-05-14 3000',
      'GRANT 2026-05-13 3150',
      'GRANT 2026-05-14 300',
    ]);
  });

  test('that arrives late in a full week takes from the days after it', async () => {
    const { ownerId } = figures();
    for (const day of ['12', '13', '14', '15', '16']) {
      await hear(completed(figures({ ownerId, localDate: `2026-05-${day}`, sport: 'YOGA', movingSeconds: 36_000 })));
    }
    expect(await balanceOf(ownerId)).toBe(600_000_000n);
    await hear(completed(figures({ ownerId, localDate: '2026-05-11' })));
    expect(await balanceOf(ownerId)).toBe(600_000_000n);
    expect((await transactionsOf(ownerId)).slice(5)).toEqual(['GRANT 2026-05-11 3000', 'REVERSAL 2026-05-16 -3000']);
  });

  test('that is deleted, or not believed any more, is taken back with the streak it made', async () => {
    const { ownerId } = figures();
    const first = figures({ ownerId });
    const second = figures({ ownerId, localDate: '2026-05-02' });
    await hear(completed(first));
    await hear(completed(second));
    await hear(deleted({ ...first, version: 2 }));
    expect(await ledgerDays(pool, ownerId)).toEqual(new Map([['2026-05-02', 30_000_000n]]));
    await hear(changed({ ...second, version: 2, worstFlag: 'HARD' }));
    expect(await balanceOf(ownerId)).toBe(0n);
  });

  test('that was deleted is not brought back by what was said before', async () => {
    const first = figures();
    await hear(deleted({ ...first, version: 3 }));
    await hear(changed({ ...first, version: 2 }));
    await hear(completed(first));
    expect(await balanceOf(first.ownerId)).toBe(0n);
    expect(await transactionsOf(first.ownerId)).toEqual([]);
  });

  test('tells of every transaction, with the amount as a positive exact decimal', async () => {
    const first = figures();
    await hear(completed(first));
    await hear(deleted({ ...first, version: 2 }));
    const told = (await toldOf(first.ownerId)).filter(({ type }) => type !== AchievementUnlocked.type);
    expect(told).toMatchObject([
      { type: TokensGranted.type, data: { amountTokens: '30.000000', earnedOn: '2026-05-01' } },
      { type: TokensReversed.type, data: { amountTokens: '30.000000', earnedOn: '2026-05-01' } },
    ]);
  });
});

describe('the first workout', () => {
  const unlocked = async (ownerId: string): Promise<number> =>
    (await toldOf(ownerId)).filter(({ type }) => type === AchievementUnlocked.type).length;

  test('unlocks an achievement once', async () => {
    const { ownerId } = figures();
    await hear(completed(figures({ ownerId })));
    await hear(completed(figures({ ownerId })));
    const [event] = (await toldOf(ownerId)).filter(({ type }) => type === AchievementUnlocked.type);
    expect(event?.data.code).toBe('FIRST_WORKOUT');
    expect(await unlocked(ownerId)).toBe(1);
  });

  test('unlocks it once also when several arrive at once', async () => {
    const { ownerId } = figures();
    await Promise.all(Array.from({ length: 8 }, () => hear(completed(figures({ ownerId })))));
    expect(await unlocked(ownerId)).toBe(1);
    expect(await balanceOf(ownerId)).toBe(120_000_000n);
  });

  test('that is not believed unlocks nothing until a believed one comes', async () => {
    const first = figures({ worstFlag: 'HARD' });
    await hear(completed(first));
    expect(await unlocked(first.ownerId)).toBe(0);
    await hear(changed({ ...first, version: 2, worstFlag: 'SOFT' }));
    expect(await unlocked(first.ownerId)).toBe(1);
  });

  test('unlocks it for good: also when it is deleted, whatever is heard first', async () => {
    const first = figures();
    await hear(deleted({ ...first, version: 2 }));
    await hear(completed(first));
    expect(await unlocked(first.ownerId)).toBe(1);
  });
});

describe('events shuffled, repeated and at once', () => {
  /** What becomes of a workout: its figures version by version, and whether it is deleted in the end. */
  const anyHistory = fc.record({
    versions: fc.array(anyFigures, { minLength: 1, maxLength: 3 }),
    isDeleted: fc.boolean(),
  });
  type History = typeof anyHistory extends fc.Arbitrary<infer Value> ? Value : never;

  const eventsOf = (ownerId: string, { versions, isDeleted }: History): Message[] => {
    const workoutId = uuidv7();
    const told = versions.map((one, index) => {
      const data = figures({ ...one, ownerId, workoutId, version: index + 1 });
      return index === 0 ? completed(data) : changed(data);
    });
    return isDeleted ? [...told, deleted({ ownerId, workoutId, version: versions.length + 1 })] : told;
  };

  /** What the ledger must hold in the end, from the newest versions alone. */
  function expectedDays(histories: readonly History[]): Map<string, bigint> {
    const left = histories.flatMap(({ versions, isDeleted }) => (isDeleted ? [] : versions.slice(-1)));
    const workouts = left.map((one) =>
      workout({
        ...one,
        movingMilliseconds: BigInt(Math.round(one.movingSeconds * 1000)),
        distanceMillimeters: one.distanceMeters === null ? null : BigInt(Math.round(one.distanceMeters * 1000)),
      }),
    );
    const days = dayTokens(workouts, { from: '2026-05-01', to: '2026-05-31' });
    return new Map([...days].filter(([, amount]) => amount !== 0n));
  }

  test('come to what a recount gives', async () => {
    const histories = fc.array(anyHistory, { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        histories,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        async (given, random) => {
          const ownerId = uuidv7();
          const events = given.flatMap((history) => eventsOf(ownerId, history));
          const repeated = [...events, ...events.filter(() => next(random) < 0.5)];
          const shuffled = repeated
            .map((event) => ({ event, at: next(random) }))
            .sort((a, b) => a.at - b.at)
            .map(({ event }) => event);
          await inParallel(shuffled, 4, hear);
          const expected = expectedDays(given);
          expect(await ledgerDays(pool, ownerId)).toEqual(expected);
          expect(await balanceOf(ownerId)).toBe([...expected.values()].reduce((sum, amount) => sum + amount, 0n));
          const told = await toldOf(ownerId);
          expect(told.filter(({ type }) => type === AchievementUnlocked.type)).toHaveLength(
            given.some(({ versions }) => versions.some(({ worstFlag }) => worstFlag !== 'HARD')) ? 1 : 0,
          );
          expect(told.length).toBe(new Set(told.map(({ data }) => JSON.stringify(data))).size);
        },
      ),
      { numRuns: 40 },
    );
    expect(await ledgerFaults(pool)).toEqual([]);
  }, 60_000);
});

const next = (random: Iterator<number>): number => Number(random.next().value);

/** Works off a list with so many workers at once. */
async function inParallel<Item>(items: readonly Item[], workers: number, work: (item: Item) => Promise<void>) {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
