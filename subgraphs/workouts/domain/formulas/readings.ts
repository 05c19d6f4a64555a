import { at, segmentsOf, type Track } from '../track.ts';

/** What any reading may speak for: straps fall off and watches sleep. */
const LEAST_SECONDS = 15;
/** However rarely a device records, a reading tells nothing about longer than this. */
const MOST_SECONDS = 90;
/** In the median intervals of a recording: a reading that is missing now and then is bridged by half. */
const INTERVALS = 1.5;

/** The longest that a reading of a sensor speaks for, in seconds: 15, or 1.5 × the recording's median interval between readings, 90 at most. */
export function longestReadingSeconds(track: Track, column: Float64Array): number {
  let intervals = 0;
  const long: number[] = [];
  for (const { from, to } of segmentsOf(track.segmentStarts, track.length)) {
    let previous = NaN;
    for (let i = from; i < to; i++) {
      const offset = at(track.offset, i);
      if (Number.isNaN(at(column, i)) || Number.isNaN(offset)) continue;
      if (!Number.isNaN(previous)) {
        intervals += 1;
        if ((offset - previous) * INTERVALS > LEAST_SECONDS) long.push(offset - previous);
      }
      previous = offset;
    }
  }
  const short = intervals - long.length;
  const middle = Math.floor((intervals - 1) / 2);
  // the shorter ones stand before all that are sorted, so most recordings sort none
  if (middle < short) return LEAST_SECONDS;
  const median = long.sort((a, b) => a - b)[middle - short] ?? 0;
  return Math.min(median * INTERVALS, MOST_SECONDS);
}
