import { spikeSpeed, TELEPORT_SAMPLES } from '../sport.ts';
import { at, type Segment } from '../track.ts';

/** Values of a running distance between which nobody can tell that the device lost count: without a fall or a leap. */
export type Stretch = {
  readonly first: number;
  readonly last: number;
  /** ms since 1970, of the last value; NaN where that has no time. */
  readonly lastAt: number;
  readonly samples: number;
  /** What was counted before the device began anew, and the highest value since: together all that it counted up to here. */
  readonly base: number;
  readonly highest: number;
};

/** A device corrects itself by so much; what falls further, or rises further than anybody goes meanwhile, has lost count. */
export const CORRECTION_METERS = 50;
const FASTEST = spikeSpeed('OTHER');
/** A count that falls by more than this, and to no more than this, begins anew. */
const ANEW_METERS = 100;
/** So many stretches may be slips in a row. */
const MOST_SLIPS = 3;

/** The stretches with one more value, as many of them as may still matter. */
export function withValue(stretches: readonly Stretch[], value: number, time: number): readonly Stretch[] {
  const added = [...stretches];
  addValue(added, value, time);
  return added.slice(-MOST_SLIPS - 1);
}

/** All that a device counted; null of no value at all. */
export function countedMeters(stretches: readonly Stretch[]): number | null {
  const last = stretches.at(-1);
  return last ? last.base + last.highest : null;
}

/** Makes slips unknown, in place: values that leap up and fall back, or fall and leap back, as of a device that lost count for a moment. */
export function dropSlips(distance: Float64Array, times: Float64Array, rows: Segment): void {
  const { spans } = stretchesIn(distance, times, rows);
  for (const [i, { to }] of spans.entries()) distance.fill(NaN, to, spans[i + 1]?.from ?? rows.to);
}

/**
 * Makes of a running distance, in place, what rises over the whole: slips are dropped, what begins anew goes on from where it
 * ended, and what else falls stays where it was. Answers what the device counted; null of no value at all.
 */
export function carryOn(distance: Float64Array, times: Float64Array): number | null {
  const { stretches, spans } = stretchesIn(distance, times, { from: 0, to: distance.length });
  let level = 0;
  for (const [k, { from, to }] of spans.entries()) {
    const base = stretches[k]?.base ?? 0;
    for (let i = from; i < to; i++) {
      const value = at(distance, i);
      if (!Number.isNaN(value)) distance[i] = level = Math.max(level, base + value);
    }
    distance.fill(NaN, to, spans[k + 1]?.from ?? distance.length);
  }
  return countedMeters(stretches);
}

/** The stretches of some rows, and the rows of each, from its first value to its last; slips are in none. */
function stretchesIn(distance: Float64Array, times: Float64Array, { from, to }: Segment) {
  const stretches: Stretch[] = [];
  const spans: Segment[] = [];
  for (let row = from; row < to; row++) {
    const value = at(distance, row);
    if (Number.isNaN(value)) continue;
    addValue(stretches, value, at(times, row));
    const span = spans[stretches.length - 1];
    if (span && stretches.at(-1)?.samples !== 1) span.to = row + 1;
    else spans.splice(stretches.length - 1, Infinity, { from: row, to: row + 1 });
  }
  return { stretches, spans };
}

function addValue(stretches: Stretch[], value: number, time: number): void {
  const last = stretches.at(-1);
  if (last && goesOn(last, value, time)) {
    const highest = Math.max(last.highest, value);
    stretches[stretches.length - 1] = { ...last, last: value, lastAt: time, samples: last.samples + 1, highest };
    return;
  }
  stretches.length = keptBefore(stretches, value, time);
  stretches.push({ first: value, last: value, lastAt: time, samples: 1, ...countedWith(value, stretches.at(-1)) });
}

/** How many stretches stay before a value that does not go on from the last one: those behind one that it goes on from are slips. */
function keptBefore(stretches: readonly Stretch[], value: number, time: number): number {
  const falls = value < (stretches.at(-1)?.last ?? NaN);
  for (let i = stretches.length - 1; i >= stretches.length - MOST_SLIPS; i--) {
    const [before, slip] = [stretches[i - 1], stretches[i]];
    if (!before || !slip || !isBrief(slip)) break;
    if (slip.first > before.last === falls && goesOn(before, value, time)) return i;
  }
  return stretches.length;
}

const goesOn = ({ last, lastAt }: Stretch, value: number, time: number): boolean =>
  value >= last - CORRECTION_METERS && !(value - last > CORRECTION_METERS + (FASTEST * (time - lastAt)) / 1000);

/** Nobody goes anywhere in a slip. */
const isBrief = ({ first, last, samples }: Stretch): boolean => samples < TELEPORT_SAMPLES || first === last;

function countedWith(value: number, before: Stretch | undefined): Pick<Stretch, 'base' | 'highest'> {
  if (!before) return { base: 0, highest: value };
  const { base, highest } = before;
  const isAnew = value <= ANEW_METERS && highest > value + ANEW_METERS;
  return isAnew ? { base: base + highest, highest: value } : { base, highest: Math.max(highest, value) };
}
