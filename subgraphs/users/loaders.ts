import { createLoader, type Loader } from '#platform/loaders.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { parseId } from '#platform/server/input.ts';
import type { Account } from './domain/account.ts';
import type { UserModel } from './models.ts';
import { findAccounts, findDeleted } from './store/accounts.ts';

/** What people are loaded with. */
interface Loaders {
  readonly accounts: Loader<Account>;
  readonly deleted: Loader<string>;
}

/** Accounts by id: one query for all that a request asks for. */
export const accountLoader = (pool: Pool): Loader<Account> =>
  createLoader(
    (ids) => findAccounts(pool, ids),
    ({ id }) => id,
  );

/** Ids of people who deleted their accounts: one query for all that a request asks for. */
export const deletedLoader = (pool: Pool): Loader<string> =>
  createLoader(
    (ids) => findDeleted(pool, ids),
    (id) => id,
  );

/** Loads the account of an id; null for what is no id of ours. */
export async function loadAccount(accounts: Loader<Account>, id: string): Promise<Account | null> {
  const known = parseId(id);
  return known === undefined ? null : accounts.load(known);
}

/** What is shown in place of a person who deleted their account. */
const deletedPerson = (id: string): UserModel => ({ id, username: 'deleted', displayName: 'Deleted person' });

/** Loads the public person of an id that another domain keeps; one whose account was deleted has a neutral name. */
export async function loadPerson({ accounts, deleted }: Loaders, id: string): Promise<UserModel | null> {
  const account = await loadAccount(accounts, id);
  if (account) return account;
  const known = parseId(id);
  const gone = known === undefined ? null : await deleted.load(known);
  return gone === null ? null : deletedPerson(gone);
}
