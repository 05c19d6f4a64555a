import { z } from 'zod';
import { change, many, maybeOne, type Queryable, type Transaction } from '#platform/postgres/connection.ts';
import type { Participation } from '../domain/competition.ts';

const row = z
  .object({
    id: z.string(),
    competition_id: z.string(),
    user_id: z.string(),
    joined_at: z.date(),
    version: z.number(),
    score: z.number().nullable(),
    reached_at: z.date().nullable(),
    activity_count: z.number(),
    completed_at: z.date().nullable(),
    team_id: z.string().nullable(),
  })
  .transform((r): Participation => ({
    id: r.id,
    competitionId: r.competition_id,
    userId: r.user_id,
    joinedAt: r.joined_at,
    version: r.version,
    score: r.score,
    reachedAt: r.reached_at,
    activityCount: r.activity_count,
    completedAt: r.completed_at,
    teamId: r.team_id,
  }));

/** Keeps a new participation. */
export async function insertParticipation(tx: Transaction, p: Participation): Promise<void> {
  await tx.query(
    `INSERT INTO participations
       (id, competition_id, user_id, joined_at, version, score, reached_at, activity_count, completed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [p.id, p.competitionId, p.userId, p.joinedAt, p.version, p.score, p.reachedAt, p.activityCount, p.completedAt],
  );
}

/** Keeps a participation's new score. */
export async function saveScore(tx: Transaction, p: Participation): Promise<void> {
  await change(
    tx,
    `UPDATE participations SET version = $2, score = $3, reached_at = $4, activity_count = $5, completed_at = $6
     WHERE id = $1`,
    [p.id, p.version, p.score, p.reachedAt, p.activityCount, p.completedAt],
  );
}

/** The participations of these ids, in any order. */
export const findParticipations = (db: Queryable, ids: readonly string[]): Promise<Participation[]> =>
  many(db, row, 'SELECT * FROM parts WHERE id = ANY($1::uuid[])', [ids]);

/** A participation by id. */
export const findParticipation = (db: Queryable, id: string): Promise<Participation | undefined> =>
  maybeOne(db, row, 'SELECT * FROM parts WHERE id = $1', [id]);

/** A person's parts in these competitions, in the order of their ids. */
export const findParticipationsOf = (
  db: Queryable,
  userId: string,
  competitionIds: readonly string[],
): Promise<Participation[]> =>
  many(db, row, 'SELECT * FROM parts WHERE user_id = $1 AND competition_id = ANY($2::uuid[]) ORDER BY competition_id', [
    userId,
    competitionIds,
  ]);

/** All parts in a competition, in any order. */
export const allParticipations = (db: Queryable, competitionId: string): Promise<Participation[]> =>
  many(db, row, 'SELECT * FROM parts WHERE competition_id = $1', [competitionId]);

/** Where somebody stands in the list of participants. */
export interface ParticipantPosition {
  readonly joinedAt: Date;
  readonly id: string;
}

/** Whose participants are listed. */
const lists = {
  competition: 'competition_id = $1',
  team: 'seat_team_id = $1 AND team_id IS NOT NULL',
};

/** Those who take part in a competition, or play for a team, in the order they joined. Cost: the page's rows, by index. */
export const listParticipations = (
  db: Queryable,
  list: keyof typeof lists,
  id: string,
  limit: number,
  after: ParticipantPosition | undefined,
): Promise<Participation[]> =>
  many(
    db,
    row,
    `SELECT * FROM parts
     WHERE ${lists[list]} AND ($3::timestamptz IS NULL OR (joined_at, id) > ($3::timestamptz, $4::uuid))
     ORDER BY joined_at, id LIMIT $2`,
    [id, limit, after?.joinedAt ?? null, after?.id ?? null],
  );

/** Removes all parts of somebody. @returns them as they were, in the order of their competitions. */
export async function deleteParticipationsOf(tx: Transaction, userId: string): Promise<Participation[]> {
  const found = await many(tx, row, 'SELECT * FROM parts WHERE user_id = $1 ORDER BY competition_id', [userId]);
  await change(tx, 'DELETE FROM participations WHERE user_id = $1', [userId]);
  return found;
}
