import type { Points } from './recording.ts';
import { at, segmentsOf } from './track.ts';

/** A lone reading this far from both neighbours, beyond what anybody climbs or falls meanwhile, is none. */
const SPIKE_METERS = 50;
const FASTEST_CLIMB = 10;

/**
 * Forgets elevations that would count as a climb: single ones that leap away from the readings before and after them, and those
 * all the same that a segment begins or ends with and that lie a leap away from the rest, if they are less than half of it: a
 * device without a height tells none.
 */
export function dropElevationSpikes(points: Points, starts: readonly number[]): void {
  for (const { from, to } of segmentsOf(starts, points.length)) {
    let before = -1;
    let here = -1;
    for (let next = from; next < to; next++) {
      if (Number.isNaN(at(points.elevation, next)) || Number.isNaN(at(points.time, next))) continue;
      if (before >= 0 && isSpike(points, before, here, next)) points.elevation[here] = NaN;
      else before = here;
      here = next;
    }
    dropFlatEnds(points, from, to);
  }
}

function dropFlatEnds(points: Points, from: number, to: number): void {
  const rows: number[] = [];
  for (let i = from; i < to; i++)
    if (!Number.isNaN(at(points.elevation, i)) && !Number.isNaN(at(points.time, i))) rows.push(i);
  const ends = [...flatEnd(points, rows), ...flatEnd(points, rows.toReversed())];
  for (const row of ends) points.elevation[row] = NaN;
}

/** The first rows, which tell one and the same, where they lie a leap away from the rest. */
function flatEnd(points: Points, rows: readonly number[]): readonly number[] {
  const rest = rows.findIndex((row) => at(points.elevation, row) !== at(points.elevation, rows[0] ?? -1));
  const [last = -1, next = -1] = [rows[rest - 1], rows[rest]];
  const isApart = rest > 0 && rest * 2 < rows.length && leapsFar(points, last, next, leap(points, last, next));
  return isApart ? rows.slice(0, rest) : [];
}

function isSpike(points: Points, before: number, here: number, next: number): boolean {
  const up = leap(points, before, here);
  const down = leap(points, here, next);
  return up * down < 0 && leapsFar(points, before, here, up) && leapsFar(points, here, next, down);
}

const leap = ({ elevation }: Points, a: number, b: number): number => at(elevation, b) - at(elevation, a);

const leapsFar = ({ time }: Points, a: number, b: number, meters: number): boolean =>
  Math.abs(meters) > SPIKE_METERS + (FASTEST_CLIMB * Math.abs(at(time, b) - at(time, a))) / 1000;
