import { dropSlips } from '../domain/formulas/runningDistance.ts';
import type { Points } from '../domain/recording.ts';
import { firstTime, inOrderOfTime } from '../domain/timeOrder.ts';
import { at, type Segment } from '../domain/track.ts';

/** Rows from `from` on, up to the next part, whose running distance may begin anew: a lap, a session, one of chained files. */
export type CountedPart = {
  from: number;
  /** Whether it counts for itself, whatever it begins with. */
  isOwn: boolean;
  /** How long the device says the part is; null where it does not. */
  meters: number | null;
};

/** What a part counts by itself: the first value, and the highest. */
type Count = { first: number; highest: number };

/**
 * Carries the running distance on over parts that begin it anew, so that it rises over the whole, in place. Parts follow each
 * other by their times, whatever their order in the file. Without the slips, which would make a part longer than it is.
 */
export function continueDistances({ time, distance, length }: Points, parts: readonly CountedPart[]): void {
  const spans = parts
    .map((part, i) => ({ ...part, to: parts[i + 1]?.from ?? length }))
    .filter(({ from, to }) => from < to);
  for (const span of spans) dropSlips(distance, time, span);
  let base = 0;
  let before = 0;
  for (const span of inOrderOfTime(spans, (each) => firstTime(time, each))) {
    const count = countOf(distance, span);
    if (!count) continue;
    if (beginsAnew(span, count, before)) {
      base += before;
      before = count.highest;
    } else {
      before = Math.max(before, count.highest);
    }
    if (base > 0) for (let i = span.from; i < span.to; i++) distance[i] = at(distance, i) + base;
  }
}

function countOf(distance: Float64Array, { from, to }: Segment): Count | null {
  let first = NaN;
  let highest = 0;
  for (let i = from; i < to; i++) {
    const value = at(distance, i);
    if (Number.isNaN(value)) continue;
    if (Number.isNaN(first)) first = value;
    if (value > highest) highest = value;
  }
  return Number.isNaN(first) ? null : { first, highest };
}

/**
 * Whether a part does not go on from where the count was. One that ends about as far as it is long began anew; without its
 * length, one whose first value is not even half of what was counted: a device may fall back by a little.
 */
function beginsAnew({ isOwn, meters }: CountedPart, { first, highest }: Count, before: number): boolean {
  if (isOwn) return true;
  if (first >= before) return false;
  return meters !== null && meters > 0 ? highest < meters + before / 2 : first < before / 2;
}
