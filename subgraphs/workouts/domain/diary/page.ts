import { isPresent, type Entry, type EntryOrGone } from './entry.ts';
import { compareKeys, figureOf, listKeyOf, type ListKey, type WorkoutOrder } from './order.ts';

/** Which part of a list: its order, where it begins, how many at most. */
export interface ListPage {
  readonly order: WorkoutOrder;
  readonly after: ListKey | undefined;
  readonly limit: number;
}

/** An entry and where it stands in the list. */
export interface Placed {
  readonly entry: Entry;
  readonly key: ListKey;
}

/** A page as it is put together, of entries that come in any order. */
export interface PageBuilder {
  /** Takes the entries that belong on the page, as far as is known by now. */
  add(entries: readonly EntryOrGone[]): void;
  /** Whether there are more than fit. */
  hasMore(): boolean;
  /** What is on the page, in order. */
  placed(): Placed[];
}

/** Begins a page of the entries that match. It keeps no more of them than it shows, and one. */
export function buildPage({ order, after, limit }: ListPage, matches: (entry: Entry) => boolean): PageBuilder {
  const found: Placed[] = [];
  const isFull = (): boolean => found.length > limit;
  const take = (entry: Entry): void => {
    const last = isFull() ? found.at(-1) : undefined;
    // Most of a long list is out by its figure.
    if (last && figureOf(order, entry) < last.key.figure) return;
    const key = listKeyOf(order, entry);
    if ((after && compareKeys(key, after) <= 0) || (last && compareKeys(key, last.key) >= 0)) return;
    found.splice(placeIn(found, key), 0, { entry, key });
    if (found.length > limit + 1) found.pop();
  };
  return {
    add: (entries) => {
      for (const entry of entries) if (isPresent(entry) && matches(entry)) take(entry);
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
