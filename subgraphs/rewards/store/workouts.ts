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

const savedRow = z.object({ date_before: z.string().nullable() });

/** Whose workout it is, and which version of it. */
export interface WorkoutVersion {
  readonly id: string;
  readonly ownerId: string;
  readonly version: number;
}

/** A workout that was kept in place of what was kept of it: of that, the local date, if it had one. */
export interface Saved {
  readonly dateBefore: LocalDate | undefined;
}

/**
 * Keeps a workout's figures, or that it was deleted; undefined where a version at least as new is kept. The owner's
 * account must be locked.
 */
export async function saveWorkout(
  db: Queryable,
  { id, ownerId, version }: WorkoutVersion,
  workout: Workout | undefined,
): Promise<Saved | undefined> {
  const saved = await maybeOne(
    db,
    savedRow,
    `WITH before AS (SELECT local_date FROM workouts WHERE id = $1)
     INSERT INTO workouts AS kept (id, owner_id, version, local_date, sport, source, moving_milliseconds,
       distance_millimeters, has_positions, has_heart_rate, worst_flag)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (id) DO UPDATE SET (version, local_date, sport, source, moving_milliseconds, distance_millimeters,
       has_positions, has_heart_rate, worst_flag) =
       (EXCLUDED.version, EXCLUDED.local_date, EXCLUDED.sport, EXCLUDED.source, EXCLUDED.moving_milliseconds,
       EXCLUDED.distance_millimeters, EXCLUDED.has_positions, EXCLUDED.has_heart_rate, EXCLUDED.worst_flag)
     WHERE kept.version < EXCLUDED.version
     RETURNING (SELECT local_date FROM before) AS date_before`,
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
  return saved && { dateBefore: saved.date_before ?? undefined };
}

/** A person's workouts of these days, in any order. Cost: their number, by index. */
export const workoutsOf = (db: Queryable, ownerId: string, { from, to }: Dates): Promise<Workout[]> =>
  many(db, row, 'SELECT * FROM workouts WHERE owner_id = $1 AND local_date BETWEEN $2 AND $3', [ownerId, from, to]);

/** Removes all that is kept of somebody's workouts. */
export async function deleteWorkoutsOf(db: Queryable, ownerId: string): Promise<void> {
  await change(db, 'DELETE FROM workouts WHERE owner_id = $1', [ownerId]);
}
