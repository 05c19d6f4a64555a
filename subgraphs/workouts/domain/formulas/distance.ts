import type { Points } from '../recording.ts';
import { at, isKnown, segmentsOf } from '../track.ts';
import { haversineMeters } from './geo.ts';

export type DistanceSource = 'DEVICE' | 'GPS';

/** `cumulative`: metres from the start at each point, never falling, all NaN when unknown. */
export type Distance = { source: DistanceSource | null; totalMeters: number | null; cumulative: Float64Array };

/** A device total further than this from its own running distance belongs to something else. */
const AGREEMENT = 0.05;
const AGREEMENT_METERS = 50;

/** A device that counted nothing is not believed when positions moved this far. */
const MOVED_METERS = 100;

/**
 * Distance by order of trust (design/formulas.md, Distance): the device's own total where it agrees with the running
 * distance it recorded, else that running distance, else the haversine sum over positions inside segments.
 */
export function distanceOf(points: Points, segmentStarts: readonly number[], deviceTotal: number | null): Distance {
  const device = runningDistance(points, segmentStarts);
  const recorded = last(device);
  const gps = gpsDistance(points, segmentStarts);
  const moved = last(gps) ?? 0;
  if (recorded !== null && (recorded > 0 || moved < MOVED_METERS)) {
    const total = deviceTotal !== null && agree(deviceTotal, recorded) ? deviceTotal : recorded;
    return { source: 'DEVICE', totalMeters: total, cumulative: device };
  }
  if (deviceTotal !== null && (deviceTotal > 0 || moved < MOVED_METERS)) {
    return { source: 'DEVICE', totalMeters: deviceTotal, cumulative: gps };
  }
  const total = last(gps);
  return { source: total === null ? null : 'GPS', totalMeters: total, cumulative: gps };
}

const agree = (a: number, b: number): boolean => Math.abs(a - b) <= Math.max(AGREEMENT_METERS, AGREEMENT * b);

function last(cumulative: Float64Array): number | null {
  const value = at(cumulative, cumulative.length - 1);
  return Number.isNaN(value) ? null : value;
}

/** Sum of haversine steps between known positions, inside segments only. NaN throughout without any position. */
function gpsDistance(points: Points, segmentStarts: readonly number[]): Float64Array {
  const cumulative = new Float64Array(points.length).fill(NaN);
  if (!isKnown(points.latitude)) return cumulative;
  let sum = 0;
  for (const { from, to } of segmentsOf(segmentStarts, points.length)) {
    let previous = -1;
    for (let i = from; i < to; i++) {
      if (!Number.isNaN(at(points.latitude, i))) {
        if (previous >= 0) sum += step(points, previous, i);
        previous = i;
      }
      cumulative[i] = sum;
    }
  }
  return cumulative;
}

const step = ({ latitude, longitude }: Points, a: number, b: number): number =>
  haversineMeters(at(latitude, a), at(longitude, a), at(latitude, b), at(longitude, b));

/** The device's running distance: falls and negative values dropped, gaps filled in proportion to time. */
function runningDistance(points: Points, segmentStarts: readonly number[]): Float64Array {
  const cumulative = points.distance.slice();
  let highest = 0;
  let known = false;
  for (let i = 0; i < cumulative.length; i++) {
    const value = at(cumulative, i);
    if (Number.isNaN(value)) continue;
    known = true;
    if (value < highest) cumulative[i] = highest;
    else highest = value;
  }
  if (known) fillGaps(cumulative, points.time, new Set(segmentStarts));
  return cumulative;
}

function fillGaps(values: Float64Array, times: Float64Array, segmentStarts: ReadonlySet<number>): void {
  let known = -1;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(at(values, i))) continue;
    fill(values, times, known, i, segmentStarts);
    known = i;
  }
  values.fill(at(values, known), known + 1);
}

/** Fills rows between `from` (-1: none before) and `to`; across a pause nothing is added before the pause ends. */
function fill(
  values: Float64Array,
  times: Float64Array,
  from: number,
  to: number,
  segmentStarts: ReadonlySet<number>,
): void {
  const start = from < 0 ? 0 : at(values, from);
  const rise = at(values, to) - start;
  const span = at(times, to) - at(times, from);
  let paused = false;
  for (let i = from + 1; i < to; i++) {
    paused ||= segmentStarts.has(i);
    const share = (at(times, i) - at(times, from)) / span;
    values[i] = from < 0 || paused || !(share >= 0 && share <= 1) ? at(values, i - 1) || start : start + rise * share;
  }
}
