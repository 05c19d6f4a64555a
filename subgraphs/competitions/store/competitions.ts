import { z } from 'zod';
import { competitionMetric } from '#events/competitions.ts';
import { sport, workoutSource } from '#events/workouts.ts';
import { change, many, maybeOne, type Queryable, type Transaction } from '#platform/postgres/connection.ts';
import type { Competition } from '../domain/competition.ts';
import { dueAt } from '../domain/lifecycle.ts';

const row = z
  .object({
    id: z.string(),
    organizer_id: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    metric: competitionMetric,
    effort_distance_meters: z.number().nullable(),
    sports: z.array(sport),
    sources: z.array(workoutSource),
    minimum_distance_meters: z.number().nullable(),
    minimum_seconds: z.number().nullable(),
    starts_at: z.date(),
    ends_at: z.date(),
    time_zone: z.string(),
    visibility: z.enum(['PUBLIC', 'LINK', 'INVITE']),
    invite_code: z.string().nullable(),
    counts_workouts_before_joining: z.boolean(),
    target: z.number().nullable(),
    grace_period_seconds: z.number(),
    status: z.enum(['UPCOMING', 'ACTIVE', 'ENDED', 'FINAL']),
    version: z.number(),
    created_at: z.date(),
  })
  .transform((r): Competition => ({
    id: r.id,
    organizerId: r.organizer_id,
    title: r.title,
    description: r.description,
    metric: r.metric,
    effortDistanceMeters: r.effort_distance_meters,
    sports: r.sports,
    sources: r.sources,
    minimumDistanceMeters: r.minimum_distance_meters,
    minimumSeconds: r.minimum_seconds,
    startsAt: r.starts_at,
    endsAt: r.ends_at,
    timeZone: r.time_zone,
    visibility: r.visibility,
    inviteCode: r.invite_code,
    countsWorkoutsBeforeJoining: r.counts_workouts_before_joining,
    target: r.target,
    gracePeriodSeconds: r.grace_period_seconds,
    status: r.status,
    version: r.version,
    createdAt: r.created_at,
  }));

/** Keeps a new competition. */
export async function insertCompetition(tx: Transaction, c: Competition): Promise<void> {
  await tx.query(
    `INSERT INTO competitions (id, organizer_id, title, description, metric, effort_distance_meters, sports, sources,
       minimum_distance_meters, minimum_seconds, starts_at, ends_at, time_zone, visibility, invite_code,
       counts_workouts_before_joining, target, grace_period_seconds, status, due_at, version, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
    [
      c.id,
      c.organizerId,
      c.title,
      c.description,
      c.metric,
      c.effortDistanceMeters,
      c.sports,
      c.sources,
      c.minimumDistanceMeters,
      c.minimumSeconds,
      c.startsAt,
      c.endsAt,
      c.timeZone,
      c.visibility,
      c.inviteCode,
      c.countsWorkoutsBeforeJoining,
      c.target,
      c.gracePeriodSeconds,
      c.status,
      dueAt(c),
      c.version,
      c.createdAt,
    ],
  );
}

/** Keeps a competition's new status. */
export async function saveStatus(tx: Transaction, c: Competition): Promise<void> {
  await tx.query('UPDATE competitions SET status = $2, due_at = $3, version = $4 WHERE id = $1', [
    c.id,
    c.status,
    dueAt(c),
    c.version,
  ]);
}

/** The competitions of these ids, in any order. One look-up by primary key each. */
export const findCompetitions = (db: Queryable, ids: readonly string[]): Promise<Competition[]> =>
  many(db, row, 'SELECT * FROM competitions WHERE id = ANY($1::uuid[])', [ids]);

/** A competition that stays as it is until the transaction ends; others may read it so too. */
export const holdCompetition = (tx: Transaction, id: string): Promise<Competition | undefined> =>
  maybeOne(tx, row, 'SELECT * FROM competitions WHERE id = $1 FOR SHARE', [id]);

/** Competitions that stay as they are until the transaction ends; in the order of ids, as all take these locks. */
export async function holdCompetitions(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.query('SELECT FROM competitions WHERE id = ANY($1::uuid[]) ORDER BY id FOR SHARE', [ids]);
}

/** A competition that the transaction is about to change; waits for all that hold it. */
export const lockCompetition = (tx: Transaction, id: string): Promise<Competition | undefined> =>
  maybeOne(tx, row, 'SELECT * FROM competitions WHERE id = $1 FOR UPDATE', [id]);

/**
 * The competitions a person takes part in whose standings are open and whose window holds one of the instants; held
 * until the transaction ends. Locks are taken in the order of ids, so that transactions wait for each other and never
 * for ever. Cost: the person's participations, by index.
 */
export const holdCompetitionsAround = (
  tx: Transaction,
  userId: string,
  instants: readonly Date[],
): Promise<Competition[]> =>
  many(
    tx,
    row,
    `SELECT c.* FROM participations p JOIN competitions c ON c.id = p.competition_id
     WHERE p.user_id = $1 AND c.status <> 'FINAL'
       AND EXISTS (SELECT FROM unnest($2::timestamptz[]) instant WHERE c.starts_at <= instant AND instant < c.ends_at)
     ORDER BY c.id FOR SHARE OF c`,
    [userId, instants],
  );

const found = z.object({ id: z.string() });

/** The competitions whose organizers were forgotten, and in which nobody takes part. Looks through all: for now and then. */
export const findAbandoned = async (db: Queryable): Promise<string[]> => {
  const sql = `SELECT id FROM competitions WHERE organizer_id IN (SELECT id FROM forgotten_people)
    AND NOT EXISTS (SELECT FROM participations WHERE competition_id = competitions.id) ORDER BY id`;
  return (await many(db, found, sql)).map(({ id }) => id);
};

/** Removes a competition in which nobody takes part, and whose teams are gone. */
export async function deleteCompetition(tx: Transaction, id: string): Promise<void> {
  await change(tx, 'DELETE FROM competitions WHERE id = $1', [id]);
}

const due = z
  .object({ id: z.string(), status: z.string(), due_at: z.date() })
  .transform(({ id, status, due_at }) => ({ id, status, dueAt: due_at }));

/** The competition whose status changes first, but for some. One look at an index. */
export const firstDue = (
  db: Queryable,
  except: readonly string[],
): Promise<{ readonly id: string; readonly status: string; readonly dueAt: Date } | undefined> =>
  maybeOne(
    db,
    due,
    `SELECT id, status, due_at FROM competitions WHERE due_at IS NOT NULL AND NOT id = ANY($1::uuid[])
     ORDER BY due_at, id LIMIT 1`,
    [except],
  );
