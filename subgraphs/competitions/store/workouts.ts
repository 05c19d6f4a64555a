import { z } from 'zod';
import { sport, workoutSource } from '#events/workouts.ts';
import { many, maybeOne, type Queryable, type Transaction } from '#platform/postgres/connection.ts';
import type { Workout } from '../domain/workout.ts';

const row = z
  .object({
    id: z.string(),
    sport,
    source: workoutSource,
    started_at: z.date(),
    ended_at: z.date(),
    local_date: z.string(),
    moving_seconds: z.number(),
    distance_meters: z.number().nullable(),
    kilocalories: z.number().nullable(),
    elevation_gain_meters: z.number().nullable(),
    believed: z.boolean(),
    best_efforts: z.array(z.object({ distanceMeters: z.number(), elapsedSeconds: z.number() })),
  })
  .transform((r): Workout => ({
    id: r.id,
    sport: r.sport,
    source: r.source,
    startedAt: r.started_at,
    endedAt: r.ended_at,
    localDate: r.local_date,
    movingSeconds: r.moving_seconds,
    distanceMeters: r.distance_meters,
    kilocalories: r.kilocalories,
    elevationGainMeters: r.elevation_gain_meters,
    believed: r.believed,
    bestEfforts: r.best_efforts,
  }));

/** Whose workout it is, and which version of it. */
export interface WorkoutVersion {
  readonly id: string;
  readonly ownerId: string;
  readonly version: number;
}

/** A workout that was kept in place of what was kept of it: when that started, if it stood. */
export interface Saved {
  readonly startedBefore: Date | undefined;
}

const savedRow = z.object({ started_before: z.date().nullable() });

/**
 * Keeps a workout's figures, or that it was deleted; undefined where a version at least as new is kept already. The
 * owner must be locked.
 */
export async function saveWorkout(
  tx: Transaction,
  { id, ownerId, version }: WorkoutVersion,
  workout: Workout | undefined,
): Promise<Saved | undefined> {
  const saved = await maybeOne(
    tx,
    savedRow,
    `WITH before AS (SELECT started_at FROM workouts WHERE id = $1)
     INSERT INTO workouts AS kept (id, owner_id, version, sport, source, started_at, ended_at, local_date,
       moving_seconds, distance_meters, kilocalories, elevation_gain_meters, believed, best_efforts)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     ON CONFLICT (id) DO UPDATE SET (version, sport, source, started_at, ended_at, local_date, moving_seconds,
       distance_meters, kilocalories, elevation_gain_meters, believed, best_efforts) =
       (EXCLUDED.version, EXCLUDED.sport, EXCLUDED.source, EXCLUDED.started_at, EXCLUDED.ended_at, EXCLUDED.local_date,
       EXCLUDED.moving_seconds, EXCLUDED.distance_meters, EXCLUDED.kilocalories, EXCLUDED.elevation_gain_meters,
       EXCLUDED.believed, EXCLUDED.best_efforts)
     WHERE kept.version < EXCLUDED.version
     RETURNING (SELECT started_at FROM before) AS started_before`,
    [id, ownerId, version, ...columns(workout)],
  );
  return saved && { startedBefore: saved.started_before ?? undefined };
}

const columns = (workout: Workout | undefined): unknown[] =>
  workout
    ? [
        workout.sport,
        workout.source,
        workout.startedAt,
        workout.endedAt,
        workout.localDate,
        workout.movingSeconds,
        workout.distanceMeters,
        workout.kilocalories,
        workout.elevationGainMeters,
        workout.believed,
        JSON.stringify(workout.bestEfforts),
      ]
    : Array.from({ length: 11 }, () => null);

/** A person's workouts that start in [from, to), in any order. Cost: their number, by index. */
export const workoutsBetween = (db: Queryable, ownerId: string, from: Date, to: Date): Promise<Workout[]> =>
  many(db, row, 'SELECT * FROM workouts WHERE owner_id = $1 AND started_at >= $2 AND started_at < $3', [
    ownerId,
    from,
    to,
  ]);
