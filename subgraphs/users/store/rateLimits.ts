import { z } from 'zod';
import { change, maybeOne, type Queryable } from '#platform/postgres/connection.ts';

/** One use of a limit. */
export interface Use {
  /** Whom it limits, hashed. */
  readonly key: Buffer;
  /** How many uses are free at once … */
  readonly burst: number;
  /** … and how long one takes to become free again, in milliseconds. */
  readonly everyMs: number;
}

/** Of uses at one moment the later may have been given the earlier time. */
const CLOCKS_APART_MS = 1000;

const row = z.object({ free_at: z.date() });

/**
 * Uses a limit once, unless it is used up: one statement, so that of many at once no more than are free get through (the
 * generic cell rate algorithm). @returns 0, or after how many milliseconds one is free again.
 */
export async function takeUse(db: Queryable, use: Use, now: Date): Promise<number> {
  const { key, everyMs } = use;
  const taken = await change(
    db,
    `INSERT INTO rate_limits (key, free_at) VALUES ($1, $2::timestamptz + $3 * interval '1 millisecond')
     ON CONFLICT (key) DO UPDATE
       SET free_at = greatest(rate_limits.free_at, $2) + $3 * interval '1 millisecond'
       WHERE greatest(rate_limits.free_at, $2) + $3 * interval '1 millisecond' <= $4`,
    [key, now, everyMs, new Date(latestFor(use, now))],
  );
  return taken > 0 ? 0 : Math.max(1, await waitForUse(db, use, now));
}

/** After how many milliseconds a limit may be used again; 0: now. */
export async function waitForUse(db: Queryable, use: Use, now: Date): Promise<number> {
  const found = await maybeOne(db, row, 'SELECT free_at FROM rate_limits WHERE key = $1', [use.key]);
  return found ? Math.max(0, found.free_at.getTime() + use.everyMs - latestFor(use, now)) : 0;
}

/** A use must not put off further than this, in milliseconds since 1970, when all is free again. */
const latestFor = ({ burst, everyMs }: Use, now: Date): number =>
  now.getTime() + burst * everyMs + Math.min(CLOCKS_APART_MS, everyMs / 2);

/** Takes a use back that did no harm. */
export async function returnUse(db: Queryable, { key, everyMs }: Use): Promise<void> {
  await change(db, `UPDATE rate_limits SET free_at = free_at - $2 * interval '1 millisecond' WHERE key = $1`, [
    key,
    everyMs,
  ]);
}

/** Gives all back that is used up of a limit. */
export async function deleteLimit(db: Queryable, key: Buffer): Promise<void> {
  await change(db, 'DELETE FROM rate_limits WHERE key = $1', [key]);
}

/** Forgets limits of which all is free. */
export async function deleteFreeLimits(db: Queryable, now: Date): Promise<void> {
  await change(db, 'DELETE FROM rate_limits WHERE free_at < $1', [now]);
}
