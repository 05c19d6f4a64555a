import { at, segmentsOf, timedRows, type Track } from '../track.ts';
import { lowerBound } from './interpolate.ts';
import { longestReadingSeconds } from './readings.ts';

/** Lower bounds of zones 2 to 5 as shares of the maximum heart rate (FORMULAS.md, Heart rate). */
const ZONE_BOUNDS = [0.6, 0.7, 0.8, 0.9] as const;

/** Where nothing is known of a person, the maximum of somebody of this age is taken. */
const ASSUMED_AGE = 35;

export type HeartRateZone = { zone: number; seconds: number };

/** How the maximum heart rate behind the zones came to be. */
export const MAXIMUM_SOURCES = ['PROFILE', 'AGE', 'ASSUMED'] as const;
export type MaximumSource = (typeof MAXIMUM_SOURCES)[number];

export type MaximumHeartRate = { bpm: number; source: MaximumSource };

/** `seconds`: the time the readings speak for; `timeWeightedBpm`: their mean by that time. */
export type HeartRateFigures = {
  averageBpm: number;
  timeWeightedBpm: number;
  maxBpm: number;
  seconds: number;
  zones: HeartRateZone[];
};

/** Maximum heart rate after Tanaka et al. 2001 (J Am Coll Cardiol 37:153): 208 − 0.7 × age. */
export const tanaka = (ageYears: number): number => 208 - 0.7 * ageYears;

/** The profile's own maximum, else Tanaka's by age, else that of an assumed age or the highest reading, if that is higher. */
export function maximumHeartRate(
  profileBpm: number | null,
  ageYears: number | null,
  highestBpm: number,
): MaximumHeartRate {
  if (profileBpm !== null) return { bpm: profileBpm, source: 'PROFILE' };
  if (ageYears !== null) return { bpm: tanaka(ageYears), source: 'AGE' };
  return { bpm: Math.max(tanaka(ASSUMED_AGE), highestBpm), source: 'ASSUMED' };
}

/**
 * Seconds each row's reading speaks for: half the way to the readings before and after it in its segment (the trapezoid
 * rule), both together no longer than a reading speaks for (readings.ts); 0 without a reading.
 */
function readingSeconds(track: Track): Float64Array {
  const weights = new Float64Array(track.length);
  const longest = longestReadingSeconds(track, track.heartRate);
  for (const { from, to } of segmentsOf(track.segmentStarts, track.length)) {
    let previous = -1;
    for (let i = from; i < to; i++) {
      if (Number.isNaN(at(track.heartRate, i)) || Number.isNaN(at(track.offset, i))) continue;
      if (previous >= 0) {
        const half = Math.min(at(track.offset, i) - at(track.offset, previous), longest) / 2;
        weights[previous] = at(weights, previous) + half;
        weights[i] = at(weights, i) + half;
      }
      previous = i;
    }
  }
  return weights;
}

/** The mean heart rate by time between two offsets of a track, as a function of them; null where no reading speaks. */
export function heartRateBetween(track: Track): (from: number, to: number) => number | null {
  const rows = timedRows(track);
  const offsets = Float64Array.from(rows, (i) => at(track.offset, i));
  const weights = readingSeconds(track);
  const beats = runningSum(rows, (i) => (at(weights, i) > 0 ? at(track.heartRate, i) * at(weights, i) : 0));
  const seconds = runningSum(rows, (i) => at(weights, i));
  return (from, to) => {
    const [first, end] = [lowerBound(offsets, from), lowerBound(offsets, to)];
    const known = at(seconds, end) - at(seconds, first);
    return known > 0 ? (at(beats, end) - at(beats, first)) / known : null;
  };
}

/** Sums of the values before each row, and of all of them at the end. */
function runningSum(rows: readonly number[], value: (row: number) => number): Float64Array {
  const sums = new Float64Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) sums[i + 1] = at(sums, i) + value(rows[i] ?? -1);
  return sums;
}

/** The highest credible reading, or null without any. */
export function highestBpm(heartRate: Float64Array): number | null {
  let highest = -Infinity;
  for (const bpm of heartRate) if (bpm > highest) highest = bpm;
  return highest === -Infinity ? null : highest;
}

/** 0 to 4. */
function zoneOf(bpm: number, maximumBpm: number): number {
  let zone = 0;
  for (const bound of ZONE_BOUNDS) if (bpm >= bound * maximumBpm) zone += 1;
  return zone;
}

/**
 * Mean of the readings, highest value and seconds in the five zones of `maximumBpm`; null without readings. The mean that is
 * shown is what other readers of such files report; the mean by time, which energy comes of, differs by some beats where a
 * device records more densely while something changes. Values outside 30 to 230 bpm never reach a track (sanity.ts). Readings without times
 * fill no zone.
 */
export function heartRateOf(track: Track, maximumBpm: number): HeartRateFigures | null {
  const maxBpm = highestBpm(track.heartRate);
  if (maxBpm === null) return null;
  const weights = readingSeconds(track);
  const zones = [0, 0, 0, 0, 0];
  let seconds = 0;
  let beats = 0;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < track.length; i++) {
    const bpm = at(track.heartRate, i);
    if (Number.isNaN(bpm)) continue;
    const weight = at(weights, i);
    sum += bpm;
    count += 1;
    seconds += weight;
    beats += bpm * weight;
    const zone = zoneOf(bpm, maximumBpm);
    zones[zone] = (zones[zone] ?? 0) + weight;
  }
  return {
    averageBpm: sum / count,
    timeWeightedBpm: seconds > 0 ? beats / seconds : sum / count,
    maxBpm,
    seconds,
    zones: zones.map((inZone, index) => ({ zone: index + 1, seconds: inZone })),
  };
}
