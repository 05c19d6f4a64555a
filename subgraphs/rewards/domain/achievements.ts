import type { Workout } from './workout.ts';

/** What can be reached for the first time. */
export type AchievementCode = 'FIRST_WORKOUT';

/**
 * What a workout unlocks, as it came in any version: a believed workout is a person's first, also when it is flagged or
 * deleted later. Whoever has unlocked something keeps it.
 */
export const unlockedBy = ({ worstFlag }: Pick<Workout, 'worstFlag'>): AchievementCode[] =>
  worstFlag === 'HARD' ? [] : ['FIRST_WORKOUT'];
