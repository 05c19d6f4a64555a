import { at, segmentsOf, type Track } from '../track.ts';

/**
 * The workout as a curve of distance over time, both from 0: only timed points, and only distance covered between them, so
 * that stretches without times cannot make anyone fast. `meters` never falls, `seconds` rises strictly.
 */
export type PaceCurve = { readonly seconds: Float64Array; readonly meters: Float64Array };

/** The pace curve of a track; empty without times or distance. */
export function paceCurveOf(track: Track): PaceCurve {
  const seconds = new Float64Array(track.length);
  const meters = new Float64Array(track.length);
  let count = 0;
  let covered = 0;
  for (const { from, to } of segmentsOf(track.segmentStarts, track.length)) {
    let previous = NaN;
    for (let i = from; i < to; i++) {
      const offset = at(track.offset, i);
      const distance = at(track.distance, i);
      if (Number.isNaN(offset) || Number.isNaN(distance)) continue;
      if (!Number.isNaN(previous)) covered += distance - previous;
      previous = distance;
      seconds[count] = offset;
      meters[count] = covered;
      count += 1;
    }
  }
  return { seconds: seconds.slice(0, count), meters: meters.slice(0, count) };
}
