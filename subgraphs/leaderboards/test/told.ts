import { v7 as uuidv7 } from 'uuid';
import {
  CompetitionCancelled,
  CompetitionCreated,
  CompetitionFinalized,
  ParticipantJoined,
  ScoreChanged,
  TeamScoreChanged,
} from '#events/competitions.ts';
import type { EventData } from '#events/define.ts';
import { createEvent, createState, type Message } from '#platform/events/envelope.ts';

const now = new Date('2026-05-01T12:00:00Z');

/** A competition by distance, open to everybody, unless told otherwise. */
export function created(changes: Partial<EventData<typeof CompetitionCreated>> = {}): Message {
  const competitionId = changes.competitionId ?? uuidv7();
  const data: EventData<typeof CompetitionCreated> = {
    version: 1,
    organizerId: uuidv7(),
    title: 'May',
    metric: 'DISTANCE',
    sports: [],
    visibility: 'PUBLIC',
    startsAt: '2026-05-01T00:00:00.000Z',
    endsAt: '2026-06-01T00:00:00.000Z',
    ...changes,
    competitionId,
  };
  return createEvent(CompetitionCreated, competitionId, data, now);
}

/** A competition is no more. */
export const cancelled = (competitionId: string): Message =>
  createEvent(CompetitionCancelled, competitionId, { version: 2, competitionId }, now);

/** Somebody joined; the participation has the person's id unless told otherwise. */
export const joined = (competitionId: string, userId: string, participationId = userId): Message =>
  createEvent(
    ParticipantJoined,
    participationId,
    { version: 1, participationId, competitionId, userId, joinedAt: now.toISOString(), teamId: null },
    now,
  );

/** Somebody's score; the participation has the person's id unless told otherwise. */
export function scored(
  competitionId: string,
  userId: string,
  score: number | null,
  changes: Partial<EventData<typeof ScoreChanged>> = {},
): Message {
  const data: EventData<typeof ScoreChanged> = {
    version: 1,
    competitionId,
    participationId: userId,
    userId,
    score,
    reachedAt: score === null ? null : now.toISOString(),
    activityCount: score === null ? 0 : 1,
    ...changes,
  };
  return createState(ScoreChanged, `scores.${competitionId}.${data.participationId}`, data.participationId, data, now);
}

/** Final standings, in one part unless told otherwise. */
export const finalized = (
  competitionId: string,
  standings: EventData<typeof CompetitionFinalized>['standings'],
  part = 1,
  parts = 1,
  teams: EventData<typeof CompetitionFinalized>['teams'] = [],
): Message =>
  createEvent(CompetitionFinalized, competitionId, { version: 4, competitionId, part, parts, standings, teams }, now);

/** A team's score. */
export function teamScored(
  competitionId: string,
  teamId: string,
  score: number | null,
  changes: Partial<EventData<typeof TeamScoreChanged>> = {},
): Message {
  const reachedAt = score === null ? null : now.toISOString();
  const data = { version: 1, competitionId, teamId, score, reachedAt, activityCount: 1, ...changes };
  return createState(TeamScoreChanged, `team-scores.${competitionId}.${teamId}`, teamId, data, now);
}
