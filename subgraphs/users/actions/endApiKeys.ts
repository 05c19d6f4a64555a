import type { Transaction } from '#platform/postgres/connection.ts';
import { writeEvents } from '#platform/postgres/outbox.ts';
import { deleteApiKeys } from '../store/apiKeys.ts';
import { revocation } from './endSessions.ts';

/** Deletes a key, or all of an account's, and tells the gateway, which may remember them. @returns the deleted ids. */
export async function endApiKeys(tx: Transaction, accountId: string, now: Date, id?: string): Promise<string[]> {
  const ids = await deleteApiKeys(tx, accountId, id);
  await writeEvents(
    tx,
    ids.map((deleted) => revocation(deleted, now)),
  );
  return ids;
}
