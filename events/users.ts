import { z } from 'zod';
import { date, defineEvent, defineState, id, instant } from './define.ts';

/** Who may see something, as in schema/shared.graphql. */
const visibility = z.enum(['EVERYONE', 'FRIENDS', 'ONLY_ME']);

/** An account was made. */
export const UserRegistered = defineEvent('users', 'UserRegistered', 1, { userId: id });
/** An account was deleted: every domain forgets the person. The id is never used again. */
export const UserDeleted = defineEvent('users', 'UserDeleted', 1, { userId: id });
/**
 * Whoever reads the mail of an account's address, which nobody had confirmed, has given it a new password; once for an account.
 * Until now the account was whoever's registered it: what they may have noted, such as secret addresses, counts no more.
 */
export const AccountClaimed = defineEvent('users', 'AccountClaimed', 1, { userId: id });

/** Somebody asked for all that is kept of them: every domain gives its part to the export. The aggregate is the export. */
export const DataExportRequested = defineEvent('users', 'DataExportRequested', 1, { exportId: id, userId: id });

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
  /** What the person weighed on which day, the last day first: at most the last thousand days that are known. */
  bodyWeights: z.array(z.object({ measuredOn: date, kilograms: z.number().positive() })).default([]),
  restingHeartRateBpm: z.int().positive().nullable(),
  maxHeartRateBpm: z.int().positive().nullable(),
  defaultVisibility: visibility,
  /** Who sees the routes of workouts that they may see. */
  mapVisibility: visibility.default('EVERYONE'),
  /** Who sees the heart rates of workouts that they may see. */
  heartRateVisibility: visibility.default('EVERYONE'),
  /** Who sees all of the body that energy and zones of heart rate are computed with: weight, heart rates, birth date and sex. */
  bodyVisibility: visibility.default('ONLY_ME'),
  /** Circles in which the head and tail of routes are hidden from others; each holds the place that the person named. */
  privacyZones: z
    .array(z.object({ latitude: z.number(), longitude: z.number(), radiusMeters: z.number().positive() }))
    .default([]),
});

/** What events about two people carry. The aggregate is the pair: its version grows with everything between the two. */
const pair = {
  /** Of the two, whatever becomes of them; the id of their friendship. */
  friendshipId: id,
  userId: id,
};

/** Somebody asked another to be friends. */
export const FriendRequested = defineEvent('users', 'FriendRequested', 1, { ...pair, friendId: id });
/** A request ended without a friendship: the one asked declined or blocked who asked, or who asked took it back, be it by a block. */
export const FriendRequestEnded = defineEvent('users', 'FriendRequestEnded', 1, {
  ...pair,
  friendId: id,
  because: z.enum(['DECLINED', 'WITHDRAWN', 'BLOCKED']),
});
/** Two people are friends; it holds both ways. `userId` is who asked. */
export const FriendshipStarted = defineEvent('users', 'FriendshipStarted', 1, { ...pair, friendId: id });
/** Two people are friends no more; it holds both ways. `userId` is who ended it. */
export const FriendshipEnded = defineEvent('users', 'FriendshipEnded', 1, { ...pair, friendId: id });
/** `userId` blocked another, who sees nothing of them from now on. A friendship ends before, by an event of its own. */
export const UserBlocked = defineEvent('users', 'UserBlocked', 1, { ...pair, blockedId: id });
/** `userId` blocks the other no more. */
export const UserUnblocked = defineEvent('users', 'UserUnblocked', 1, { ...pair, blockedId: id });

/** A picture of a person is shown no more: another came, or it was taken away. The aggregate is the picture. */
export const AvatarDropped = defineEvent('users', 'AvatarDropped', 1, { mediaId: id, userId: id });

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

const squadRole = z.enum(['OWNER', 'MEMBER']);

/** A squad was made; its first member, the owner, comes by `SquadMemberJoined`. */
export const SquadCreated = defineEvent('users', 'SquadCreated', 1, { squadId: id, ownerId: id });
/** A squad has another name, which stands in `SquadName`. */
export const SquadRenamed = defineEvent('users', 'SquadRenamed', 1, { squadId: id });
/**
 * What a squad is called, newest only, in the stream SQUADS (`squads.<squadId>`), and purged with the squad: people name
 * squads after themselves, so that no name stands in the event history.
 */
export const SquadName = defineState('users', 'SquadName', 1, 'squads.{squadId}', { squadId: id, name: z.string() });
/** Somebody is in a squad from now on. The aggregate is the squad, and its version grows with every event of it. */
export const SquadMemberJoined = defineEvent('users', 'SquadMemberJoined', 1, {
  squadId: id,
  userId: id,
  role: squadRole,
});
/** Somebody in a squad has another role. */
export const SquadMemberRoleChanged = defineEvent('users', 'SquadMemberRoleChanged', 1, {
  squadId: id,
  userId: id,
  role: squadRole,
});
/** Somebody is in a squad no more; `role` is what they were. */
export const SquadMemberLeft = defineEvent('users', 'SquadMemberLeft', 1, { squadId: id, userId: id, role: squadRole });
/** A squad is no more; its last members leave by events of their own. */
export const SquadDissolved = defineEvent('users', 'SquadDissolved', 1, { squadId: id });
