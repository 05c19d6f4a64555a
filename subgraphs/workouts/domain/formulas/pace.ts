import { at, segmentsOf, type Track } from '../track.ts';

/**
 * The workout as a curve of distance over time, both from its start: only timed points, and only distance covered between
 * them, so that stretches without times cannot make anyone fast. What a device counted during a pause belongs to it: it
 * lasted as long as the pause, as a length in a pool does that is told at its end. `meters` never falls, `seconds` rises
 * strictly.
 */
export type PaceCurve = { readonly seconds: Float64Array; readonly meters: Float64Array };

/** The pace curve of a track; empty without times or distance. */
export function paceCurveOf(track: Track): PaceCurve {
  const seconds = new Float64Array(track.length + 1);
  const meters = new Float64Array(track.length + 1);
  let count = 0;
  let covered = 0;
  let previous = -1;
  for (const { from, to } of segmentsOf(track.segmentStarts, track.length)) {
    // what came between, if anything did, has no times
    if (previous !== from - 1) previous = -1;
    for (let i = from; i < to; i++) {
      const offset = at(track.offset, i);
      const distance = at(track.distance, i);
      if (Number.isNaN(offset) || Number.isNaN(distance)) continue;
      if (i === 0) {
        // the curve begins at 0 at the start, unless the first point is there
        if (distance > 0 && offset > 0) count += 1;
        covered = distance;
      } else if (previous >= 0) covered += distance - at(track.distance, previous);
      previous = i;
      seconds[count] = offset;
      meters[count] = covered;
      count += 1;
    }
  }
  return { seconds: seconds.slice(0, count), meters: meters.slice(0, count) };
}
