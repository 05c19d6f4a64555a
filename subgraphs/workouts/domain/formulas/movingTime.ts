import { at, segmentsOf, type Track } from '../track.ts';

/** How moving time came to be: the device's timer, positions, nothing better than elapsed time, less the pauses that are known, or the owner told it. */
export const MOVING_TIME_METHODS = ['DEVICE_TIMER', 'SPEED', 'ELAPSED', 'MANUAL'] as const;
export type MovingTimeMethod = (typeof MOVING_TIME_METHODS)[number];

const SHORTEST_STOP_SECONDS = 15;
const LONGEST_TRUSTED_GAP_SECONDS = 60;

/**
 * Seconds in motion, from points (FORMULAS.md, Elapsed and moving time): a stretch below `stillSpeed` (m/s) for 15 s or more is
 * stopped, so is a gap of more than 60 s whose implied speed is below it, and so is what lies between segments.
 * Null without timed distance.
 */
export function movingSecondsFromPoints(
  track: Pick<Track, 'offset' | 'distance' | 'segmentStarts' | 'length'>,
  stillSpeed: number,
): number | null {
  let moving = 0;
  let known = false;
  for (const { from, to } of segmentsOf(track.segmentStarts, track.length)) {
    let still = 0;
    let previous = -1;
    const endStill = (): void => {
      if (still < SHORTEST_STOP_SECONDS) moving += still;
      still = 0;
    };
    for (let i = from; i < to; i++) {
      if (Number.isNaN(at(track.offset, i)) || Number.isNaN(at(track.distance, i))) continue;
      if (previous >= 0) {
        known = true;
        const seconds = at(track.offset, i) - at(track.offset, previous);
        const slow = at(track.distance, i) - at(track.distance, previous) < stillSpeed * seconds;
        if (slow && seconds <= LONGEST_TRUSTED_GAP_SECONDS) still += seconds;
        else {
          endStill();
          if (!slow) moving += seconds;
        }
      }
      previous = i;
    }
    endStill();
  }
  return known ? moving : null;
}

/** Seconds that lie between segments: the pauses that a recording without a timer tells. */
export function secondsBetweenSegments(track: Track): number {
  let between = 0;
  let last = NaN;
  for (const { from, to } of segmentsOf(track.segmentStarts, track.length)) {
    let isFirst = true;
    for (let i = from; i < to; i++) {
      const offset = at(track.offset, i);
      if (Number.isNaN(offset)) continue;
      if (isFirst && !Number.isNaN(last)) between += offset - last;
      isFirst = false;
      last = offset;
    }
  }
  return between;
}
