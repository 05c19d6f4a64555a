import { z } from 'zod';
import { change, one, transaction, type Pool, type Queryable, type Transaction } from './connection.ts';

/**
 * Forgets somebody: `effect` removes what is known of them, in a transaction that also notes their id, so that nothing
 * heard later is kept. May be repeated.
 */
export const forgetPerson = (pool: Pool, id: string, effect: (tx: Transaction) => Promise<void>): Promise<void> =>
  transaction(pool, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [id]);
    await noteForgotten(tx, id);
    await effect(tx);
  });

/** Notes that somebody is forgotten. */
export async function noteForgotten(tx: Queryable, id: string): Promise<void> {
  await tx.query('INSERT INTO forgotten_people (id) VALUES ($1) ON CONFLICT DO NOTHING', [id]);
}

/** Whether somebody was forgotten; if not, they are not before this transaction ends. */
export async function isForgotten(tx: Transaction, id: string): Promise<boolean> {
  await change(tx, `SELECT ${sharedLockOn('$1')}`, [id]);
  return isNoted(tx, id);
}

/** SQL that keeps the person a parameter names from being forgotten before the transaction ends. */
export const sharedLockOn = (parameter: string): string =>
  `pg_advisory_xact_lock_shared(hashtextextended(${parameter}, 0))`;

const row = z.object({ forgotten: z.boolean() });

/** Whether somebody was forgotten, asked by who holds the lock on that. */
export const isNoted = async (tx: Transaction, id: string): Promise<boolean> =>
  (await one(tx, row, 'SELECT EXISTS (SELECT FROM forgotten_people WHERE id = $1) AS forgotten', [id])).forgotten;
