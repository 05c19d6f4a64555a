import { z } from 'zod';
import { defineEvent, defineState, id, instant } from './define.ts';
import { sport } from './workouts.ts';

/** The metrics, as in the competitions subgraph's schema. */
export const competitionMetric = z.enum([
  'DISTANCE',
  'MOVING_TIME',
  'ENERGY',
  'ELEVATION_GAIN',
  'WORKOUT_COUNT',
  'ACTIVE_DAYS',
  'FASTEST_EFFORT',
]);

/** A competition was made. */
export const CompetitionCreated = defineEvent('competitions', 'CompetitionCreated', 1, {
  competitionId: id,
  organizerId: id,
  title: z.string(),
  metric: competitionMetric,
  sports: z.array(sport),
  visibility: z.enum(['PUBLIC', 'LINK', 'INVITE']),
  startsAt: instant,
  endsAt: instant,
});
/** The window has begun. */
export const CompetitionStarted = defineEvent('competitions', 'CompetitionStarted', 1, { competitionId: id });
/** The window is over; late workouts of the window still count until the grace period ends. */
export const CompetitionEnded = defineEvent('competitions', 'CompetitionEnded', 1, { competitionId: id });
/** Where somebody, or a team, stands at the end. */
const place = {
  rank: z.int().positive().nullable(),
  score: z.number().nullable(),
  /** The end of the workout that brought the score there; null without a score. */
  reachedAt: instant.nullable(),
  activityCount: z.int().nonnegative(),
};
/**
 * The standings are final: all participants, in order, with shared ranks; without a score there is no rank. Many
 * participants come in several events, each right without the others; the broker takes 1 MiB a message.
 */
export const CompetitionFinalized = defineEvent('competitions', 'CompetitionFinalized', 1, {
  competitionId: id,
  /** Which of the events this is, from 1 … */
  part: z.int().positive(),
  /** … to this. */
  parts: z.int().positive(),
  standings: z.array(z.object({ participationId: id, userId: id, ...place })),
  /** All teams, in order; in the first part alone. */
  teams: z.array(z.object({ teamId: id, ...place })).default([]),
});
/** A competition is no more: whoever made it deleted their account, and nobody takes part. What it was called is erased. */
export const CompetitionCancelled = defineEvent('competitions', 'CompetitionCancelled', 1, { competitionId: id });
/** Somebody takes part. The aggregate is the participation. */
export const ParticipantJoined = defineEvent('competitions', 'ParticipantJoined', 1, {
  participationId: id,
  competitionId: id,
  userId: id,
  joinedAt: instant,
  /** The team they took a seat in on joining; null when they took none then. */
  teamId: id.nullable().default(null),
});

/**
 * A participant's score as it stands, kept once per participant in the stream SCORES
 * (`scores.<competitionId>.<participationId>`), newest only.
 */
export const ScoreChanged = defineState('competitions', 'ScoreChanged', 1, 'scores.{competitionId}.{participationId}', {
  competitionId: id,
  participationId: id,
  userId: id,
  /** In the metric's unit; null without a counting workout. */
  score: z.number().nullable(),
  /** The end of the workout that brought the score there; null without a score. */
  reachedAt: instant.nullable(),
  activityCount: z.int().nonnegative(),
});

/**
 * A team's score as it stands, kept once per team in the stream TEAM_SCORES (`team-scores.<competitionId>.<teamId>`),
 * newest only: that of those who play for it now.
 */
export const TeamScoreChanged = defineState(
  'competitions',
  'TeamScoreChanged',
  1,
  'team-scores.{competitionId}.{teamId}',
  {
    competitionId: id,
    teamId: id,
    /** In the metric's unit; null without a counting workout. */
    score: z.number().nullable(),
    /** The end of the workout that brought the score there; null without a score. */
    reachedAt: instant.nullable(),
    activityCount: z.int().nonnegative(),
  },
);
