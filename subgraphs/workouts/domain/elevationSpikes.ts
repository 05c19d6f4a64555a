import type { Points } from './recording.ts';
import { at, segmentsOf } from './track.ts';

/** A reading this far from both neighbours, beyond what anybody climbs or falls meanwhile, is none. */
const SPIKE_METERS = 50;
const FASTEST_CLIMB = 10;
/** What stays the same for longer may be the top that a lift leads to and from. */
const LONGEST_LAPSE_MS = 120_000;

/** Rows one after the other that tell one and the same, from the first to the last of them. */
type Plateau = { readonly first: number; readonly last: number };

/**
 * Forgets elevations that would count as a climb: what leaps away from the readings before and after it, a single one, or one and
 * the same told for up to two minutes, and those all the same that a segment begins or ends with and that lie a leap away from
 * the rest, if they are less than half of it: a device without a height tells none.
 */
export function dropElevationSpikes(points: Points, starts: readonly number[]): void {
  for (const { from, to } of segmentsOf(starts, points.length)) {
    dropSpikes(points, rowsOf(points, from, to));
    const rows = rowsOf(points, from, to);
    forget(points, [...flatEnd(points, rows), ...flatEnd(points, rows.toReversed())]);
  }
}

/** The rows that tell an elevation and a time. */
function rowsOf(points: Points, from: number, to: number): number[] {
  const rows: number[] = [];
  for (let i = from; i < to; i++)
    if (!Number.isNaN(at(points.elevation, i)) && !Number.isNaN(at(points.time, i))) rows.push(i);
  return rows;
}

function forget(points: Points, rows: readonly number[]): void {
  for (const row of rows) points.elevation[row] = NaN;
}

function dropSpikes(points: Points, rows: readonly number[]): void {
  let before: Plateau | undefined;
  let begun = 0;
  for (const [i, next] of rows.entries()) {
    const [first = next, last = next] = [rows[begun], rows[i - 1]];
    if (leap(points, last, next) === 0) continue;
    const here = { first, last };
    if (before && isSpike(points, before, here, next)) forget(points, rows.slice(begun, i));
    else before = here;
    begun = i;
  }
}

/** The first rows, which tell one and the same, where they lie a leap away from the rest. */
function flatEnd(points: Points, rows: readonly number[]): readonly number[] {
  const rest = rows.findIndex((row) => at(points.elevation, row) !== at(points.elevation, rows[0] ?? -1));
  const [last = -1, next = -1] = [rows[rest - 1], rows[rest]];
  const isApart = rest > 0 && rest * 2 < rows.length && leapsFar(points, last, next);
  return isApart ? rows.slice(0, rest) : [];
}

/** Whether rows leap away from those before them and back: several of them to where it was. */
function isSpike(points: Points, before: Plateau, { first, last }: Plateau, next: number): boolean {
  const leadsBack = leap(points, before.last, first) * leap(points, last, next) < 0;
  if (!leadsBack || !leapsFar(points, before.last, first) || !leapsFar(points, last, next)) return false;
  if (first === last) return true;
  const [held, heldBefore] = [lasting(points, first, next), lasting(points, before.first, first)];
  // Some devices tell each height for a while, and the next one is far from it where a lift goes.
  const isItsWay = held <= 2 * heldBefore && heldBefore <= 2 * held;
  const isBack = Math.abs(leap(points, before.last, next)) <= SPIKE_METERS;
  return lasting(points, first, last) <= LONGEST_LAPSE_MS && isBack && !isItsWay;
}

const leap = ({ elevation }: Points, a: number, b: number): number => at(elevation, b) - at(elevation, a);

const lasting = ({ time }: Points, a: number, b: number): number => Math.abs(at(time, b) - at(time, a));

const leapsFar = (points: Points, a: number, b: number): boolean =>
  Math.abs(leap(points, a, b)) > SPIKE_METERS + (FASTEST_CLIMB * lasting(points, a, b)) / 1000;
