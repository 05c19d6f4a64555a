import type { SubscriptionResolvers } from '../__generated__/resolvers.ts';
import { requireLiveSession } from '../context.ts';
import type { GoalInWindow } from '../domain/goal.ts';

export const Subscription: SubscriptionResolvers = {
  goalAchieved: {
    subscribe: async (_root, _args, context) => context.goalFeed.listen(await requireLiveSession(context)),
    resolve: (achieved: GoalInWindow) => achieved,
  },
};
