import type { Sport, WorkoutSource } from '#events/vocabulary.ts';

/** The figures of a workout that competitions score by. */
export interface Workout {
  readonly id: string;
  readonly sport: Sport;
  readonly source: WorkoutSource;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** `YYYY-MM-DD` where it started, frozen on arrival. */
  readonly localDate: string;
  readonly movingSeconds: number;
  readonly distanceMeters: number | null;
  readonly kilocalories: number | null;
  readonly elevationGainMeters: number | null;
  /** Whether no flag of it is HARD. */
  readonly believed: boolean;
  readonly bestEfforts: readonly { readonly distanceMeters: number; readonly elapsedSeconds: number }[];
}
