import pg from 'pg';
import type { z } from 'zod';
import { checkDeadline, isWaitedFor } from '#platform/deadline.ts';
import type { Logger } from '#platform/telemetry/log.ts';

/** Whatever runs a query: the pool, or the client of a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;
/** A pool of connections to one database. */
export type Pool = pg.Pool;
/** The client of a transaction under way. */
export type Transaction = pg.PoolClient;

/** bigint columns come as strings (no silent loss above 2^53); dates as `YYYY-MM-DD`; instants as Date. */
const types = new pg.TypeOverrides();
types.setTypeParser(1082, (text) => text);

/** Twice as long as the gateway waits for any answer: what runs on keeps a connection from those that are waited for. */
const STATEMENT_MS = 60_000;

/** How long a connection is waited for: one of the pool that is free, or a new one. */
export const CONNECT_MS = 5000;
/** What the gateway waits for is given up before the gateway gives up, so that it says why. */
const ANSWER_MS = 10_000;
/** For what nobody waits for: PostgreSQL has ended it by itself, or is not there. */
const LATE_ANSWER_MS = STATEMENT_MS + ANSWER_MS;
/** What the driver throws then. Its connection is of no use any more: the answer may still come. */
const NO_ANSWER = 'Query read timeout';

/** Of a statement that nobody waits for. */
const atLeisure = { query_timeout: LATE_ANSWER_MS };

/** A statement of a transaction itself, which waits as long as those in it. */
const step = (text: string): pg.QueryConfig => ({ text, ...(isWaitedFor() ? {} : atLeisure) });

/** How many rows are read at a time of those that memory is not for all at once. */
const PAGE_ROWS = 500;

/** PostgreSQL's code where a statement is known by name whose answer has other columns since. */
const STALE_STATEMENT = '0A000';

/** The name of each statement's text: what is known by name is parsed once a connection, not each time. */
const names = new Map<string, string>();

function named(text: string, params: readonly unknown[]): pg.QueryConfig {
  const name = names.get(text) ?? `s${names.size}`;
  names.set(text, name);
  return { name, text, values: [...params], ...(isWaitedFor() ? {} : atLeisure) };
}

/**
 * Opens a pool. Nothing connects until the first query; PostgreSQL ends a statement that takes longer than a minute. A
 * connection or an answer that does not come in time is an error, and nothing is sent by that connection any more.
 */
export function openPostgres(url: string, log: Logger, max = 10, statementMs = STATEMENT_MS): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: statementMs,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: ANSWER_MS,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle PostgreSQL connection broke'));
  // Unheard, the end of a connection in the middle of a transaction would be the end of the process.
  pool.on('connect', (client) =>
    client.on('error', (error) => log.warn({ err: error }, 'a PostgreSQL connection broke')),
  );
  return pool;
}

type Committed = (pool: Pool) => void;

/** What follows the transactions under way. */
const followers = new WeakMap<Queryable, Committed[]>();

/** Has something follow when the transaction is committed; nothing when `tx` is none. */
export function afterCommit(tx: Queryable, follow: Committed): void {
  followers.get(tx)?.push(follow);
}

/**
 * Runs `work` in a transaction: committed when it returns, rolled back when it throws. What nobody waits for any more, and was
 * told as failed, is neither begun nor committed.
 */
export async function transaction<Result>(pool: Pool, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  const following: Committed[] = [];
  let broken: Error | undefined;
  try {
    checkDeadline();
    await client.query(step('BEGIN'));
    followers.set(client, following);
    const result = await work(client);
    checkDeadline();
    await client.query(step('COMMIT'));
    for (const follow of following) follow(pool);
    return result;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === STALE_STATEMENT) broken = error;
    if (error instanceof Error && error.message === NO_ANSWER) broken = error;
    else broken = (await rollBack(client)) ?? broken;
    throw error;
  } finally {
    followers.delete(client);
    client.release(broken);
  }
}

/** Answers why it could not. */
async function rollBack(client: Transaction): Promise<Error | undefined> {
  try {
    await client.query(step('ROLLBACK'));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** All rows of a query, each parsed. */
export async function many<Row>(
  db: Queryable,
  schema: z.ZodType<Row>,
  sql: string,
  params: readonly unknown[] = [],
): Promise<Row[]> {
  const { rows } = await db.query(named(sql, params));
  return rows.map((row: unknown) => schema.parse(row));
}

/**
 * The same for rows of which there may be more than memory is for: a page of them is read at a time, all as they were when
 * the first was. A connection is taken until the last was read, or nobody reads on.
 */
export async function* manyInPages<Row>(
  pool: Pool,
  schema: z.ZodType<Row>,
  sql: string,
  params: readonly unknown[] = [],
): AsyncGenerator<Row> {
  const client = await pool.connect();
  try {
    await client.query(step('BEGIN'));
    const text = `DECLARE pages NO SCROLL CURSOR FOR ${sql}`;
    await client.query({ text, values: [...params], ...atLeisure });
    for (;;) {
      const { rows } = await client.query({ text: `FETCH ${PAGE_ROWS} FROM pages`, ...atLeisure });
      yield* rows.map((row: unknown) => schema.parse(row));
      if (rows.length < PAGE_ROWS) return;
    }
  } finally {
    client.release(await rollBack(client));
  }
}

/** The first row of a query, parsed; undefined when there is none. */
export async function maybeOne<Row>(
  db: Queryable,
  schema: z.ZodType<Row>,
  sql: string,
  params: readonly unknown[] = [],
): Promise<Row | undefined> {
  const { rows } = await db.query(named(sql, params));
  const row: unknown = rows[0];
  return row === undefined ? undefined : schema.parse(row);
}

/** The first row of a query that always has one. @throws when there is none. */
export async function one<Row>(
  db: Queryable,
  schema: z.ZodType<Row>,
  sql: string,
  params: readonly unknown[] = [],
): Promise<Row> {
  const row = await maybeOne(db, schema, sql, params);
  if (row === undefined) throw new Error('a query that always has a row had none');
  return row;
}

/** How many rows a statement changed. */
export async function change(db: Queryable, sql: string, params: readonly unknown[] = []): Promise<number> {
  return (await db.query(named(sql, params))).rowCount ?? 0;
}

/** Whether an error is PostgreSQL's for a broken unique constraint of this name. */
export const violates = (error: unknown, constraint: string): boolean =>
  error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === constraint;
