import type { SubscriptionResolvers } from '../__generated__/resolvers.ts';
import { followExport } from '../exports/follow.ts';
import type { DataExport } from '../store/dataExports.ts';
import { requireLiveSession } from '../context.ts';
import type { PairOf } from '../store/pairs.ts';
import type { AchievedGoal } from '../domain/goal.ts';

export const Subscription: SubscriptionResolvers = {
  dataExportUpdated: {
    subscribe: async (_root, { id }, context) => followExport(context, (await requireLiveSession(context)).userId, id),
    resolve: (dataExport: DataExport) => dataExport,
  },
  friendshipUpdated: {
    subscribe: async (_root, _args, context) => context.friendFeed.listen((await requireLiveSession(context)).userId),
    resolve: (found: PairOf) => found,
  },
  goalAchieved: {
    subscribe: async (_root, { after }, context) =>
      context.goalFeed.listen(await requireLiveSession(context), after ?? undefined),
    resolve: (achieved: AchievedGoal) => achieved,
  },
};
