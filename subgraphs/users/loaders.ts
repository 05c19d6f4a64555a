import DataLoader from 'dataloader';
import { createLoader, type Loader } from '#platform/loaders.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { parseId } from '#platform/server/input.ts';
import type { Account } from './domain/account.ts';
import type { GoalInWindow } from './domain/goal.ts';
import { findAccounts } from './store/accounts.ts';
import { countWindows } from './store/contributions.ts';
import { findAchievements } from './store/goals.ts';

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

/** How far a goal has come in a window. */
export interface GoalProgress {
  /** In the unit of the goal's metric. */
  readonly value: number;
  readonly achievedAt: Date | null;
}
export type GoalProgressLoader = DataLoader<GoalInWindow, GoalProgress, string>;

/** The progress of goals: two queries for all that a request asks for. */
export const goalProgressLoader = (pool: Pool): GoalProgressLoader =>
  new DataLoader(
    async (windows) => {
      const [values, achieved] = await Promise.all([countWindows(pool, windows), findAchievements(pool, windows)]);
      return windows.map((_window, i) => ({ value: values[i] ?? 0, achievedAt: achieved[i] ?? null }));
    },
    { cacheKeyFn: ({ goal, window }) => `${goal.id} ${window.index}` },
  );
