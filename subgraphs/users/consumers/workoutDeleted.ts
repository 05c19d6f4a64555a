import { WorkoutDeleted } from '#events/workouts.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import { keepContribution, type GoalStore } from './keepContribution.ts';

/** A workout is gone: it counts no more, and a tombstone keeps older events from bringing it back. */
export const workoutDeleted = (store: GoalStore): Handler =>
  on(WorkoutDeleted, ({ id: eventId, data }) =>
    keepContribution(store, eventId, { id: data.workoutId, ownerId: data.ownerId, version: data.version }, undefined),
  );
