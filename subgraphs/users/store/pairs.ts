import { v4 as uuidv4 } from 'uuid';
import { z } from 'zod';
import { change, many, maybeOne, one, type Queryable } from '#platform/postgres/connection.ts';
import type { Pair, PairCounts } from '../domain/pair.ts';

/** Two people whose relation is asked for or changed. */
export interface Two {
  readonly viewerId: string;
  readonly otherId: string;
}

/** A pair, and who of the two is not the one it was read for. */
export interface PairOf {
  readonly userId: string;
  readonly pair: Pair;
}

const row = z
  .object({
    id: z.string(),
    low_id: z.string(),
    high_id: z.string(),
    requester_id: z.string().nullable(),
    requested_at: z.date().nullable(),
    friends_since: z.date().nullable(),
    blocker_id: z.string().nullable(),
    blocked_at: z.date().nullable(),
    version: z.int(),
  })
  .transform((found) => ({
    lowId: found.low_id,
    highId: found.high_id,
    pair: {
      id: found.id,
      version: found.version,
      request:
        found.requester_id && found.requested_at ? { requesterId: found.requester_id, at: found.requested_at } : null,
      friendsSince: found.friends_since,
      block: found.blocker_id && found.blocked_at ? { userId: found.blocker_id, at: found.blocked_at } : null,
    } satisfies Pair,
  }));
const COLUMNS = `pairs.id, low_id, high_id, requester_id, requested_at, friends_since, blocker_id, blocked_at,
  version`;

/** The lower id first, as PostgreSQL orders uuids: by their bytes. */
const inOrder = ({ viewerId, otherId }: Two): [string, string] =>
  viewerId < otherId ? [viewerId, otherId] : [otherId, viewerId];

/**
 * What is between two people, for this transaction to change alone, which alone counts their friends and requests too; both
 * accounts stay until it ends. Undefined when one of them does not exist.
 */
export async function lockPair(db: Queryable, two: Two): Promise<Pair | undefined> {
  const ids = inOrder(two);
  const accounts = await many(
    db,
    z.object({ id: z.string() }),
    'SELECT id FROM accounts WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE',
    [ids],
  );
  if (accounts.length < 2) return undefined;
  const { pair } = await one(
    db,
    row,
    `INSERT INTO pairs (id, low_id, high_id, version) VALUES ($1, $2, $3, 0)
     ON CONFLICT (low_id, high_id) DO UPDATE SET low_id = EXCLUDED.low_id RETURNING ${COLUMNS}`,
    // The time in another kind of id would tell when one of them blocked the other, which that one is not told.
    [uuidv4(), ...ids],
  );
  return pair;
}

/** Writes a pair that this transaction has locked. */
export async function savePair(db: Queryable, two: Two, pair: Pair): Promise<void> {
  const other = (userId: string | undefined) =>
    userId === undefined ? null : userId === two.viewerId ? two.otherId : two.viewerId;
  const { request, friendsSince, block, version } = pair;
  await change(
    db,
    `UPDATE pairs SET requester_id = $2, addressee_id = $3, requested_at = $4, friends_since = $5, blocker_id = $6,
       blocked_id = $7, blocked_at = $8, version = $9
     WHERE id = $1`,
    [
      pair.id,
      request?.requesterId ?? null,
      other(request?.requesterId),
      request?.at ?? null,
      friendsSince,
      block?.userId ?? null,
      other(block?.userId),
      block?.at ?? null,
      version,
    ],
  );
}

/** Forgets a pair between whom nothing ever happened. */
export async function dropUntouched(db: Queryable, { id }: Pair): Promise<void> {
  await change(db, 'DELETE FROM pairs WHERE id = $1 AND version = 0', [id]);
}

/** What is between somebody and each of these people, where there is or was anything: one look into the index each. */
export async function findPairs(db: Queryable, viewerId: string, otherIds: readonly string[]): Promise<PairOf[]> {
  const rows = await many(
    db,
    row,
    `SELECT ${COLUMNS} FROM pairs WHERE low_id = $1 AND high_id = ANY($2)
     UNION ALL SELECT ${COLUMNS} FROM pairs WHERE high_id = $1 AND low_id = ANY($2)`,
    [viewerId, otherIds],
  );
  return rows.map(({ lowId, highId, pair }) => ({ userId: lowId === viewerId ? highId : lowId, pair }));
}

/**
 * Has what concerns two people, in their pair and beyond it, done by one transaction at a time. Taken before any other lock.
 */
export async function lockBetween(db: Queryable, two: Two): Promise<void> {
  await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [inOrder(two).join()]);
}

/** A pair of somebody's by its id; undefined when it is none of theirs. */
export async function findPairOf(db: Queryable, id: string, userId: string): Promise<PairOf | undefined> {
  const sql = `SELECT ${COLUMNS} FROM pairs WHERE id = $1 AND $2 IN (low_id, high_id)`;
  const found = await maybeOne(db, row, sql, [id, userId]);
  return found && { userId: found.lowId === userId ? found.highId : found.lowId, pair: found.pair };
}

/** Somebody's friendships, and requests without an answer: a range of an index each. */
const STANDING = [
  'low_id = $1 AND friends_since IS NOT NULL',
  'high_id = $1 AND friends_since IS NOT NULL',
  'addressee_id = $1 AND requested_at IS NOT NULL',
  'requester_id = $1 AND requested_at IS NOT NULL',
];

/** Somebody's friendships, and requests without an answer. */
export async function listStandingPairs(db: Queryable, userId: string): Promise<PairOf[]> {
  const sql = STANDING.map((condition) => `SELECT ${COLUMNS} FROM pairs WHERE ${condition}`).join(' UNION ALL ');
  const rows = await many(db, row, sql, [userId]);
  return rows.map(({ lowId, highId, pair }) => ({ userId: lowId === userId ? highId : lowId, pair }));
}

/** Somebody's friendships and requests without an answer, in a fixed order, for this transaction to change alone. */
export async function lockStandingPairs(db: Queryable, userId: string): Promise<PairOf[]> {
  const rows = await many(
    db,
    row,
    `SELECT ${COLUMNS} FROM pairs WHERE ${STANDING.map((each) => `(${each})`).join(' OR ')} ORDER BY id FOR UPDATE`,
    [userId],
  );
  return rows.map(({ lowId, highId, pair }) => ({ userId: lowId === userId ? highId : lowId, pair }));
}

const counts = z
  .object({ viewer_friends: z.coerce.number(), other_friends: z.coerce.number(), viewer_requests: z.coerce.number() })
  .transform((found): PairCounts => ({
    viewerFriends: found.viewer_friends,
    otherFriends: found.other_friends,
    viewerRequests: found.viewer_requests,
  }));

/** What two people have of what is limited. */
export const countLimited = (db: Queryable, { viewerId, otherId }: Two): Promise<PairCounts> =>
  one(
    db,
    counts,
    `SELECT (SELECT count(*) FROM friends WHERE user_id = $1) AS viewer_friends,
       (SELECT count(*) FROM friends WHERE user_id = $2) AS other_friends,
       (SELECT count(*) FROM pairs WHERE requester_id = $1 AND requested_at IS NOT NULL) AS viewer_requests`,
    [viewerId, otherId],
  );

/** Who of two people blocked the other; undefined when neither did. */
export async function findBlock(db: Queryable, two: Two): Promise<string | undefined> {
  const sql = 'SELECT blocker_id FROM pairs WHERE low_id = $1 AND high_id = $2 AND blocked_at IS NOT NULL';
  return (await maybeOne(db, z.object({ blocker_id: z.string() }), sql, inOrder(two)))?.blocker_id;
}

const mutual = z
  .object({ friend_id: z.string(), count: z.coerce.number() })
  .transform((found) => ({ userId: found.friend_id, count: found.count }));

/** How many friends somebody has in common with each of these people; those with none are left out, and they themselves. */
export const countMutualFriends = (
  db: Queryable,
  viewerId: string,
  otherIds: readonly string[],
): Promise<{ userId: string; count: number }[]> =>
  many(
    db,
    mutual,
    `SELECT theirs.user_id AS friend_id, count(*) AS count
     FROM friends theirs JOIN friends mine ON mine.friend_id = theirs.friend_id
     WHERE theirs.user_id = ANY($2) AND theirs.user_id <> $1 AND mine.user_id = $1 GROUP BY theirs.user_id`,
    [viewerId, otherIds],
  );
