import { at } from '../track.ts';
import { between } from './interpolate.ts';
import type { PaceCurve } from './pace.ts';

export const METERS_PER = { KILOMETER: 1000, MILE: 1609.344 } as const;

/** `index` from 1; `startOffsetSeconds` from the workout's start; `elapsedSeconds` with pauses. */
export type Split = { index: number; startOffsetSeconds: number; distanceMeters: number; elapsedSeconds: number };

/** No workout has more; a lying distance must not make millions of them. */
const MOST_SPLITS = 2000;
const SHORTEST_REST_METERS = 1;

/**
 * The workout cut at each whole unit of distance (FORMULAS.md, Splits): the time at a cut is interpolated on the
 * cumulative distance, the last split keeps its length. A rest under 1 m is none.
 */
export function splitsOf({ seconds, meters }: PaceCurve, unitMeters: number): Split[] {
  const splits: Split[] = [];
  let begun = at(seconds, 0);
  for (let i = 1; i < meters.length; i++) {
    while ((splits.length + 1) * unitMeters <= at(meters, i) && splits.length < MOST_SPLITS) {
      const cut = (splits.length + 1) * unitMeters;
      const time = between(at(meters, i - 1), at(seconds, i - 1), at(meters, i), at(seconds, i), cut);
      splits.push({
        index: splits.length + 1,
        startOffsetSeconds: begun,
        distanceMeters: unitMeters,
        elapsedSeconds: time - begun,
      });
      begun = time;
    }
  }
  const rest = at(meters, meters.length - 1) - splits.length * unitMeters;
  if (rest >= SHORTEST_REST_METERS && splits.length < MOST_SPLITS) {
    splits.push({
      index: splits.length + 1,
      startOffsetSeconds: begun,
      distanceMeters: rest,
      elapsedSeconds: at(seconds, seconds.length - 1) - begun,
    });
  }
  return splits;
}
