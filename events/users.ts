import { z } from 'zod';
import { date, defineEvent, defineState, id, instant } from './define.ts';

/** An account was made. */
export const UserRegistered = defineEvent('users', 'UserRegistered', 1, { userId: id });

/**
 * What other domains need of a person, kept once per person in the stream PROFILES (`profiles.<userId>`), newest only,
 * and purged with the account. Holds personal data, so it never stands in a domain's event history.
 */
export const Profile = defineState('users', 'Profile', 1, 'profiles.{userId}', {
  userId: id,
  username: z.string(),
  timeZone: z.string(),
  birthDate: date.nullable(),
  sex: z.enum(['FEMALE', 'MALE']).nullable(),
  weightKilograms: z.number().positive().nullable(),
  restingHeartRateBpm: z.int().positive().nullable(),
  maxHeartRateBpm: z.int().positive().nullable(),
  defaultVisibility: z.enum(['EVERYONE', 'FRIENDS', 'ONLY_ME']),
});

/** The target of a goal was reached, in one window of its days; once per goal and window. Carries no figures of the person. */
export const GoalAchieved = defineEvent('users', 'GoalAchieved', 1, {
  goalId: id,
  userId: id,
  metric: z.enum(['DISTANCE', 'MOVING_TIME', 'ENERGY', 'ELEVATION_GAIN', 'WORKOUT_COUNT', 'ACTIVE_DAYS']),
  /** The window, both days in it. */
  startDate: date,
  targetDate: date,
  achievedAt: instant,
});
