import { notFound } from '#platform/errors.ts';
import { parseId } from '#platform/server/input.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { SubscriptionResolvers } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import { followGroup, type GroupStep } from '../groups/follow.ts';
import { followLive, type LiveStep } from '../live/follow.ts';
import { followImport } from '../imports/follow.ts';
import type { WorkoutImport } from '../store/importDocument.ts';

export const subscription: SubscriptionResolvers = {
  liveWorkoutUpdated: {
    subscribe: async (_root, args, { loaders, live }) => {
      const id = parseId(args.workoutId);
      const workout = id === undefined ? null : await loaders.workouts.load(id);
      if (id === undefined || !workout) throw notFound('workout');
      return followLive(live, id);
    },
    resolve: async ({ id, leave }: LiveStep, _args: unknown, { loaders }: Context) => {
      const workout = await loaders.workouts.load(id);
      if (workout) return workout;
      // Its owner may have given it up, or shows it to fewer people by now.
      leave();
      throw notFound('workout');
    },
  },
  groupSessionUpdated: {
    subscribe: async (_root, args, { loaders, groups, viewer }) => {
      const { userId } = requirePerson(viewer);
      const id = parseId(args.groupSessionId);
      const session = id === undefined ? null : await loaders.groupSessions.load(id);
      if (!session) throw notFound('group session');
      return followGroup(groups, session._id, userId);
    },
    resolve: async ({ id, leave, kind, userId }: GroupStep, _args: unknown, { loaders }: Context) => {
      const groupSession = await loaders.groupSessions.load(id);
      if (groupSession) return { kind, userId, groupSession };
      // The viewer may have left one that others do not see.
      leave();
      throw notFound('group session');
    },
  },
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
