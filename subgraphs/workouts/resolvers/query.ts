import { parseId } from '#platform/server/input.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { QueryResolvers } from '../__generated__/resolvers.ts';

export const query: QueryResolvers = {
  workout: (_root, args, { loaders }) => {
    const id = parseId(args.id);
    return id === undefined ? null : loaders.workouts.load(id);
  },
  scheduledWorkout: async (_root, args, { schedules, viewer }) => {
    const { userId } = requirePerson(viewer);
    const id = parseId(args.id);
    const found = id === undefined ? undefined : await schedules.get(id);
    return found?.ownerId === userId ? found : null;
  },
  groupSession: (_root, args, { loaders }) => {
    const id = parseId(args.id);
    return id === undefined ? null : loaders.groupSessions.load(id);
  },
  workoutImport: async (_root, args, { imports, viewer }) => {
    const { userId } = requirePerson(viewer);
    const id = parseId(args.id);
    const found = id === undefined ? undefined : await imports.get(id);
    return found?.ownerId === userId ? found : null;
  },
};
