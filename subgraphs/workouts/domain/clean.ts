import { dropElevationSpikes } from './elevationSpikes.ts';
import { metersBetweenPositions } from './formulas/distance.ts';
import { isPosition } from './formulas/geo.ts';
import { CORRECTION_METERS } from './formulas/runningDistance.ts';
import { isLongStop, isUnknownWay } from './formulas/unknownWay.ts';
import { addStarts, dropFirstSpikes, dropPositionSpikes, isPlaced, metersApart } from './positionSpikes.ts';
import { makeColumns, POINT_COLUMNS, type PointColumn, type Points } from './recording.ts';
import { forgetRepeats } from './repeats.ts';
import { rowsFarFromRest, rowsOutOfTime, rowsOutsideTold, segmentsInOrder, type Told } from './timeOrder.ts';
import { YEAR_2000 } from './times.ts';
import { at, segmentsOf, type Segment } from './track.ts';
import { forgetStamps, untimedStrays } from './untimed.ts';

/** Points and segments after cleaning; `time` rises strictly wherever it is known. */
export type CleanPoints = {
  points: Points;
  segmentStarts: number[];
  /** Those of the starts to which nobody knows the way, unless the device counts it, and how far they are from where it begins, m. */
  unknownWays: ReadonlySet<number>;
  unknownMeters: number;
  /** How many positions were dropped because they only repeat the one before while the person went on. */
  repeatedPositions: number;
  /** Positions jumped too far, for too long to be a spike. */
  teleported: boolean;
};

/**
 * What to clean by: the speed beyond which a position is a spike and the one below which somebody stands still, m/s, and what the
 * device told of the whole, if it did.
 */
export type CleanOptions = { spikeSpeed: number; stillSpeed: number; useTimes: boolean; told: Told | null };

/**
 * Drops what cannot be (FORMULAS.md, Distance): positions that are none, points whose time does not rise or lies
 * far from the rest or from what the device told, points without a time that no time is left for (`untimedStrays`), points without any
 * content, positions that only repeat the one before (`forgetRepeats`), and spikes: positions beyond `spikeSpeed` for fewer than 3
 * samples, and elevations that leap (`dropElevationSpikes`). A stop whose ends are far from each other ends a segment. With `useTimes`
 * false all times are dropped, for recordings whose times are not usable.
 */
export function cleanPoints(
  points: Points,
  segmentStarts: readonly number[],
  { spikeSpeed, stillSpeed, useTimes, told }: CleanOptions,
): CleanPoints {
  const copy = { ...makeColumns((name) => points[name].slice()), length: points.length };
  const inFile = segmentsOf(segmentStarts, points.length);
  dropBadPositions(copy.latitude, copy.longitude);
  if (useTimes) dropOldTimes(copy.time);
  else copy.time.fill(NaN);
  forgetStamps(copy, inFile, spikeSpeed);
  forgetRows(copy, rowsOutsideTold(copy.time, told));
  forgetRows(copy, rowsFarFromRest(copy.time));
  const segments = segmentsInOrder(copy.time, inFile);
  forgetRows(copy, rowsOutOfTime(copy.time, segments));
  forgetRows(copy, untimedStrays(copy, segments, { spikeSpeed, stillSpeed }));
  const kept = risingRows(copy, segments);
  const picked = pick(copy, kept.rows);
  const unknown = breakAtUnknownWays(picked, kept.starts, stillSpeed);
  dropElevationSpikes(picked, kept.starts);
  const repeatedPositions = dropRepeats(picked, kept.starts, spikeSpeed);
  dropFirstSpikes(picked, kept.starts, spikeSpeed);
  const teleported = dropPositionSpikes(picked, kept.starts, spikeSpeed);
  return { points: picked, segmentStarts: kept.starts, ...unknown, repeatedPositions, teleported };
}

type Columns = Record<PointColumn, Float64Array>;

function dropBadPositions(latitudes: Float64Array, longitudes: Float64Array): void {
  for (let i = 0; i < latitudes.length; i++) {
    if (isPosition(at(latitudes, i), at(longitudes, i))) continue;
    latitudes[i] = NaN;
    longitudes[i] = NaN;
  }
}

/** Times from before the device found out the date. */
function dropOldTimes(times: Float64Array): void {
  for (let i = 0; i < times.length; i++) if (at(times, i) < YEAR_2000) times[i] = NaN;
}

/**
 * Rows to keep, in order, and where segments begin among them. A row of the same time lends the one before what it lacks, and
 * its running distance, if that is larger and no leap.
 */
function risingRows(columns: Columns, segments: readonly Segment[]): { rows: number[]; starts: number[] } {
  const rows: number[] = [];
  const starts: number[] = [];
  let last = -Infinity;
  for (const segment of segments) {
    const start = rows.length;
    for (let i = segment.from; i < segment.to; i++) {
      const time = at(columns.time, i);
      if (time === last) lend(columns, i, rows.at(-1));
      if (time <= last || isEmpty(columns, i)) continue;
      if (!Number.isNaN(time)) last = time;
      rows.push(i);
    }
    if (rows.length > start) starts.push(start);
  }
  return { rows, starts };
}

function lend(columns: Columns, from: number, to: number | undefined): void {
  if (to === undefined || at(columns.time, to) !== at(columns.time, from)) return;
  for (const name of POINT_COLUMNS)
    if (Number.isNaN(at(columns[name], to))) columns[name][to] = at(columns[name], from);
  const rise = at(columns.distance, from) - at(columns.distance, to);
  if (rise > 0 && rise <= CORRECTION_METERS) columns.distance[to] = at(columns.distance, from);
}

function forgetRows(columns: Columns, out: Uint8Array | null): void {
  if (out === null) return;
  for (const name of POINT_COLUMNS) for (let i = 0; i < out.length; i++) if (out[i] === 1) columns[name][i] = NaN;
}

function isEmpty(columns: Columns, row: number): boolean {
  for (const name of POINT_COLUMNS) if (!Number.isNaN(at(columns[name], row))) return false;
  return true;
}

function pick(columns: Columns, rows: readonly number[]): Points {
  const picked = makeColumns((name) => {
    const from = columns[name];
    const to = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) to[i] = at(from, rows[i] ?? -1);
    return to;
  });
  return { ...picked, length: rows.length };
}

/** Begins a segment behind each gap of which nobody knows the way, so that its length counts for nothing. Adds to `starts`. */
function breakAtUnknownWays(points: Points, starts: number[], stillSpeed: number) {
  const unknownWays = new Set<number>();
  let unknownMeters = 0;
  for (const { from, to } of segmentsOf(starts, points.length)) {
    let before = -1;
    for (let i = from; i < to; i++) {
      if (!isPlaced(points, i)) continue;
      const meters = before < 0 ? 0 : unknownWay(points, before, i, stillSpeed);
      if (meters > 0) unknownWays.add(i);
      unknownMeters += meters;
      before = i;
    }
  }
  addStarts(starts, [...unknownWays]);
  return { unknownWays, unknownMeters };
}

/** How far two rows are apart, if nobody knows the way between them; else 0. */
function unknownWay(points: Points, before: number, row: number, stillSpeed: number): number {
  const seconds = (at(points.time, row) - at(points.time, before)) / 1000;
  if (!isLongStop(seconds)) return 0;
  const meters = metersApart(points, before, row);
  return isUnknownWay(meters, seconds, stillSpeed) ? meters : 0;
}

/** Removes positions that only repeat the one before, and tells how many. */
function dropRepeats(points: Points, starts: readonly number[], limit: number): number {
  if (!hasRepeats(points)) return 0;
  const meters = metersBetweenPositions(points, starts);
  const count = forgetRepeats(meters, points.time, starts, limit);
  for (let i = 0; count > 0 && i < meters.length; i++) {
    if (!Number.isNaN(at(meters, i))) continue;
    points.latitude[i] = NaN;
    points.longitude[i] = NaN;
  }
  return count;
}

function hasRepeats({ latitude, longitude, length }: Points): boolean {
  for (let i = 1; i < length; i++)
    if (at(latitude, i) === at(latitude, i - 1) && at(longitude, i) === at(longitude, i - 1)) return true;
  return false;
}
