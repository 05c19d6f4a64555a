import { z } from 'zod';
import { change, many, maybeOne, one, type Queryable } from '#platform/postgres/connection.ts';

/** What is known of two people. */
export interface Pair {
  readonly lowId: string;
  readonly highId: string;
  readonly version: number;
  /** Who blocked the other; null while neither did. */
  readonly blockerId: string | null;
}

const row = z
  .object({ low_id: z.string(), high_id: z.string(), version: z.int(), blocker_id: z.string().nullable() })
  .transform((found): Pair => ({
    lowId: found.low_id,
    highId: found.high_id,
    version: found.version,
    blockerId: found.blocker_id,
  }));

/** Two people, who are this transaction's to change until it ends. */
export const lockPair = (db: Queryable, first: string, other: string): Promise<Pair> =>
  one(
    db,
    row,
    `INSERT INTO pairs (low_id, high_id) VALUES (LEAST($1::uuid, $2::uuid), GREATEST($1::uuid, $2::uuid))
     ON CONFLICT (low_id, high_id) DO UPDATE SET low_id = EXCLUDED.low_id RETURNING *`,
    [first, other],
  );

/** Writes a pair that this transaction has locked. */
export async function savePair(db: Queryable, { lowId, highId, version, blockerId }: Pair): Promise<void> {
  await change(db, 'UPDATE pairs SET version = $3, blocker_id = $4 WHERE low_id = $1 AND high_id = $2', [
    lowId,
    highId,
    version,
    blockerId,
  ]);
}

/** SQL: whether a block stands between the people of two expressions. One look at the primary key. */
export const isApart = (first: string, other: string): string =>
  `EXISTS (SELECT FROM pairs WHERE low_id = LEAST(${first}, ${other}) AND high_id = GREATEST(${first}, ${other})
     AND blocker_id IS NOT NULL)`;

/** SQL: the ids of all between whom and the person of an expression a block stands, as an array. */
export const apartFrom = (person: string): string =>
  `ARRAY(SELECT high_id FROM pairs WHERE low_id = ${person} AND blocker_id IS NOT NULL
     UNION ALL SELECT low_id FROM pairs WHERE high_id = ${person} AND blocker_id IS NOT NULL)`;

/** The ids of all between whom and somebody a block stands. */
export const findApart = async (db: Queryable, userId: string): Promise<string[]> =>
  (await one(db, z.object({ ids: z.array(z.string()) }), `SELECT ${apartFrom('$1::uuid')} AS ids`, [userId])).ids;

/** Notes that somebody has an account. */
export async function insertPerson(db: Queryable, id: string): Promise<void> {
  await change(db, 'INSERT INTO people (id) VALUES ($1) ON CONFLICT DO NOTHING', [id]);
}

const known = z.object({ id: z.string() });

/** Of these people those who have an account, as far as that was heard. */
export const findPeople = async (db: Queryable, ids: readonly string[]): Promise<string[]> =>
  (await many(db, known, 'SELECT id FROM people WHERE id = ANY($1::uuid[])', [ids])).map(({ id }) => id);

/** The room of two people; undefined when they have none. This transaction's until it ends. */
export const lockDirectRoom = async (db: Queryable, { lowId, highId }: Pair): Promise<string | undefined> =>
  (await maybeOne(db, known, 'SELECT id FROM rooms WHERE low_id = $1 AND high_id = $2 FOR UPDATE', [lowId, highId]))
    ?.id;

/** Forgets somebody, and what is between them and others. */
export async function deletePersonAndPairs(db: Queryable, id: string): Promise<void> {
  await change(db, 'DELETE FROM people WHERE id = $1', [id]);
  await change(db, 'DELETE FROM pairs WHERE low_id = $1 OR high_id = $1', [id]);
}
