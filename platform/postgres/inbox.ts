import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { change, one, transaction, type Pool, type Transaction } from './connection.ts';
import { isNoted, sharedLockOn } from './forgotten.ts';

/**
 * Has an event's effect once: `effect` runs in a transaction that also notes the event; an event noted before is passed
 * over.
 *
 * @returns whether this was the first time.
 */
export function oncePerEvent(
  pool: Pool,
  consumer: string,
  eventId: string,
  effect: (tx: Transaction) => Promise<void>,
): Promise<boolean> {
  return transaction(pool, async (tx) => {
    const first = await change(tx, 'INSERT INTO inbox (consumer, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      consumer,
      eventId,
    ]);
    if (first === 0) return false;
    failpoint('inbox.before-effect');
    await effect(tx);
    failpoint('inbox.before-commit');
    return true;
  });
}

const noted = z.object({ is_first: z.boolean() });

/**
 * The same for an event about somebody: of a person who was forgotten, nothing is kept. Nor are they forgotten before the
 * effect is had.
 */
export function oncePerEventOf(
  pool: Pool,
  { consumer, eventId, personId }: { consumer: string; eventId: string; personId: string },
  effect: (tx: Transaction) => Promise<void>,
): Promise<boolean> {
  return transaction(pool, async (tx) => {
    const sql = `WITH noted AS
        (INSERT INTO inbox (consumer, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING event_id)
      SELECT EXISTS (SELECT FROM noted) AS is_first, ${sharedLockOn('$3')}`;
    if (!(await one(tx, noted, sql, [consumer, eventId, personId])).is_first) return false;
    // Not in the same statement: it would not see who was forgotten while it waited for the lock.
    if (await isNoted(tx, personId)) return true;
    failpoint('inbox.before-effect');
    await effect(tx);
    failpoint('inbox.before-commit');
    return true;
  });
}
