import { notFound } from '#platform/errors.ts';
import { parseId } from '#platform/server/input.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { SubscriptionResolvers } from '../__generated__/resolvers.ts';
import { followImport } from '../imports/follow.ts';
import type { WorkoutImport } from '../store/imports.ts';

export const subscription: SubscriptionResolvers = {
  workoutImportUpdated: {
    subscribe: async (_root, args, context) => {
      const { userId } = requirePerson(context.viewer);
      const id = parseId(args.id);
      const states = id === undefined ? undefined : await followImport(context, id, userId);
      if (!states) throw notFound('import');
      return states;
    },
    resolve: (state: WorkoutImport) => state,
  },
};
