import { LONGEST_SECONDS } from './times.ts';
import { at, type Segment } from './track.ts';

/** The items by their time (NaN where unknown), where each has one: some programs write the newest first. */
export function inOrderOfTime<T>(items: readonly T[], timeOf: (item: T) => number): T[] {
  const timed = items.map((item) => ({ item, time: timeOf(item) }));
  if (timed.every(({ time }) => !Number.isNaN(time))) timed.sort((a, b) => a.time - b.time);
  return timed.map(({ item }) => item);
}

/** Segments by their first time; one without any stays behind the one before it. */
export function segmentsInOrder(times: Float64Array, segments: readonly Segment[]): Segment[] {
  let last = 0;
  return inOrderOfTime(segments, (segment) => {
    const first = firstTime(times, segment);
    if (!Number.isNaN(first)) last = first;
    return last;
  });
}

/** The first time that is known in rows [from, to); NaN without any. */
export function firstTime(times: Float64Array, { from, to }: Segment): number {
  for (let i = from; i < to; i++) if (!Number.isNaN(at(times, i))) return at(times, i);
  return NaN;
}

/**
 * Which rows to leave out so that the times of the rest never fall and most points stay: all but a longest rising chain, and
 * the rows of the same time as one of its rows. One point or many far in the future, or in the past, are left out so, and
 * nothing that follows them. Null when the times never fall, as in almost every file. Rows without a time stay.
 */
export function rowsOutOfTime(times: Float64Array, segments: readonly Segment[]): Uint8Array | null {
  if (neverFall(times, segments)) return null;
  const rows = timedRows(times, segments);
  const { chain, twins } = longestChain(times, rows);
  const out = new Uint8Array(times.length);
  for (const row of rows) out[row] = 1;
  for (const row of chain) out[row] = 0;
  for (const [row, twin] of twins) out[row] = out[twin] ?? 1;
  return out;
}

function neverFall(times: Float64Array, segments: readonly Segment[]): boolean {
  let last = -Infinity;
  for (const { from, to } of segments) {
    for (let i = from; i < to; i++) {
      const time = at(times, i);
      if (time < last) return false;
      if (!Number.isNaN(time)) last = time;
    }
  }
  return true;
}

function timedRows(times: Float64Array, segments: readonly Segment[]): number[] {
  const rows: number[] = [];
  for (const { from, to } of segments) for (let i = from; i < to; i++) if (!Number.isNaN(at(times, i))) rows.push(i);
  return rows;
}

/**
 * A longest chain of rows whose times rise (patience sorting), the one that ends earliest; and the rows that could have
 * stood in a chain in the place of an earlier one of the same time.
 */
function longestChain(times: Float64Array, rows: readonly number[]): { chain: number[]; twins: [number, number][] } {
  /** The row that ends the best chain of each length. */
  const ends: number[] = [];
  const twins: [number, number][] = [];
  const before = new Int32Array(times.length).fill(-1);
  for (const row of rows) {
    const length = longestBefore(times, ends, at(times, row));
    const end = ends[length];
    if (end !== undefined && at(times, end) === at(times, row)) {
      twins.push([row, end]);
      continue;
    }
    before[row] = ends[length - 1] ?? -1;
    ends[length] = row;
  }
  const chain: number[] = [];
  for (let row = ends.at(-1) ?? -1; row >= 0; row = before[row] ?? -1) chain.push(row);
  return { chain, twins };
}

/** How long a chain may go before `time`: the number of ends that are earlier. */
function longestBefore(times: Float64Array, ends: readonly number[], time: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(times, ends[middle] ?? -1) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a device told of the whole, ms since 1970; points may lie this far beyond it. */
export type Told = { from: number; to: number };

const TOLD_TOLERANCE_MS = 3_600_000;
/** With a larger share of points outside, what the device told is what is wrong; at an end, those are no strays. */
const MOST_OUTSIDE = 0.1;

/** Which rows to leave out because they lie hours outside of what the device told of the whole; null when none does, or many. */
export function rowsOutsideTold(times: Float64Array, told: Told | null): Uint8Array | null {
  if (told === null) return null;
  const out = rowsOutside(times, { from: told.from - TOLD_TOLERANCE_MS, to: told.to + TOLD_TOLERANCE_MS });
  const count = out.reduce((sum, each) => sum + each, 0);
  return count === 0 || count > times.length * MOST_OUTSIDE ? null : out;
}

/**
 * Which rows to leave out because they are the first or the last by their times and lie further from the rest than a workout may
 * last: the clock was not set yet, or a fix is an old one. Up to a tenth at each end; null when none is, or more.
 */
export function rowsFarFromRest(times: Float64Array): Uint8Array | null {
  const [earliest, latest] = boundsOf(times);
  if (!(latest - earliest > LONGEST_SECONDS * 1000)) return null;
  const sorted = times.filter((time) => !Number.isNaN(time)).sort();
  const last = sorted.length - 1;
  const few = Math.floor(sorted.length * MOST_OUTSIDE);
  const isFar = (i: number): boolean => at(sorted, i) - at(sorted, i - 1) > LONGEST_SECONDS * 1000;
  let [from, to] = [0, last];
  for (let i = 1; i <= few; i++) {
    if (isFar(i)) from = i;
    if (isFar(last - i + 1)) to = last - i;
  }
  return from === 0 && to === last ? null : rowsOutside(times, { from: at(sorted, from), to: at(sorted, to) });
}

function boundsOf(times: Float64Array): [earliest: number, latest: number] {
  let [earliest, latest] = [Infinity, -Infinity];
  for (let i = 0; i < times.length; i++) {
    const time = at(times, i);
    if (time < earliest) earliest = time;
    if (time > latest) latest = time;
  }
  return [earliest, latest];
}

function rowsOutside(times: Float64Array, { from, to }: Told): Uint8Array {
  const out = new Uint8Array(times.length);
  for (let i = 0; i < out.length; i++) if (at(times, i) < from || at(times, i) > to) out[i] = 1;
  return out;
}
