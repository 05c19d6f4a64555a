import { z } from 'zod';
import { date, defineEvent, defineState, id } from './define.ts';

/** An account was made. */
export const UserRegistered = defineEvent('users', 'UserRegistered', 1, { userId: id });
/** An account was deleted: every domain forgets the person. The id is never used again. */
export const UserDeleted = defineEvent('users', 'UserDeleted', 1, { userId: id });

/**
 * A session was ended while access tokens of it may still be out; kept in the stream REVOCATIONS
 * (`revocations.<sessionId>`) for as long as they may live.
 */
export const SessionRevoked = defineState('users', 'SessionRevoked', 1, 'revocations.{sessionId}', { sessionId: id });

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
