import type { Listing } from './entry.ts';
import { compareKeys, figureOf, listKeyOf, type ListKey, type WorkoutOrder } from './order.ts';

/** Which part of a list: its order, where it begins, how many at most. */
export interface ListPage {
  readonly order: WorkoutOrder;
  readonly after: ListKey | undefined;
  readonly limit: number;
}

/** A workout and where it stands in the list. */
export interface Placed {
  readonly listing: Listing;
  readonly key: ListKey;
}

/** A page as it is put together, of workouts that come in any order. */
export interface PageBuilder {
  /** Takes those that belong on the page, as far as is known by now. */
  add(listings: readonly Listing[]): void;
  /** Whether there are more than fit. */
  hasMore(): boolean;
  /** What is on the page, in order. */
  placed(): Placed[];
}

/** Begins a page of the workouts that match. It keeps no more of them than it shows, and one. */
export function buildPage({ order, after, limit }: ListPage, matches: (listing: Listing) => boolean): PageBuilder {
  const found: Placed[] = [];
  const isFull = (): boolean => found.length > limit;
  const take = (listing: Listing): void => {
    const last = isFull() ? found.at(-1) : undefined;
    // Most of a long list is out by its figure.
    if (last && figureOf(order, listing) < last.key.figure) return;
    const key = listKeyOf(order, listing);
    if ((after && compareKeys(key, after) <= 0) || (last && compareKeys(key, last.key) >= 0)) return;
    found.splice(placeIn(found, key), 0, { listing, key });
    if (found.length > limit + 1) found.pop();
  };
  return {
    add: (listings) => {
      for (const listing of listings) if (matches(listing)) take(listing);
    },
    hasMore: isFull,
    placed: () => found.slice(0, limit),
  };
}

/** Where a key belongs among others that are in order. */
function placeIn(placed: readonly Placed[], key: ListKey): number {
  let [low, high] = [0, placed.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = placed[middle];
    if (other && compareKeys(other.key, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
