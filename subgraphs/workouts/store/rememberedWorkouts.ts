import { LRUCache } from 'lru-cache';
import type { Workout } from './workoutDocument.ts';

/** A state of a workout. */
export interface WorkoutVersion {
  readonly id: string;
  readonly version: number;
}

/** Workouts that this process has read lately, so that a page that is asked for again need not read them again. */
export interface RememberedWorkouts {
  /** Workouts as they were at these versions, or are now; what is gone is left out. Shared: nothing may be changed. */
  get(wanted: readonly WorkoutVersion[]): Promise<Workout[]>;
  /** Forgets one, since it is changed here. */
  forget(id: string): void;
}

/** About ten megabytes. */
const MOST_WORKOUTS = 2000;

/** @param read answers workouts as they are now */
export function rememberWorkouts(read: (ids: readonly string[]) => Promise<Workout[]>): RememberedWorkouts {
  const remembered = new LRUCache<string, Workout>({ max: MOST_WORKOUTS });
  return {
    get: async (wanted) => {
      const known: Workout[] = [];
      const missing: string[] = [];
      for (const { id, version } of wanted) {
        const workout = remembered.get(id);
        if (workout?.version === version) known.push(workout);
        else missing.push(id);
      }
      const found = missing.length > 0 ? await read(missing) : [];
      for (const workout of found) remembered.set(workout._id, workout);
      return [...known, ...found];
    },
    forget: (id) => remembered.delete(id),
  };
}
