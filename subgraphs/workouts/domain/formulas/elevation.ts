import { at, segmentsOf, type Track } from '../track.ts';
import { between } from './interpolate.ts';

export type ElevationMethod = 'DEVICE' | 'BAROMETER_HYSTERESIS_3M' | 'GPS_HYSTERESIS_10M';

export type Elevation = { gainMeters: number | null; lossMeters: number | null; method: ElevationMethod | null };

const BAROMETER_HYSTERESIS = 3;
const GPS_HYSTERESIS = 10;
const MEDIAN_WIDTH = 5;
const SMOOTHING = 0.3;
const STEP_METERS = 5;
const STEP_SECONDS = 5;
/** Steps grow where there would be more samples: 1000 km of way are enough for anybody. */
const MOST_SAMPLES = 200_000;

/**
 * Climb and descent (design/formulas.md, Elevation): the device's totals if there are any; else elevation resampled every
 * 5 m of way (5 s where there is no distance), median over 5, exponential smoothing with α = 0.3, then counted with a
 * hysteresis of 3 m (barometer) or 10 m (GPS). Never the raw sum, which counts noise.
 */
export function elevationOf(
  track: Track,
  device: { ascent: number | null; descent: number | null },
  barometer: boolean,
): Elevation {
  if (device.ascent !== null) return { gainMeters: device.ascent, lossMeters: device.descent, method: 'DEVICE' };
  const hysteresis = barometer ? BAROMETER_HYSTERESIS : GPS_HYSTERESIS;
  let gain = 0;
  let loss = 0;
  let known = false;
  for (const { from, to } of segmentsOf(track.segmentStarts, track.length)) {
    const profile = exponential(medians(resample(track, from, to)));
    if (profile.length === 0) continue;
    known = true;
    const climb = countClimb(profile, hysteresis);
    gain += climb.gain;
    loss += climb.loss;
  }
  if (!known) return { gainMeters: null, lossMeters: null, method: null };
  return { gainMeters: gain, lossMeters: loss, method: barometer ? 'BAROMETER_HYSTERESIS_3M' : 'GPS_HYSTERESIS_10M' };
}

/** Elevation at equal steps along the way, or along time, over rows [from, to). */
function resample(track: Track, from: number, to: number): number[] {
  const byWay = at(track.distance, to - 1) > at(track.distance, from);
  const axis = byWay ? track.distance : track.offset;
  const span = at(axis, to - 1) - at(axis, from);
  const step = Math.max(byWay ? STEP_METERS : STEP_SECONDS, (span || 0) / MOST_SAMPLES);
  const samples: number[] = [];
  let previous = -1;
  let next = NaN;
  for (let i = from; i < to; i++) {
    const x = at(axis, i);
    const y = at(track.elevation, i);
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    if (previous < 0) next = x;
    // one jump over an unknown stretch is one sample: a long gap must not cost a loop over its length
    if (previous >= 0 && x - next > step * 40) next = x;
    for (; next <= x; next += step) {
      samples.push(previous < 0 ? y : between(at(axis, previous), at(track.elevation, previous), x, y, next));
    }
    previous = i;
  }
  return samples;
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

/** Counts a climb or descent once it exceeds `hysteresis` metres from the last turning point. */
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
