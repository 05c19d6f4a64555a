import { z } from 'zod';
import { sport, workoutSource } from '#events/workouts.ts';
import { change, many, maybeOne, type Queryable, type Transaction } from '#platform/postgres/connection.ts';
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

/** Keeps a workout's figures, or that it was deleted, unless a version at least as new is kept already. Answers whether. */
export async function saveWorkout(
  tx: Transaction,
  { id, ownerId, version }: WorkoutVersion,
  workout: Workout | undefined,
): Promise<boolean> {
  const changed = await change(
    tx,
    `INSERT INTO workouts AS kept (id, owner_id, version, sport, source, started_at, ended_at, local_date,
       moving_seconds, distance_meters, kilocalories, elevation_gain_meters, believed, best_efforts)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     ON CONFLICT (id) DO UPDATE SET (version, sport, source, started_at, ended_at, local_date, moving_seconds,
       distance_meters, kilocalories, elevation_gain_meters, believed, best_efforts) =
       (EXCLUDED.version, EXCLUDED.sport, EXCLUDED.source, EXCLUDED.started_at, EXCLUDED.ended_at, EXCLUDED.local_date,
       EXCLUDED.moving_seconds, EXCLUDED.distance_meters, EXCLUDED.kilocalories, EXCLUDED.elevation_gain_meters,
       EXCLUDED.believed, EXCLUDED.best_efforts)
     WHERE kept.version < EXCLUDED.version`,
    [id, ownerId, version, ...columns(workout)],
  );
  return changed > 0;
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

const start = z.object({ started_at: z.date().nullable() });

/** When a workout starts as kept; undefined when it is not kept, or deleted. */
export async function startOf(db: Queryable, id: string): Promise<Date | undefined> {
  const found = await maybeOne(db, start, 'SELECT started_at FROM workouts WHERE id = $1', [id]);
  return found?.started_at ?? undefined;
}

/** A person's workouts that start in [from, to), in any order. Cost: their number, by index. */
export const workoutsBetween = (db: Queryable, ownerId: string, from: Date, to: Date): Promise<Workout[]> =>
  many(db, row, 'SELECT * FROM workouts WHERE owner_id = $1 AND started_at >= $2 AND started_at < $3', [
    ownerId,
    from,
    to,
  ]);
