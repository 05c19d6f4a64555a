import type { Sport, WorkoutSource } from '#events/vocabulary.ts';

/** What a competition counts. */
export type Metric =
  'DISTANCE' | 'MOVING_TIME' | 'ENERGY' | 'ELEVATION_GAIN' | 'WORKOUT_COUNT' | 'ACTIVE_DAYS' | 'FASTEST_EFFORT';

/** Who may see and join a competition. */
export type Visibility = 'PUBLIC' | 'LINK' | 'INVITE';

/** Which workouts count, and what of them. */
export interface ScoringRules {
  readonly metric: Metric;
  /** The distance raced; of FASTEST_EFFORT alone. */
  readonly effortDistanceMeters: number | null;
  /** Empty: all. */
  readonly sports: readonly Sport[];
  /** Empty: all. */
  readonly sources: readonly WorkoutSource[];
  readonly minimumDistanceMeters: number | null;
  /** Of moving time. */
  readonly minimumSeconds: number | null;
  /** Workouts that start at or after this count … */
  readonly startsAt: Date;
  /** … and before this. */
  readonly endsAt: Date;
  readonly countsWorkoutsBeforeJoining: boolean;
  /** The score that completes the competition. */
  readonly target: number | null;
}

/** What somebody who makes a competition decides, with every gap filled. */
export interface CompetitionTerms extends ScoringRules {
  readonly title: string;
  readonly description: string | null;
  readonly timeZone: string;
  readonly visibility: Visibility;
  readonly gracePeriodSeconds: number;
}

/** Where a competition stands. */
export type Status = 'UPCOMING' | 'ACTIVE' | 'ENDED' | 'FINAL';

/** People compared by one metric over a window of time. */
export interface Competition extends CompetitionTerms {
  readonly id: string;
  readonly organizerId: string;
  /** Of INVITE competitions alone. */
  readonly inviteCode: string | null;
  /** As the clock left it; `statusAt` tells what it is now. */
  readonly status: Status;
  readonly version: number;
  readonly createdAt: Date;
}

/** One person's part in a competition. */
export interface Participation {
  readonly id: string;
  readonly competitionId: string;
  readonly userId: string;
  readonly joinedAt: Date;
  readonly version: number;
  /** In the metric's unit; null without a counting workout. */
  readonly score: number | null;
  /** The end of the workout that brought the score there; null without a score. */
  readonly reachedAt: Date | null;
  readonly activityCount: number;
  readonly completedAt: Date | null;
  /** The team they play for; null when they play for none. */
  readonly teamId: string | null;
}

/**
 * Whether somebody may see a competition: an INVITE one is for its organizer and participants.
 *
 * @param viewerId undefined for somebody who is not logged in
 */
export const maySee = (
  { visibility, organizerId }: Pick<Competition, 'visibility' | 'organizerId'>,
  viewerId: string | undefined,
  participates: boolean,
): boolean => visibility !== 'INVITE' || participates || viewerId === organizerId;

/** What opens a competition to somebody who knows it: the organizer and participants see the code of nobody else. */
export const inviteCodeFor = (competition: Competition, viewerId: string | undefined): string | null =>
  viewerId === competition.organizerId ? competition.inviteCode : null;
