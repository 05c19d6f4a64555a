import { haversineMeters } from './formulas/geo.ts';
import type { Points } from './recording.ts';
import { TELEPORT_SAMPLES } from './sport.ts';
import { at, segmentsOf } from './track.ts';

/** So many samples of a segment decide which of the first are spikes. */
export const OPENING_SAMPLES = 2 * TELEPORT_SAMPLES - 1;

/** Removes positions with which a segment begins for fewer than 3 samples, too far from the 3 behind that are near each other. */
export function dropFirstSpikes(points: Points, starts: readonly number[], limit: number): void {
  for (const { from, to } of segmentsOf(starts, points.length)) {
    const rows: number[] = [];
    for (let i = from; i < to && rows.length < OPENING_SAMPLES; i++) if (isPlaced(points, i)) rows.push(i);
    const agree = (first: number): boolean => isOneJump(points, rows.slice(first, first + TELEPORT_SAMPLES), limit);
    const first = rows.slice(TELEPORT_SAMPLES - 1).findIndex((_, i) => agree(i));
    const good = rows[first];
    if (good === undefined) continue;
    forgetPositions(
      points,
      rows.slice(0, first).filter((row) => speedBetween(points, row, good) > limit),
    );
  }
}

/**
 * Removes positions that lie too far from the last good one until one lies near again. After 3 samples they stay and the
 * track is told to have teleported; when the jump itself was the only fast step, a segment begins behind it, so that its
 * length counts for nothing. Each segment starts afresh. Adds to `starts`.
 */
export function dropPositionSpikes(points: Points, starts: number[], limit: number): boolean {
  let teleported = false;
  const jumps: number[] = [];
  for (const { from, to } of segmentsOf(starts, points.length)) {
    let good = -1;
    let strays: number[] = [];
    for (let i = from; i < to; i++) {
      if (!isPlaced(points, i)) continue;
      if (good >= 0 && speedBetween(points, good, i) > limit) {
        strays.push(i);
        if (strays.length < TELEPORT_SAMPLES) continue;
        teleported = true;
        if (isOneJump(points, strays, limit)) jumps.push(strays[0] ?? i);
      } else {
        forgetPositions(points, strays);
      }
      if (strays.length > 0) strays = [];
      good = i;
    }
    forgetPositions(points, strays);
  }
  addStarts(starts, jumps);
  return teleported;
}

/** Begins segments at further rows. Adds to `starts`. */
export function addStarts(starts: number[], added: readonly number[]): void {
  for (const row of added) starts.push(row);
  starts.sort((a, b) => a - b);
}

/** Whether a row has a position and a time. */
export const isPlaced = ({ latitude, time }: Points, row: number): boolean =>
  !Number.isNaN(at(latitude, row)) && !Number.isNaN(at(time, row));

const isOneJump = (points: Points, strays: readonly number[], limit: number): boolean =>
  strays.every((stray, i) => i === 0 || speedBetween(points, strays[i - 1] ?? stray, stray) <= limit);

/** How far two rows' positions are from each other. */
export const metersApart = ({ latitude, longitude }: Points, a: number, b: number): number =>
  haversineMeters(at(latitude, a), at(longitude, a), at(latitude, b), at(longitude, b));

/** How fast somebody came from one place to a later one, m/s. */
export const speedBetween = (points: Points, a: number, b: number): number =>
  (metersApart(points, a, b) * 1000) / (at(points.time, b) - at(points.time, a));

function forgetPositions(points: Points, rows: readonly number[]): void {
  for (const row of rows) {
    points.latitude[row] = NaN;
    points.longitude[row] = NaN;
  }
}
