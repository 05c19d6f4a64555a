import type { Points } from '../recording.ts';
import { forgetRepeats } from '../repeats.ts';
import { at, isKnown, segmentsOf } from '../track.ts';
import { haversineMeters } from './geo.ts';
import { carryOn } from './runningDistance.ts';

/** Best first; MANUAL is what the owner told. */
export const DISTANCE_SOURCES = ['DEVICE', 'GPS', 'MANUAL'] as const;
export type DistanceSource = (typeof DISTANCE_SOURCES)[number];

/**
 * `cumulative`: metres from the start at each point, never falling, all NaN when unknown. `isRunning`: it is the running distance
 * that the device counted.
 */
export type Distance = {
  source: DistanceSource | null;
  totalMeters: number | null;
  cumulative: Float64Array;
  isRunning: boolean;
};

/** A device total further than this from its own running distance belongs to something else. */
const AGREEMENT = 0.05;
const AGREEMENT_METERS = 50;

/**
 * A device that counted nothing is not believed when positions moved this far, nor is one that counted kilometres: its
 * thousandfold is what positions moved but for this share. Any other is, be it next to nothing: where somebody swims in a
 * pool or lifts weights, positions that jitter move many times as far as the person.
 */
const MOVED_METERS = 100;
const KILOMETERS_AGREEMENT = 0.3;

/** A device may have counted this much of the way before its first point, be it a length of a pool; more is of something else. */
const MOST_METERS_BEFORE = 100;

/**
 * Distance by order of trust (FORMULAS.md, Distance): the device's own total where it agrees with the running
 * distance it recorded, or else with positions; else that running distance, else the haversine sum over positions inside
 * segments. A running distance that stays 0 beside a total that does not is none, nor is one in kilometres. A total without a
 * running distance that agrees is covered as positions tell; where these show clearly less of it, the rest was elsewhere. What
 * the owner told comes last. `unknownMeters`: see `isCounted`.
 */
export function distanceOf(
  points: Points,
  segmentStarts: readonly number[],
  deviceTotal: number | null,
  toldMeters: number | null = null,
  unknownMeters = 0,
): Distance {
  const device = runningDistance(points, segmentStarts, deviceTotal);
  const recorded = last(device);
  const gps = gpsDistance(points, segmentStarts);
  const moved = last(gps) ?? 0;
  const isToldAlone = recorded === 0 && (deviceTotal ?? 0) > 0;
  const isTotal = (meters: number): boolean => deviceTotal !== null && agree(deviceTotal, meters);
  const isWrong = recorded !== null && !isTotal(recorded) && moved >= MOVED_METERS && isTotal(moved);
  if (recorded !== null && !isToldAlone && !isWrong && isCounted(recorded, moved, unknownMeters)) {
    const total = isTotal(recorded) ? deviceTotal : recorded;
    return { source: 'DEVICE', totalMeters: total, cumulative: device, isRunning: true };
  }
  if (deviceTotal !== null && isCounted(deviceTotal, moved, unknownMeters)) {
    const isWhole = moved > 0 && (moved > deviceTotal || isTotal(moved));
    const share = isWhole ? deviceTotal / moved : 1;
    const cumulative = gps.map((meters) => meters * share);
    return { source: 'DEVICE', totalMeters: deviceTotal, cumulative, isRunning: false };
  }
  const total = last(gps);
  if (total !== null) return { source: 'GPS', totalMeters: total, cumulative: gps, isRunning: false };
  const source = toldMeters === null ? null : 'MANUAL';
  return { source, totalMeters: toldMeters, cumulative: gps, isRunning: false };
}

/** Whether two distances are the same but for what devices and positions differ by. */
export const agree = (a: number, b: number): boolean => Math.abs(a - b) <= Math.max(AGREEMENT_METERS, AGREEMENT * b);

/**
 * Whether a device counted at all what it tells, and in metres; `movedMeters` is how far positions moved, but for unknown ways,
 * which the device may have counted: their ends are `unknownMeters` apart.
 */
export const isCounted = (meters: number, movedMeters: number, unknownMeters: number): boolean =>
  movedMeters < MOVED_METERS || (meters > 0 && !isInKilometers(meters, movedMeters, unknownMeters));

const isInKilometers = (meters: number, movedMeters: number, unknownMeters: number): boolean =>
  meters * 1000 >= (1 - KILOMETERS_AGREEMENT) * movedMeters &&
  meters * 1000 <= (1 + KILOMETERS_AGREEMENT) * (movedMeters + unknownMeters);

/**
 * How much of a device's running distance, from its first value to all that it counted, it counted before this workout: what it was
 * at first, where its total agrees with the rest and not with the whole, or where it tells no such total and that is more
 * than may come before a first point. Such a device counts on from one workout to the next.
 */
export function metersBefore(first: number, counted: number, deviceTotal: number | null): number {
  const rest = counted - first;
  if (deviceTotal !== null) {
    const nearer = Math.abs(deviceTotal - rest) < Math.abs(deviceTotal - counted) ? rest : counted;
    if (agree(deviceTotal, nearer)) return nearer === rest ? first : 0;
  }
  return first > MOST_METERS_BEFORE ? first : 0;
}

function last(cumulative: Float64Array): number | null {
  const value = at(cumulative, cumulative.length - 1);
  return Number.isNaN(value) ? null : value;
}

/** The sum over positions, gaps filled in proportion to time. NaN throughout without any position. */
function gpsDistance(points: Points, segmentStarts: readonly number[]): Float64Array {
  const cumulative = metersBetweenPositions(points, segmentStarts);
  if (isKnown(cumulative)) fillGaps(cumulative, points.time, new Set(segmentStarts));
  return cumulative;
}

/** Sum of haversine steps between known positions, inside segments only; NaN where there is no position. */
export function metersBetweenPositions(points: Points, segmentStarts: readonly number[]): Float64Array {
  const cumulative = new Float64Array(points.length).fill(NaN);
  let sum = 0;
  for (const { from, to } of segmentsOf(segmentStarts, points.length)) {
    let previous = -1;
    for (let i = from; i < to; i++) {
      if (Number.isNaN(at(points.latitude, i))) continue;
      if (previous >= 0) sum += step(points, previous, i);
      previous = i;
      cumulative[i] = sum;
    }
  }
  return cumulative;
}

const step = ({ latitude, longitude }: Points, a: number, b: number): number =>
  haversineMeters(at(latitude, a), at(longitude, a), at(latitude, b), at(longitude, b));

/**
 * The device's running distance over this workout: carried on where it begins anew, without what it counted before, what only
 * repeats dropped, gaps filled in proportion to time.
 */
function runningDistance(points: Points, segmentStarts: readonly number[], deviceTotal: number | null): Float64Array {
  const cumulative = points.distance.slice();
  const first = cumulative.find((value) => !Number.isNaN(value)) ?? NaN;
  const counted = carryOn(cumulative, points.time);
  if (counted === null) return cumulative;
  const before = metersBefore(first, counted, deviceTotal);
  if (before > 0) for (let i = 0; i < cumulative.length; i++) cumulative[i] = at(cumulative, i) - before;
  forgetRepeats(cumulative, points.time, segmentStarts, Infinity);
  fillGaps(cumulative, points.time, new Set(segmentStarts));
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

/** Fills rows between `from` (-1: none before, it begins at 0) and `to`; across a pause nothing is added before the pause ends. */
function fill(
  values: Float64Array,
  times: Float64Array,
  from: number,
  to: number,
  segmentStarts: ReadonlySet<number>,
): void {
  const start = from < 0 ? 0 : at(values, from);
  const rise = at(values, to) - start;
  // Asked before the first row, too: V8 makes all reads slower where it meets the first one outside only after it has compiled `at`.
  const known = at(times, from);
  const begun = from < 0 ? at(times, 0) : known;
  const span = at(times, to) - begun;
  let paused = false;
  for (let i = from + 1; i < to; i++) {
    paused ||= i > 0 && segmentStarts.has(i);
    const share = (at(times, i) - begun) / span;
    values[i] = paused || !(share >= 0 && share <= 1) ? at(values, i - 1) || start : start + rise * share;
  }
}
