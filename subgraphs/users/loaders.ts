import DataLoader from 'dataloader';
import { createLoader, type Loader } from '#platform/loaders.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { parseId } from '#platform/server/input.ts';
import type { Viewer } from '#platform/viewer.ts';
import { DELETED_PERSON, findAccounts, type PublicPerson } from './store/accounts.ts';
import { findPrivacies, type PrivacyOf } from './store/privacy.ts';
import type { PeopleCache } from './store/peopleCache.ts';
import { countMutualFriends, findPairs, type PairOf } from './store/pairs.ts';
import { countMembers, findSquads, type SquadHead } from './store/squads.ts';
import type { Account } from './domain/account.ts';
import type { Achievement, GoalInWindow } from './domain/goal.ts';
import type { SquadRole } from './domain/squad.ts';
import { countWindows } from './store/contributions.ts';
import { findAchievements } from './store/goals.ts';

/** What a request reads by id, in one query each for all that it asks for. */
export interface Loaders {
  /** Whole accounts: for their owners alone. */
  readonly accounts: Loader<Account>;
  /** People as everyone sees them, but for those who blocked the viewer. */
  readonly people: Loader<PublicPerson>;
  /** What is between the viewer and others. */
  readonly pairs: Loader<PairOf>;
  readonly mutualFriends: Loader<{ readonly userId: string; readonly count: number }>;
  readonly goalProgress: GoalProgressLoader;
  /** Squads that the viewer is in or invited to. */
  readonly squads: Loader<SquadHead>;
  readonly squadCounts: Loader<{ squadId: string; memberCount: number; viewerRole: SquadRole | null }>;
  /** Who sees what of people. */
  readonly privacies: Loader<PrivacyOf>;
}

/** Makes the loaders of a request. */
export function createLoaders(pool: Pool, cache: PeopleCache, viewer: Viewer): Loaders {
  const viewerId = viewer.kind === 'person' ? viewer.userId : undefined;
  const ofViewer =
    <Value>(find: (viewerId: string, ids: readonly string[]) => Promise<Value[]>) =>
    (ids: readonly string[]): Promise<Value[]> =>
      viewerId === undefined ? Promise.resolve([]) : find(viewerId, ids);
  return {
    accounts: createLoader(
      (ids) => findAccounts(pool, ids),
      ({ id }) => id,
    ),
    people: createLoader(
      (ids) => cache.load(ids, viewerId),
      ({ id }) => id,
    ),
    pairs: createLoader(
      ofViewer((id, others) => findPairs(pool, id, others)),
      ({ userId }) => userId,
    ),
    mutualFriends: createLoader(
      ofViewer((id, others) => countMutualFriends(pool, id, others)),
      ({ userId }) => userId,
    ),
    goalProgress: goalProgressLoader(pool),
    squads: createLoader(
      ofViewer((id, squadIds) => findSquads(pool, squadIds, id)),
      ({ id }) => id,
    ),
    squadCounts: createLoader(
      ofViewer((id, squadIds) => countMembers(pool, squadIds, id)),
      ({ squadId }) => squadId,
    ),
    privacies: createLoader(
      (ids) => findPrivacies(pool, ids),
      ({ accountId }) => accountId,
    ),
  };
}

/** Loads the person of an id; null for what is no id of ours, and for who blocked the viewer. */
export async function loadPerson(people: Loader<PublicPerson>, id: string): Promise<PublicPerson | null> {
  const known = parseId(id);
  return known === undefined ? null : people.load(known);
}

/** Whether somebody blocked the viewer. */
export async function isHidden(pairs: Loader<PairOf>, id: string): Promise<boolean> {
  return (await pairs.load(id))?.pair.block?.userId === id;
}

/**
 * Loads the person that another domain refers to. One who blocked the viewer a moment ago, of which that domain has not heard
 * yet, is nobody any more, as one who is gone: null would be an error where the domain promises somebody.
 */
export async function loadReference(
  { people, pairs }: Pick<Loaders, 'people' | 'pairs'>,
  id: string,
): Promise<PublicPerson | null> {
  const known = parseId(id);
  if (known === undefined) return null;
  return (await people.load(known)) ?? ((await isHidden(pairs, known)) ? { id: known, ...DELETED_PERSON } : null);
}

/** Loads the squad of an id, as the viewer may see it. */
export async function loadSquad(squads: Loader<SquadHead>, id: string): Promise<SquadHead | null> {
  const known = parseId(id);
  return known === undefined ? null : squads.load(known);
}

/** How far a goal has come in a window. */
export interface GoalProgress {
  /** In the unit of the goal's metric. */
  readonly value: number;
  /** Null when it is not achieved. */
  readonly achievement: Achievement | null;
}
export type GoalProgressLoader = DataLoader<GoalInWindow, GoalProgress, string>;

/** The progress of goals: two queries for all that a request asks for. */
const goalProgressLoader = (pool: Pool): GoalProgressLoader =>
  new DataLoader(
    async (windows) => {
      const [values, achieved] = await Promise.all([countWindows(pool, windows), findAchievements(pool, windows)]);
      return windows.map((_window, i) => ({ value: values[i] ?? 0, achievement: achieved[i] ?? null }));
    },
    { cacheKeyFn: ({ goal, window }) => `${goal.id} ${window.index}` },
  );
