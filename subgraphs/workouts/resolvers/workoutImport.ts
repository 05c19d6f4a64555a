import type { WorkoutImportResolvers } from '../__generated__/resolvers.ts';

export const workoutImport: WorkoutImportResolvers = {
  id: ({ _id }) => _id,
  workout: ({ workoutId }, _args, { loaders }) => (workoutId === null ? null : loaders.workouts.load(workoutId)),
};
