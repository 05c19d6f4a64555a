import { at } from '../track.ts';
import { between } from './interpolate.ts';
import type { PaceCurve } from './pace.ts';

/** 400 m, ½ mile, 1 km, 1 mile, 2 miles, 5, 10, 15 km, 10 miles, 20 km, half marathon, 30 km, marathon; in metres. */
export const BEST_EFFORT_METERS = [
  400, 804.672, 1000, 1609.344, 3218.688, 5000, 10_000, 15_000, 16_093.44, 20_000, 21_097.5, 30_000, 42_195,
] as const;

export type BestEffort = { distanceMeters: number; elapsedSeconds: number; startOffsetSeconds: number };

/** A course measured short by up to this share still counts, its time scaled up to the full distance. */
const TOLERANCE = 0.01;

/** The fastest elapsed time over each standard distance the workout is long enough for (FORMULAS.md, Best efforts). */
export function bestEffortsOf(curve: PaceCurve): BestEffort[] {
  return BEST_EFFORT_METERS.flatMap((distance) => bestEffort(curve, distance) ?? []);
}

/** The fastest elapsed time over `distanceMeters`, or null when the curve covers less by more than 1 %. */
export function bestEffort(curve: PaceCurve, distanceMeters: number): BestEffort | null {
  const { seconds, meters } = curve;
  const covered = at(meters, meters.length - 1) - at(meters, 0);
  if (!(covered >= distanceMeters * (1 - TOLERANCE))) return null;
  const window = fastestWindow(meters, seconds, distanceMeters);
  if (window) return { distanceMeters, elapsedSeconds: window.cost, startOffsetSeconds: window.costStart };
  const first = at(seconds, 0);
  const whole = at(seconds, seconds.length - 1) - first;
  return { distanceMeters, elapsedSeconds: (whole * distanceMeters) / covered, startOffsetSeconds: first };
}

/** The most metres covered in any `windowSeconds`, or null when the workout is shorter. */
export function longestIn(curve: PaceCurve, windowSeconds: number): number | null {
  const { seconds, meters } = curve;
  if (!(at(seconds, seconds.length - 1) - at(seconds, 0) >= windowSeconds)) return null;
  let longest = 0;
  let from = 0;
  for (let to = 0; to < seconds.length; to++) {
    const begin = at(seconds, to) - windowSeconds;
    if (begin < at(seconds, 0)) continue;
    while (at(seconds, from + 1) <= begin) from += 1;
    const there = between(at(seconds, from), at(meters, from), at(seconds, from + 1), at(meters, from + 1), begin);
    longest = Math.max(longest, at(meters, to) - there);
  }
  return longest;
}

type Window = { cost: number; costStart: number };

/**
 * Two pointers over a rising curve: the stretch of `length` along xs with the smallest rise of ys. Such a stretch begins or
 * ends at a point of the curve, so both are tried; linear time. Null when the curve is shorter.
 */
function fastestWindow(xs: Float64Array, ys: Float64Array, length: number): Window | null {
  const fromPoint = fastestFromPoint(xs, ys, length);
  const toPoint = fastestToPoint(xs, ys, length);
  const fastest = toPoint.cost < fromPoint.cost ? toPoint : fromPoint;
  return fastest.cost < Infinity ? fastest : null;
}

function fastestFromPoint(xs: Float64Array, ys: Float64Array, length: number): Window {
  let [cost, costStart] = [Infinity, NaN];
  let end = 1;
  for (let start = 0; start < xs.length; start++) {
    const goal = at(xs, start) + length;
    while (end < xs.length && at(xs, end) < goal) end += 1;
    if (end === xs.length) break;
    // cheap bound first: interpolation can only add to it
    if (at(ys, end - 1) - at(ys, start) >= cost) continue;
    const rise = between(at(xs, end - 1), at(ys, end - 1), at(xs, end), at(ys, end), goal) - at(ys, start);
    if (rise < cost) [cost, costStart] = [rise, at(ys, start)];
  }
  return { cost, costStart };
}

function fastestToPoint(xs: Float64Array, ys: Float64Array, length: number): Window {
  let [cost, costStart] = [Infinity, NaN];
  let start = 0;
  for (let end = 1; end < xs.length; end++) {
    const goal = at(xs, end) - length;
    if (goal < at(xs, 0)) continue;
    while (at(xs, start + 1) <= goal) start += 1;
    if (at(ys, end) - at(ys, start + 1) >= cost) continue;
    const begin = between(at(xs, start), at(ys, start), at(xs, start + 1), at(ys, start + 1), goal);
    if (at(ys, end) - begin < cost) [cost, costStart] = [at(ys, end) - begin, begin];
  }
  return { cost, costStart };
}
