import { z } from 'zod';
import { sport, workoutSource } from '#events/workouts.ts';
import { change, many, maybeOne, type Queryable } from '#platform/postgres/connection.ts';
import type { Dates, LocalDate } from '../domain/calendar.ts';
import type { Workout } from '../domain/workout.ts';

const row = z
  .object({
    local_date: z.string(),
    sport,
    source: workoutSource,
    moving_milliseconds: z.coerce.bigint(),
    distance_millimeters: z.coerce.bigint().nullable(),
    has_positions: z.boolean(),
    has_heart_rate: z.boolean(),
    worst_flag: z.enum(['INFO', 'SOFT', 'HARD']).nullable(),
  })
  .transform((found): Workout => ({
    localDate: found.local_date,
    sport: found.sport,
    source: found.source,
    movingMilliseconds: found.moving_milliseconds,
    distanceMillimeters: found.distance_millimeters,
    hasPositions: found.has_positions,
    hasHeartRate: found.has_heart_rate,
    worstFlag: found.worst_flag,
  }));

/** Whose workout it is, and which version of it. */
export interface WorkoutVersion {
  readonly id: string;
  readonly ownerId: string;
  readonly version: number;
}

/** Keeps a workout's figures, or that it was deleted, unless a version at least as new is kept. @returns whether. */
export async function saveWorkout(
  db: Queryable,
  { id, ownerId, version }: WorkoutVersion,
  workout: Workout | undefined,
): Promise<boolean> {
  const changed = await change(
    db,
    `INSERT INTO workouts AS kept (id, owner_id, version, local_date, sport, source, moving_milliseconds,
       distance_millimeters, has_positions, has_heart_rate, worst_flag)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (id) DO UPDATE SET (version, local_date, sport, source, moving_milliseconds, distance_millimeters,
       has_positions, has_heart_rate, worst_flag) =
       (EXCLUDED.version, EXCLUDED.local_date, EXCLUDED.sport, EXCLUDED.source, EXCLUDED.moving_milliseconds,
       EXCLUDED.distance_millimeters, EXCLUDED.has_positions, EXCLUDED.has_heart_rate, EXCLUDED.worst_flag)
     WHERE kept.version < EXCLUDED.version`,
    [
      id,
      ownerId,
      version,
      workout?.localDate,
      workout?.sport,
      workout?.source,
      workout?.movingMilliseconds,
      workout?.distanceMillimeters,
      workout?.hasPositions,
      workout?.hasHeartRate,
      workout?.worstFlag,
    ],
  );
  return changed > 0;
}

const dateRow = z.object({ local_date: z.string().nullable() });

/** The local date of a workout as kept; undefined when it is not kept, or deleted. */
export async function dateOf(db: Queryable, id: string): Promise<LocalDate | undefined> {
  const found = await maybeOne(db, dateRow, 'SELECT local_date FROM workouts WHERE id = $1', [id]);
  return found?.local_date ?? undefined;
}

/** A person's workouts of these days, in any order. Cost: their number, by index. */
export const workoutsOf = (db: Queryable, ownerId: string, { from, to }: Dates): Promise<Workout[]> =>
  many(db, row, 'SELECT * FROM workouts WHERE owner_id = $1 AND local_date BETWEEN $2 AND $3', [ownerId, from, to]);

/** Removes all that is kept of somebody's workouts. */
export async function deleteWorkoutsOf(db: Queryable, ownerId: string): Promise<void> {
  await change(db, 'DELETE FROM workouts WHERE owner_id = $1', [ownerId]);
}
