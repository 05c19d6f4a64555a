import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import {
  change,
  many,
  maybeOne,
  one,
  openPostgres,
  transaction,
  violates,
  type Pool,
  type Transaction,
} from '#platform/postgres/connection.ts';
import { checkDeadline, withDeadline } from '#platform/deadline.ts';
import { oncePerEvent } from '#platform/postgres/inbox.ts';
import { migrate } from '#platform/postgres/migrate.ts';
import { masked } from '#platform/server/masking.ts';
import { createLogger } from '#platform/telemetry/log.ts';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { wayTo } from '#platform/testing/network.ts';
import { createTestDatabase, type Disposable } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';

const log = createLogger('test', 'silent');
const row = z.object({ id: z.string(), amount: z.string() });

let database: Disposable<string>;
let folder: string;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await temporaryFolder();
  await writeFile(
    join(folder, '0001_things.sql'),
    '-- Up Migration\nCREATE TABLE things (id text PRIMARY KEY, amount bigint NOT NULL DEFAULT 0);\n',
  );
  await migrate(database.value, folder, log);
  pool = openPostgres(database.value, log);
});
beforeEach(() => pool.query('TRUNCATE things, inbox'));
afterAll(async () => {
  await pool.end();
  await database.dispose();
});

const amountOf = async (id: string): Promise<string | undefined> =>
  (await maybeOne(pool, row, 'SELECT id, amount FROM things WHERE id = $1', [id]))?.amount;

describe('a statement that is known by name', () => {
  test('works again after one failure where its table has got other columns', async () => {
    const own = openPostgres(database.value, log, 1);
    await own.query('CREATE TABLE widths (id text)');
    const read = () => transaction(own, (tx) => many(tx, z.object({}).loose(), 'SELECT * FROM widths'));
    await own.query("INSERT INTO widths VALUES ('a')");
    expect(await read()).toEqual([{ id: 'a' }]);
    await own.query('ALTER TABLE widths ADD COLUMN metres integer');
    await expect(read()).rejects.toThrow('cached plan');
    expect(await read()).toEqual([{ id: 'a', metres: null }]);
    await own.end();
  });
});

describe('a transaction', () => {
  test('is committed when its work returns', async () => {
    expect(await transaction(pool, async (tx) => change(tx, "INSERT INTO things VALUES ('a', 1)"))).toBe(1);
    expect(await amountOf('a')).toBe('1');
  });

  test('is rolled back when its work throws', async () => {
    const failing = transaction(pool, async (tx) => {
      await tx.query("INSERT INTO things VALUES ('a', 1)");
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await amountOf('a')).toBeUndefined();
  });

  test('that loses its connection leaves nothing behind, and the pool works on', async () => {
    const failing = transaction(pool, async (tx) => {
      await tx.query("INSERT INTO things VALUES ('a', 1)");
      await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
    });
    await expect(failing).rejects.toThrow();
    expect(await amountOf('a')).toBeUndefined();
  });
});

describe('a transaction that somebody waits for', () => {
  const add = (to: Pool, id: string) => transaction(to, (tx) => change(tx, 'INSERT INTO things VALUES ($1, 1)', [id]));

  test('is neither begun nor committed when they were told that it failed', async () => {
    const work = vi.fn(async (tx: Transaction) => {
      await change(tx, "INSERT INTO things VALUES ('a', 1)");
      await until('the deadline to be over', () => isOver());
    });
    await expect(withDeadline(0, () => transaction(pool, work))).rejects.toThrow('Nobody waits');
    expect(work).not.toHaveBeenCalled();
    await expect(withDeadline(200, () => transaction(pool, work))).rejects.toThrow('Nobody waits');
    expect(work).toHaveBeenCalled();
    expect(await amountOf('a')).toBeUndefined();
  });

  test(
    'is told as away while PostgreSQL hangs, and leaves nothing behind when it goes on',
    { timeout: 60_000 },
    async () => {
      const way = await wayTo(database.value);
      const own = openPostgres(way.url.href, log, 2);
      onTestFinished(() => own.end());
      await Promise.all([add(own, 'before'), add(own, 'early')]);
      way.hold();
      const askedAt = performance.now();
      // Two have a connection, the others wait for one.
      const asked = await withDeadline(15_000, () =>
        Promise.allSettled(['a', 'b', 'c', 'd'].map((id) => add(own, id))),
      );
      expect(performance.now() - askedAt).toBeLessThan(15_000);
      const told = asked.map((each) => (each.status === 'rejected' ? masked(each.reason).extensions.code : 'done'));
      expect(new Set(told)).toEqual(new Set(['STORE_UNAVAILABLE']));
      way.release();
      await until('PostgreSQL to be found again', () =>
        add(own, 'after').then(
          () => true,
          () => false,
        ),
      );
      const kept = await many(pool, row, 'SELECT * FROM things ORDER BY id');
      expect(kept.map(({ id }) => id)).toEqual(['after', 'before', 'early']);
    },
  );
});

function isOver(): boolean {
  try {
    checkDeadline();
    return false;
  } catch {
    return true;
  }
}

describe('a query', () => {
  test('that takes too long is ended, and the pool works on', async () => {
    const hasty = openPostgres(database.value, log, 1, 50);
    await expect(hasty.query('SELECT pg_sleep(10)')).rejects.toMatchObject({ code: '57014' });
    expect((await hasty.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await hasty.end();
  });

  test('has its rows parsed, amounts above 2^53 exactly', async () => {
    await pool.query("INSERT INTO things VALUES ('big', 9007199254740993)");
    expect(await many(pool, row, 'SELECT * FROM things')).toEqual([{ id: 'big', amount: '9007199254740993' }]);
  });

  test('reads dates as dates, whatever the time zone of the process', async () => {
    const { day } = await one(pool, z.object({ day: z.string() }), "SELECT date '2026-05-01' AS day");
    expect(day).toBe('2026-05-01');
  });

  test('with a row of another shape throws', async () => {
    await expect(many(pool, row, 'SELECT 1 AS id, 2 AS amount')).rejects.toThrow(z.ZodError);
  });

  test('that should have a row and has none throws', async () => {
    await expect(one(pool, row, 'SELECT * FROM things')).rejects.toThrow('had none');
  });

  test('that breaks a unique constraint says which', async () => {
    await pool.query("INSERT INTO things VALUES ('a', 1)");
    const error: unknown = await pool.query("INSERT INTO things VALUES ('a', 2)").catch((thrown: unknown) => thrown);
    expect(violates(error, 'things_pkey')).toBe(true);
    expect(violates(error, 'another')).toBe(false);
    expect(violates(new Error('no'), 'things_pkey')).toBe(false);
  });
});

describe('the inbox', () => {
  const addOne = (consumer: string, eventId: string): Promise<boolean> =>
    oncePerEvent(pool, consumer, eventId, async (tx) => {
      await tx.query("INSERT INTO things VALUES ('a', 1) ON CONFLICT (id) DO UPDATE SET amount = things.amount + 1");
    });

  test('lets an event have its effect once, though it comes again', async () => {
    const event = uuidv7();
    expect(await addOne('scores', event)).toBe(true);
    expect(await addOne('scores', event)).toBe(false);
    expect(await amountOf('a')).toBe('1');
  });

  test('lets an event have its effect once, though it comes several times at once', async () => {
    const event = uuidv7();
    const first = await Promise.all(Array.from({ length: 8 }, () => addOne('scores', event)));
    expect(first.filter(Boolean)).toHaveLength(1);
    expect(await amountOf('a')).toBe('1');
  });

  test('lets each consumer have its own effect', async () => {
    const event = uuidv7();
    await addOne('scores', event);
    await addOne('rewards', event);
    expect(await amountOf('a')).toBe('2');
  });

  test('forgets an event whose effect failed, so that the next try counts', async () => {
    const event = uuidv7();
    const failing = oncePerEvent(pool, 'scores', event, async (tx) => {
      await tx.query("INSERT INTO things VALUES ('a', 100)");
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await addOne('scores', event)).toBe(true);
    expect(await amountOf('a')).toBe('1');
  });
});

describe('migrations', () => {
  test('run once, though several instances start at once', async () => {
    const fresh = await createTestDatabase();
    try {
      await Promise.all([1, 2, 3].map(() => migrate(fresh.value, folder, log)));
      await migrate(fresh.value, folder, log);
      const own = openPostgres(fresh.value, log);
      expect((await own.query('SELECT name FROM migrations')).rows).toEqual([{ name: '0001_things' }]);
      expect((await own.query('SELECT count(*)::int AS n FROM outbox')).rows).toEqual([{ n: 0 }]);
      await own.end();
    } finally {
      await fresh.dispose();
    }
  });

  test('fail, and with them the start, when PostgreSQL takes the connection and says nothing', async () => {
    const way = await wayTo(database.value);
    way.hold();
    await expect(migrate(way.url.href, folder, log)).rejects.toThrow('timeout expired');
  });
});
