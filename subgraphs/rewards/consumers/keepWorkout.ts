import { v7 as uuidv7 } from 'uuid';
import type { Relay } from '#platform/events/relay.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import { oncePerEventOf } from '#platform/postgres/inbox.ts';
import { writeEvents } from '#platform/postgres/outbox.ts';
import { unlockedBy } from '../domain/achievements.ts';
import type { Workout } from '../domain/workout.ts';
import { lockAccount } from '../store/ledger.ts';
import { saveWorkout, type WorkoutVersion } from '../store/workouts.ts';
import { recountDays, unlockAchievements } from '../tokens.ts';

/** What workouts that arrive are kept and rewarded with. */
export interface RewardStore {
  readonly pool: Pool;
  readonly relay: Relay;
  readonly now: () => Date;
}

/**
 * Keeps a workout as an event tells it, unless something newer is known, and posts what the days around it, as it was
 * and as it is, earn differently now. What it unlocks is unlocked also by a version that is not the newest any more, so
 * that it is the same in whatever order events come.
 */
export async function keepWorkout(
  { pool, relay, now }: RewardStore,
  eventId: string,
  version: WorkoutVersion,
  workout: Workout | undefined,
): Promise<void> {
  await oncePerEventOf(pool, { consumer: 'rewards', eventId, personId: version.ownerId }, async (tx) => {
    const cause = { ownerId: version.ownerId, eventId, now: now() };
    await lockAccount(tx, version.ownerId, uuidv7());
    const messages = await unlockAchievements(tx, cause, workout ? unlockedBy(workout) : []);
    const saved = await saveWorkout(tx, version, workout);
    if (saved) {
      const dates = new Set([saved.dateBefore, workout?.localDate].filter((date) => date !== undefined));
      for (const date of dates) messages.push(...(await recountDays(tx, cause, date)));
    }
    await writeEvents(tx, messages);
  });
  relay.wake();
}
