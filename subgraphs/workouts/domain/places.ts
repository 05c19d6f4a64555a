import { haversineMeters, isPosition, type Position } from './formulas/geo.ts';
import type { Points } from './recording.ts';
import { YEAR_2000 } from './times.ts';
import { at } from './track.ts';

/** Three positions this near each other, one after the other, are no slips. */
const NEAR_METERS = 100_000;

/**
 * Where a recording begins: its first position with two behind it that are not far, else the first; null without any. What a
 * device told before its clock was set may be where it was last switched off, and counts only where nothing else tells.
 */
export const firstPlace = (points: Points): Position | null =>
  beginning(points, (row) => at(points.time, row) >= YEAR_2000) ?? beginning(points, () => true);

function beginning(points: Points, counts: (row: number) => boolean): Position | null {
  const { latitude, longitude } = points;
  let first: Position | null = null;
  let [before, last]: (Position | null)[] = [null, null];
  for (let row = 0; row < points.length; row++) {
    const place = { latitude: at(latitude, row), longitude: at(longitude, row) };
    if (!isPosition(place.latitude, place.longitude) || !counts(row)) continue;
    first ??= place;
    if (before && last && isNear(before, last) && isNear(last, place)) return before;
    [before, last] = [last, place];
  }
  return first;
}

const isNear = (a: Position, b: Position): boolean =>
  haversineMeters(a.latitude, a.longitude, b.latitude, b.longitude) <= NEAR_METERS;
