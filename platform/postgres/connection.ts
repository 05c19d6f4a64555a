import pg from 'pg';
import type { z } from 'zod';
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

/** How many rows are read at a time of those that memory is not for all at once. */
const PAGE_ROWS = 500;

/** PostgreSQL's code where a statement is known by name whose answer has other columns since. */
const STALE_STATEMENT = '0A000';

/** The name of each statement's text: what is known by name is parsed once a connection, not each time. */
const names = new Map<string, string>();

function named(text: string, params: readonly unknown[]): pg.QueryConfig {
  const name = names.get(text) ?? `s${names.size}`;
  names.set(text, name);
  return { name, text, values: [...params] };
}

/** Opens a pool. Nothing connects until the first query; PostgreSQL ends a statement that takes longer than a minute. */
export function openPostgres(url: string, log: Logger, max = 10, statementMs = STATEMENT_MS): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: statementMs,
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

/** Runs `work` in a transaction: committed when it returns, rolled back when it throws. */
export async function transaction<Result>(pool: Pool, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  const following: Committed[] = [];
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    followers.set(client, following);
    const result = await work(client);
    await client.query('COMMIT');
    for (const follow of following) follow(pool);
    return result;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === STALE_STATEMENT) broken = error;
    await client.query('ROLLBACK').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    followers.delete(client);
    client.release(broken);
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
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    await client.query(`DECLARE pages NO SCROLL CURSOR FOR ${sql}`, [...params]);
    for (;;) {
      const { rows } = await client.query(`FETCH ${PAGE_ROWS} FROM pages`);
      yield* rows.map((row: unknown) => schema.parse(row));
      if (rows.length < PAGE_ROWS) return;
    }
  } finally {
    await client.query('ROLLBACK').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    client.release(broken);
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
