import type { Sport, WorkoutSource } from '#events/vocabulary.ts';
import type { LocalDate } from './calendar.ts';

/** The figures of a workout that tokens are earned by. */
export interface Workout {
  readonly sport: Sport;
  readonly source: WorkoutSource;
  /** The date where it started, frozen on arrival. */
  readonly localDate: LocalDate;
  readonly movingMilliseconds: bigint;
  readonly distanceMillimeters: bigint | null;
  readonly hasPositions: boolean;
  readonly hasHeartRate: boolean;
  readonly worstFlag: 'INFO' | 'SOFT' | 'HARD' | null;
}

/** Shorter movement earns nothing and keeps no streak alive. */
const MINIMUM_MILLISECONDS = 5n * 60_000n;

/** Whether a workout is long enough and believed: only then it earns, and its day counts for the streak. */
export const qualifies = (workout: Workout): boolean =>
  workout.worstFlag !== 'HARD' && workout.movingMilliseconds >= MINIMUM_MILLISECONDS;
