import { ScoreChanged, TeamScoreChanged } from '#events/competitions.ts';
import { createState, type Message } from '#platform/events/envelope.ts';
import { failpoint } from '#platform/failpoints.ts';
import type { Queryable, Transaction } from '#platform/postgres/connection.ts';
import { writeState } from '#platform/postgres/outbox.ts';
import type { Competition, Participation } from './domain/competition.ts';
import { scoreOf } from './domain/scoring.ts';
import { holdCompetitionsAround } from './store/competitions.ts';
import { findParticipation, findParticipationsOf, saveScore } from './store/participations.ts';
import { findScoredTeam, touchTeam } from './store/teams.ts';
import { workoutsBetween } from './store/workouts.ts';

/** A participation with the score its person's workouts give it. Whoever calls holds the person's lock. */
export async function scored(
  tx: Transaction,
  competition: Competition,
  participation: Participation,
): Promise<Participation> {
  const workouts = await workoutsBetween(tx, participation.userId, competition.startsAt, competition.endsAt);
  const score = scoreOf(competition, participation.joinedAt, workouts);
  return {
    ...participation,
    score: score?.value ?? null,
    reachedAt: score?.reachedAt ?? null,
    activityCount: score?.activityCount ?? 0,
    completedAt: score?.completedAt ?? null,
  };
}

/**
 * Scores a person anew in every open competition whose window holds one of the instants, and notes each score that is
 * another now for publication. Whoever calls holds the person's lock.
 */
export async function rescore(tx: Transaction, userId: string, instants: readonly Date[]): Promise<void> {
  const competitions = await holdCompetitionsAround(tx, userId, instants);
  if (competitions.length === 0) return;
  const byId = new Map(competitions.map((competition) => [competition.id, competition]));
  const participations = await findParticipationsOf(tx, userId, [...byId.keys()]);
  const teams: string[] = [];
  for (const participation of participations) {
    const competition = byId.get(participation.competitionId);
    if (!competition) continue;
    const now = await scored(tx, competition, participation);
    if (sameScore(participation, now)) continue;
    failpoint('competitions.before-score');
    await saveScore(tx, { ...now, version: participation.version + 1 });
    await writeState(tx, scoreSubject(participation));
    if (participation.teamId !== null) teams.push(participation.teamId);
    failpoint('competitions.scored');
  }
  await rescoreTeams(tx, teams);
}

/**
 * Notes that the scores of teams may be others, for publication: what they are is read when it is published. Taken last,
 * and in the order of ids, so that transactions wait for each other and never for ever.
 */
export async function rescoreTeams(tx: Transaction, teamIds: readonly string[]): Promise<void> {
  for (const id of [...teamIds].sort()) await writeState(tx, await touchTeam(tx, id));
}

const sameScore = (a: Participation, b: Participation): boolean =>
  a.score === b.score &&
  a.activityCount === b.activityCount &&
  a.reachedAt?.getTime() === b.reachedAt?.getTime() &&
  a.completedAt?.getTime() === b.completedAt?.getTime();

/** Where a participant's score is published. */
export const scoreSubject = ({ competitionId, id }: Participation): string => `scores.${competitionId}.${id}`;

/** The state behind a subject of the streams SCORES and TEAM_SCORES, as it is now. */
export function readScore(db: Queryable, subject: string): Promise<Message | undefined> {
  const [kind, , id = ''] = subject.split('.');
  return kind === 'team-scores' ? readTeamScore(db, subject, id) : readPersonsScore(db, subject, id);
}

async function readTeamScore(db: Queryable, subject: string, teamId: string): Promise<Message | undefined> {
  const team = await findScoredTeam(db, teamId);
  if (!team) return undefined;
  const { competitionId, version, score, reachedAt, activityCount } = team;
  const data = { version, competitionId, teamId, score, reachedAt: reachedAt?.toISOString() ?? null, activityCount };
  return createState(TeamScoreChanged, subject, teamId, data, new Date());
}

async function readPersonsScore(db: Queryable, subject: string, participationId: string): Promise<Message | undefined> {
  const participation = await findParticipation(db, participationId);
  if (!participation) return undefined;
  const { id, competitionId, userId, version, score, reachedAt, activityCount } = participation;
  const data = {
    version,
    competitionId,
    participationId: id,
    userId,
    score,
    reachedAt: reachedAt?.toISOString() ?? null,
    activityCount,
  };
  return createState(ScoreChanged, subject, id, data, new Date());
}
