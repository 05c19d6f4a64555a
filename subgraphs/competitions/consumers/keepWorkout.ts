import type { Relay } from '#platform/events/relay.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { oncePerEventOf } from '#platform/postgres/inbox.ts';
import type { Workout } from '../domain/workout.ts';
import { rescore } from '../scores.ts';
import { lockPerson } from '../store/people.ts';
import { saveWorkout, type WorkoutVersion } from '../store/workouts.ts';

/** What workouts that arrive are kept and scored with. */
export interface ScoringStore {
  readonly pool: Pool;
  readonly relay: Relay;
}

/**
 * Keeps a workout as an event tells it, unless something newer is known, and scores its owner anew in the competitions
 * around its start as it was and as it is.
 */
export async function keepWorkout(
  { pool, relay }: ScoringStore,
  eventId: string,
  version: WorkoutVersion,
  workout: Workout | undefined,
): Promise<void> {
  await oncePerEventOf(pool, { consumer: 'scores', eventId, personId: version.ownerId }, async (tx) => {
    await lockPerson(tx, version.ownerId);
    const saved = await saveWorkout(tx, version, workout);
    if (!saved) return;
    const starts = [saved.startedBefore, workout?.startedAt].filter((start) => start !== undefined);
    await rescore(tx, version.ownerId, starts);
  });
  relay.wake();
}
