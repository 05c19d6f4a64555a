import { possibleClimb, possibleDescent } from '../sanity.ts';
import { at, type Track } from '../track.ts';
import { haversineMeters } from './geo.ts';
import { between } from './interpolate.ts';
import { UNKNOWN_METERS } from './unknownWay.ts';

export const ELEVATION_METHODS = ['DEVICE', 'BAROMETER_HYSTERESIS_3M', 'GPS_HYSTERESIS_10M'] as const;
export type ElevationMethod = (typeof ELEVATION_METHODS)[number];

export type Elevation = { gainMeters: number | null; lossMeters: number | null; method: ElevationMethod | null };

const BAROMETER_HYSTERESIS = 3;
/** In metres; elevations of GPS jitter by less. */
export const GPS_HYSTERESIS = 10;
const MEDIAN_WIDTH = 5;
const SMOOTHING = 0.3;
const STEP_METERS = 5;
const STEP_SECONDS = 5;
/** Steps grow where there would be more samples, as in a gap of years: 1000 km of way are enough for anybody. */
const MOST_SAMPLES = 200_000;

/**
 * Climb and descent (FORMULAS.md, Elevation): each the device's total if there is one; else elevation resampled every
 * 5 m of way (5 s where there is no distance), median over 5, exponential smoothing with α = 0.3, then counted with a
 * hysteresis of 3 m (barometer) or 10 m (GPS). Never the raw sum, which counts noise. A climb goes on over the borders of
 * segments; what was climbed where nobody knows the way counts for nothing. Nor does what nobody manages in `elapsedSeconds`,
 * where they are known.
 */
export function elevationOf(
  track: Track,
  device: { ascent: number | null; descent: number | null },
  barometer: boolean,
  elapsedSeconds: number | null = null,
): Elevation {
  const { ascent, descent } = device;
  if (ascent !== null && descent !== null) return { gainMeters: ascent, lossMeters: descent, method: 'DEVICE' };
  const heights = ofHeights(track, barometer, elapsedSeconds);
  if (ascent === null && descent === null) return heights;
  return { gainMeters: ascent ?? heights.gainMeters, lossMeters: descent ?? heights.lossMeters, method: 'DEVICE' };
}

function ofHeights(track: Track, barometer: boolean, elapsedSeconds: number | null): Elevation {
  const profile = exponential(medians(resample(track)));
  if (profile.length === 0) return { gainMeters: null, lossMeters: null, method: null };
  const { gain, loss } = countClimb(profile, barometer ? BAROMETER_HYSTERESIS : GPS_HYSTERESIS);
  return {
    gainMeters: possibleClimb(gain, elapsedSeconds),
    lossMeters: possibleDescent(loss, elapsedSeconds),
    method: barometer ? 'BAROMETER_HYSTERESIS_3M' : 'GPS_HYSTERESIS_10M',
  };
}

/** Elevation at equal steps along the way, or along time; less what it changed on unknown ways between segments. */
function resample(track: Track): number[] {
  const last = track.length - 1;
  const byWay = at(track.distance, last) > at(track.distance, 0);
  const axis = byWay ? track.distance : track.offset;
  const isSomewhere = (x: number): boolean => !Number.isNaN(x);
  const span = (axis.findLast(isSomewhere) ?? 0) - (axis.find(isSomewhere) ?? 0);
  const step = Math.max(byWay ? STEP_METERS : STEP_SECONDS, span / MOST_SAMPLES);
  const borders = new Set(track.segmentStarts);
  const samples: number[] = [];
  let previous = -1;
  let [next, lastX, lastLevel] = [NaN, NaN, NaN];
  let crossed = false;
  let unknown = 0;
  for (let i = 0; i <= last; i++) {
    crossed ||= borders.has(i);
    const x = at(axis, i);
    const y = at(track.elevation, i);
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    if (previous < 0) [next, lastX, lastLevel] = [x, x, y];
    else if (crossed && apart(track, previous, i) > UNKNOWN_METERS) unknown = y - lastLevel;
    // one jump over an unknown stretch is one sample: a long gap must not cost a loop over its length
    const level = y - unknown;
    for (; next <= x; next += step) samples.push(between(lastX, lastLevel, x, level, next));
    [previous, lastX, lastLevel, crossed] = [i, x, level, false];
  }
  return samples;
}

/** How far two rows are from each other: by their positions, where both have one, else by the way between. */
function apart({ latitude, longitude, distance }: Track, a: number, b: number): number {
  const straight = haversineMeters(at(latitude, a), at(longitude, a), at(latitude, b), at(longitude, b));
  return Number.isNaN(straight) ? at(distance, b) - at(distance, a) : straight;
}

/** Median over a window of 5, narrower at the ends. */
function medians(values: readonly number[]): number[] {
  const reach = (MEDIAN_WIDTH - 1) / 2;
  return values.map((_, i) => {
    const width = Math.min(reach, i, values.length - 1 - i);
    const window = values.slice(i - width, i + width + 1).sort((a, b) => a - b);
    return window[width] ?? NaN;
  });
}

function exponential(values: readonly number[]): number[] {
  let smooth = values[0] ?? NaN;
  return values.map((value) => (smooth += SMOOTHING * (value - smooth)));
}

/**
 * Counts a climb or descent once it leaves the level counted last by `hysteresis` metres, all of it from there; so waves little
 * higher than that count for little.
 */
export function countClimb(values: readonly number[], hysteresis: number): { gain: number; loss: number } {
  let reference = values[0] ?? 0;
  let gain = 0;
  let loss = 0;
  for (const value of values) {
    const change = value - reference;
    if (Math.abs(change) < hysteresis) continue;
    if (change > 0) gain += change;
    else loss -= change;
    reference = value;
  }
  return { gain, loss };
}
