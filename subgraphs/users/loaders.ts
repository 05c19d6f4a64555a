import { createLoader, type Loader } from '#platform/loaders.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { parseId } from '#platform/server/input.ts';
import type { Account } from './domain/account.ts';
import { findAccounts } from './store/accounts.ts';

/** Accounts by id: one query for all that a request asks for. */
export const accountLoader = (pool: Pool): Loader<Account> =>
  createLoader(
    (ids) => findAccounts(pool, ids),
    ({ id }) => id,
  );

/** Loads the account of an id; null for what is no id of ours. */
export async function loadAccount(accounts: Loader<Account>, id: string): Promise<Account | null> {
  const known = parseId(id);
  return known === undefined ? null : accounts.load(known);
}
