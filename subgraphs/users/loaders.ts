import { createLoader, type Loader } from '#platform/loaders.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { parseId } from '#platform/server/input.ts';
import type { Viewer } from '#platform/viewer.ts';
import { findPeople, type PublicPerson } from './store/accounts.ts';
import { countMutualFriends, findPairs, type PairOf } from './store/pairs.ts';

/** What a request reads by id, in one query each for all that it asks for. */
export interface Loaders {
  /** People as everyone sees them, but for those who blocked the viewer. */
  readonly people: Loader<PublicPerson>;
  /** What is between the viewer and others. */
  readonly pairs: Loader<PairOf>;
  readonly mutualFriends: Loader<{ readonly userId: string; readonly count: number }>;
}

/** Makes the loaders of a request. */
export function createLoaders(pool: Pool, viewer: Viewer): Loaders {
  const viewerId = viewer.kind === 'person' ? viewer.userId : undefined;
  const ofViewer =
    <Value>(find: (viewerId: string, ids: readonly string[]) => Promise<Value[]>) =>
    (ids: readonly string[]): Promise<Value[]> =>
      viewerId === undefined ? Promise.resolve([]) : find(viewerId, ids);
  return {
    people: createLoader(
      (ids) => findPeople(pool, ids, viewerId),
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
  };
}

/** Loads the person of an id; null for what is no id of ours, and for who blocked the viewer. */
export async function loadPerson(people: Loader<PublicPerson>, id: string): Promise<PublicPerson | null> {
  const known = parseId(id);
  return known === undefined ? null : people.load(known);
}
