import { z } from 'zod';
import { many, maybeOne, type Queryable, type Transaction } from '#platform/postgres/connection.ts';
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
  await tx.query(
    `UPDATE participations SET version = $2, score = $3, reached_at = $4, activity_count = $5, completed_at = $6
     WHERE id = $1`,
    [p.id, p.version, p.score, p.reachedAt, p.activityCount, p.completedAt],
  );
}

/** The participations of these ids, in any order. */
export const findParticipations = (db: Queryable, ids: readonly string[]): Promise<Participation[]> =>
  many(db, row, 'SELECT * FROM participations WHERE id = ANY($1::uuid[])', [ids]);

/** A participation by id. */
export const findParticipation = (db: Queryable, id: string): Promise<Participation | undefined> =>
  maybeOne(db, row, 'SELECT * FROM participations WHERE id = $1', [id]);

/** A person's parts in these competitions, in any order. */
export const findParticipationsOf = (
  db: Queryable,
  userId: string,
  competitionIds: readonly string[],
): Promise<Participation[]> =>
  many(db, row, 'SELECT * FROM participations WHERE user_id = $1 AND competition_id = ANY($2::uuid[])', [
    userId,
    competitionIds,
  ]);

/** All parts in a competition, in any order. */
export const allParticipations = (db: Queryable, competitionId: string): Promise<Participation[]> =>
  many(db, row, 'SELECT * FROM participations WHERE competition_id = $1', [competitionId]);

/** Where somebody stands in the list of participants. */
export interface ParticipantPosition {
  readonly joinedAt: Date;
  readonly id: string;
}

/** A competition's participants in the order they joined, after a position. Cost: the rows of the page, by index. */
export const listParticipations = (
  db: Queryable,
  competitionId: string,
  limit: number,
  after: ParticipantPosition | undefined,
): Promise<Participation[]> =>
  many(
    db,
    row,
    `SELECT * FROM participations
     WHERE competition_id = $1 AND ($3::timestamptz IS NULL OR (joined_at, id) > ($3::timestamptz, $4::uuid))
     ORDER BY joined_at, id LIMIT $2`,
    [competitionId, limit, after?.joinedAt ?? null, after?.id ?? null],
  );

/** Removes all parts of somebody. @returns them as they were. */
export const deleteParticipationsOf = (tx: Transaction, userId: string): Promise<Participation[]> =>
  many(tx, row, 'DELETE FROM participations WHERE user_id = $1 RETURNING *', [userId]);
