import type { PlannedOccurrenceResolvers } from '../__generated__/resolvers.ts';

export const plannedOccurrence: PlannedOccurrenceResolvers = {
  scheduledWorkout: ({ planned }) => planned.schedule,
  startsAt: ({ planned }) => planned.startsAt,
  sport: ({ planned }) => planned.sport,
  title: ({ planned }) => planned.plan.title,
  timeZone: ({ planned }) => planned.timeZone,
  targetDistanceMeters: ({ planned }) => planned.plan.targetDistanceMeters,
  targetSeconds: ({ planned }) => planned.plan.targetSeconds,
};
