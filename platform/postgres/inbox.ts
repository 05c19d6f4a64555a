import { failpoint } from '#platform/failpoints.ts';
import { change, transaction, type Pool, type Transaction } from './connection.ts';

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
