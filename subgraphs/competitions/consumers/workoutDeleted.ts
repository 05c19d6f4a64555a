import { WorkoutDeleted } from '#events/workouts.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import { keepWorkout, type ScoringStore } from './keepWorkout.ts';

/** A workout is gone: it counts no more, and a tombstone keeps older events from bringing it back. */
export const workoutDeleted = (store: ScoringStore): Handler =>
  on(WorkoutDeleted, ({ id: eventId, data }) =>
    keepWorkout(store, eventId, { id: data.workoutId, ownerId: data.ownerId, version: data.version }, undefined),
  );
