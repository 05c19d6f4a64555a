import type { PlannedOccurrenceResolvers } from '../__generated__/resolvers.ts';

export const plannedOccurrence: PlannedOccurrenceResolvers = {
  scheduledWorkout: ({ planned }) => planned.schedule,
  startsAt: ({ planned }) => planned.startsAt,
};
