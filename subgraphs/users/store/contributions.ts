import { z } from 'zod';
import { change, many, type Queryable } from '#platform/postgres/connection.ts';
import type { LocalDate } from '../domain/calendar.ts';
import type { GoalInWindow } from '../domain/goal.ts';

/** Which workout, as of which version. */
export interface WorkoutVersion {
  readonly id: string;
  readonly ownerId: string;
  readonly version: number;
}

/** What a workout adds to goals. */
export interface Contribution {
  readonly localDate: LocalDate;
  readonly sport: string;
  readonly movingSeconds: number;
  readonly distanceMeters: number | null;
  readonly kilocalories: number | null;
  readonly elevationGainMeters: number | null;
}

/**
 * Keeps what a workout adds as of a version, unless that version or a newer one is kept; undefined when it adds nothing
 * any more. Answers whether it was kept.
 */
export async function saveContribution(
  db: Queryable,
  { id, ownerId, version }: WorkoutVersion,
  found: Contribution | undefined,
): Promise<boolean> {
  const changed = await change(
    db,
    `INSERT INTO workout_contributions AS kept
       (workout_id, owner_id, version, local_date, sport, moving_seconds, distance_meters, kilocalories, elevation_gain_meters)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (workout_id) DO UPDATE SET (version, local_date, sport, moving_seconds, distance_meters, kilocalories,
       elevation_gain_meters) = (excluded.version, excluded.local_date, excluded.sport, excluded.moving_seconds,
       excluded.distance_meters, excluded.kilocalories, excluded.elevation_gain_meters)
     WHERE kept.version < excluded.version AND kept.owner_id = excluded.owner_id`,
    [
      ...[id, ownerId, version, found?.localDate ?? null, found?.sport ?? null, found?.movingSeconds ?? null],
      ...[found?.distanceMeters ?? null, found?.kilocalories ?? null, found?.elevationGainMeters ?? null],
    ],
  );
  return changed > 0;
}

const count = z.object({ number: z.int(), value: z.number() });

/**
 * What the owner's workouts add up to in each window, in the unit of the goal's metric: one index range each, which a plain
 * join would not be sure to read, since nobody tells the planner how few windows are asked for. Sums are exact, so that they
 * do not depend on the order of the workouts.
 */
export async function countWindows(db: Queryable, windows: readonly GoalInWindow[]): Promise<number[]> {
  const asked = windows.map(({ goal, window }, number) => ({
    ...{ number, owner: goal.accountId, metric: goal.metric, sports: goal.sports, ...window },
  }));
  const counts = await many(
    db,
    count,
    `SELECT number, value
     FROM jsonb_to_recordset($1) AS asked (number integer, owner uuid, metric text, sports text[], "from" date, "to" date)
     CROSS JOIN LATERAL (
       SELECT coalesce(CASE metric
         WHEN 'DISTANCE' THEN sum(distance_meters::numeric)
         WHEN 'MOVING_TIME' THEN sum(moving_seconds::numeric)
         WHEN 'ENERGY' THEN sum(kilocalories::numeric)
         WHEN 'ELEVATION_GAIN' THEN sum(elevation_gain_meters::numeric)
         WHEN 'WORKOUT_COUNT' THEN count(workout_id)
         WHEN 'ACTIVE_DAYS' THEN count(DISTINCT local_date) END, 0)::double precision AS value
       FROM workout_contributions
       WHERE owner_id = owner AND local_date BETWEEN "from" AND "to" AND (cardinality(sports) = 0 OR sport = ANY (sports))
     ) AS counted`,
    [JSON.stringify(asked)],
  );
  const values = new Map(counts.map(({ number, value }) => [number, value]));
  return windows.map((_window, number) => values.get(number) ?? 0);
}
