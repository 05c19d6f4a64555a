import { z } from 'zod';
import { deleteBlocksOf } from '#platform/postgres/blocks.ts';
import { change, maybeOne, type Queryable, type Transaction } from '#platform/postgres/connection.ts';

/**
 * Waits until nobody else changes what a person's scores are made of, and keeps others waiting until the transaction
 * ends. Taken before any other lock.
 */
export async function lockPerson(tx: Transaction, id: string): Promise<void> {
  if (await lockKnown(tx, id)) return;
  await change(tx, 'INSERT INTO people (id) VALUES ($1) ON CONFLICT DO NOTHING', [id]);
  // Somebody else may have put them there.
  await lockKnown(tx, id);
}

const lockKnown = async (tx: Transaction, id: string): Promise<boolean> =>
  (await change(tx, 'SELECT FROM people WHERE id = $1 FOR UPDATE', [id])) > 0;

/** Keeps a person's time zone, unless it is from a profile at least as new. */
export async function saveTimeZone(db: Queryable, id: string, timeZone: string, version: number): Promise<void> {
  await db.query(
    `INSERT INTO people AS kept (id, time_zone, profile_version) VALUES ($1, $2, $3)
     ON CONFLICT (id) DO UPDATE SET time_zone = EXCLUDED.time_zone, profile_version = EXCLUDED.profile_version
     WHERE kept.profile_version < EXCLUDED.profile_version`,
    [id, timeZone, version],
  );
}

const row = z.object({ time_zone: z.string().nullable() });

/** A person's time zone; undefined while no profile was heard of. */
export async function timeZoneOf(db: Queryable, id: string): Promise<string | undefined> {
  const found = await maybeOne(db, row, 'SELECT time_zone FROM people WHERE id = $1', [id]);
  return found?.time_zone ?? undefined;
}

/** Removes what is kept of a person and of their workouts. */
export async function deletePerson(tx: Transaction, id: string): Promise<void> {
  await tx.query('DELETE FROM workouts WHERE owner_id = $1', [id]);
  await tx.query('DELETE FROM squad_members WHERE user_id = $1', [id]);
  await deleteBlocksOf(tx, id);
  await tx.query('DELETE FROM people WHERE id = $1', [id]);
}
