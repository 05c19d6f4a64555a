import type { GoalWindowResolvers } from '../__generated__/resolvers.ts';
import { goalToday } from '../context.ts';
import { goalStatus } from '../domain/goal.ts';

/** What a goal says of its current window, and each of its windows of itself. */
export const GoalWindow = {
  startDate: ({ window }) => window.from,
  targetDate: ({ window }) => window.to,
  currentValue: async (each, _args, { goalProgress }) => (await goalProgress.load(each)).value,
  achievedAt: async (each, _args, { goalProgress }) => (await goalProgress.load(each)).achievement?.achievedAt ?? null,
  status: async (each, _args, context) => {
    const { achievement } = await context.goalProgress.load(each);
    return goalStatus(each, achievement?.achievedAt ?? null, await goalToday(context, each.goal));
  },
} satisfies GoalWindowResolvers;
