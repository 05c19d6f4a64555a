import { z } from 'zod';
import { competitionMetric } from '#events/competitions.ts';
import { change, many, maybeOne, one, type Queryable, type Transaction } from '#platform/postgres/connection.ts';
import type { Metric } from '../domain/competition.ts';
import { teamScoreOf, type Seat, type Standing, type Team } from '../domain/team.ts';

const columns = {
  id: z.string(),
  competition_id: z.string(),
  name: z.string(),
  squad_id: z.string().nullable(),
  max_members: z.int().nullable(),
  maker_id: z.string().nullable(),
  version: z.int(),
  created_at: z.date(),
};
const toTeam = (r: z.infer<z.ZodObject<typeof columns>>): Team => ({
  id: r.id,
  competitionId: r.competition_id,
  name: r.name,
  squadId: r.squad_id,
  maxMembers: r.max_members,
  makerId: r.maker_id,
  version: r.version,
  createdAt: r.created_at,
});
const row = z.object(columns).transform(toTeam);

/** Keeps a new team. */
export async function insertTeam(tx: Transaction, team: Team): Promise<void> {
  await change(
    tx,
    `INSERT INTO teams (id, competition_id, name, squad_id, max_members, maker_id, version, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [team.id, team.competitionId, team.name, team.squadId, team.maxMembers, team.makerId, team.version, team.createdAt],
  );
}

/** The teams of these ids, in any order. */
export const findTeams = (db: Queryable, ids: readonly string[]): Promise<Team[]> =>
  many(db, row, 'SELECT * FROM teams WHERE id = ANY($1::uuid[])', [ids]);

/** The teams of these competitions, in the order they were made. */
export const findTeamsIn = (db: Queryable, competitionIds: readonly string[]): Promise<Team[]> =>
  many(db, row, 'SELECT * FROM teams WHERE competition_id = ANY($1::uuid[]) ORDER BY id', [competitionIds]);

/** The teams that squads have in competitions whose standings are open, the newest first; of each squad at most `limit`. */
export const findTeamsOfSquad = (db: Queryable, squadId: string, limit: number): Promise<Team[]> =>
  many(
    db,
    row,
    `SELECT t.* FROM teams t JOIN competitions c ON c.id = t.competition_id
     WHERE t.squad_id = $1 AND c.status <> 'FINAL' ORDER BY t.id DESC LIMIT $2`,
    [squadId, limit],
  );

/** A team, whose seats are this transaction's to give until it ends; undefined when the competition has no such team. */
export const lockTeam = (tx: Transaction, id: string, competitionId: string): Promise<Team | undefined> =>
  maybeOne(tx, row, 'SELECT * FROM teams WHERE id = $1 AND competition_id = $2 FOR UPDATE', [id, competitionId]);

/** Keeps other teams from being made in a competition until the transaction ends. */
export async function lockTeamsIn(tx: Transaction, competitionId: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('teams ' || $1, 0))`, [competitionId]);
}

const counted = z
  .object({ team_id: z.string(), count: z.coerce.number() })
  .transform((found) => ({ teamId: found.team_id, count: found.count }));

/** How many play for each of these teams; those for whom nobody does are left out. */
export const countTeamMembers = (db: Queryable, ids: readonly string[]): Promise<{ teamId: string; count: number }[]> =>
  many(
    db,
    counted,
    `SELECT team_id, count(*) AS count FROM parts
     WHERE seat_team_id = ANY($1::uuid[]) AND team_id IS NOT NULL GROUP BY team_id`,
    [ids],
  );

/** Seats a participant in a team. */
export async function saveSeat(tx: Transaction, participationId: string, seat: Seat): Promise<void> {
  await change(tx, 'UPDATE participations SET seat_team_id = $2, seat_version = $3 WHERE id = $1', [
    participationId,
    seat.teamId,
    seat.version,
  ]);
}

/** Clears the seats of a competition that do not hold, before its standings become final. */
export async function clearLostSeats(tx: Transaction, competitionId: string): Promise<void> {
  await change(
    tx,
    `UPDATE participations SET seat_team_id = NULL, seat_version = NULL FROM parts
     WHERE parts.id = participations.id AND parts.competition_id = $1
       AND parts.seat_team_id IS NOT NULL AND parts.team_id IS NULL`,
    [competitionId],
  );
}

/** The team that somebody has a seat in for each competition of a squad whose standings are open; held or lost. */
export const findSeatsOfSquad = async (
  db: Queryable,
  squadId: string,
  userId: string,
): Promise<{ teamId: string; competitionId: string }[]> =>
  many(
    db,
    z
      .object({ id: z.string(), competition_id: z.string() })
      .transform((found) => ({ teamId: found.id, competitionId: found.competition_id })),
    `SELECT t.id, t.competition_id FROM teams t
       JOIN participations p ON p.seat_team_id = t.id JOIN competitions c ON c.id = t.competition_id
     WHERE t.squad_id = $1 AND p.user_id = $2 AND c.status <> 'FINAL' ORDER BY t.id`,
    [squadId, userId],
  );

const subjectRow = z
  .object({ id: z.string(), competition_id: z.string() })
  .transform((found) => `team-scores.${found.competition_id}.${found.id}`);

/** Removes the teams of a competition in which nobody takes part. @returns where their scores were published. */
export const deleteTeamsIn = (tx: Transaction, competitionId: string): Promise<string[]> =>
  many(tx, subjectRow, 'DELETE FROM teams WHERE competition_id = $1 RETURNING id, competition_id', [competitionId]);

/** Counts a team's version up. @returns where its score is published. */
export const touchTeam = (tx: Transaction, id: string): Promise<string> =>
  one(tx, subjectRow, 'UPDATE teams SET version = version + 1 WHERE id = $1 RETURNING id, competition_id', [id]);

const member = z.object({
  ...columns,
  metric: competitionMetric,
  score: z.number().nullable(),
  reached_at: z.date().nullable(),
  activity_count: z.number().nullable(),
});

/** A team with its score. */
export type ScoredTeam = Team & Standing;

const SCORED = `SELECT t.*, c.metric, p.score, p.reached_at, p.activity_count
  FROM teams t JOIN competitions c ON c.id = t.competition_id
  LEFT JOIN parts p ON p.seat_team_id = t.id AND p.team_id = t.id`;

/** A team with its score, both of one instant. Cost: those who play for it, by index. */
export async function findScoredTeam(db: Queryable, id: string): Promise<ScoredTeam | undefined> {
  return scoredTeams(await many(db, member, `${SCORED} WHERE t.id = $1`, [id]))[0];
}

/** The teams of a competition with their scores. */
export const findScoredTeamsIn = async (db: Queryable, competitionId: string): Promise<ScoredTeam[]> =>
  scoredTeams(await many(db, member, `${SCORED} WHERE t.competition_id = $1`, [competitionId]));

function scoredTeams(rows: readonly z.infer<typeof member>[]): ScoredTeam[] {
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((members) => {
    const [first] = members;
    return first ? [{ ...toTeam(first), ...scoreFrom(first.metric, members) }] : [];
  });
}

const scoreFrom = (metric: Metric, members: readonly z.infer<typeof member>[]): Standing =>
  teamScoreOf(
    metric,
    members.map((each) => ({
      score: each.score,
      reachedAt: each.reached_at,
      activityCount: each.activity_count ?? 0,
    })),
  );
