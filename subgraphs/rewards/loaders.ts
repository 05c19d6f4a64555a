import { createLoader, type Loader } from '#platform/loaders.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { parseId } from '#platform/server/input.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { Account } from './domain/ledger.ts';
import { findAccounts } from './store/ledger.ts';

/** Accounts by their owner's id: one query for all that a request asks for. */
export const accountLoader = (pool: Pool): Loader<Account> =>
  createLoader(
    (ids) => findAccounts(pool, ids),
    ({ ownerId }) => ownerId,
  );

/** The viewer's account, an empty one before the first grant; null for whoever else is named: it is private. */
export async function loadOwnAccount(
  { viewer, accounts }: { readonly viewer: Viewer; readonly accounts: Loader<Account> },
  ownerId: string,
): Promise<Account | null> {
  const known = parseId(ownerId);
  if (viewer.kind !== 'person' || known === undefined || known !== viewer.userId) return null;
  return (await accounts.load(known)) ?? { ownerId: known, balance: 0n };
}
