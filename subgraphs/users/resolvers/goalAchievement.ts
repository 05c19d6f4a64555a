import type { GoalAchievementResolvers } from '../__generated__/resolvers.ts';
import { goalToday } from '../context.ts';
import { currentWindow } from '../domain/goal.ts';
import { findGoal } from '../store/goals.ts';

export const GoalAchievement: GoalAchievementResolvers = {
  id: ({ goal }) => goal.id,
  metric: ({ goal }) => goal.metric,
  targetValue: ({ goal }) => goal.targetValue,
  sports: ({ goal }) => goal.sports,
  startDate: ({ window }) => window.from,
  targetDate: ({ window }) => window.to,
  currentValue: async (each, _args, { goalProgress }) => (await goalProgress.load(each)).value,
  achievedAt: ({ achievement }) => achievement.achievedAt,
  achievementNumber: ({ achievement }) => achievement.position,
  goal: async ({ goal: told }, _args, context) => {
    // It may have been given up since the listener read it.
    const goal = (await findGoal(context.pool, told.accountId, told.id)) ?? told;
    return currentWindow(goal, await goalToday(context, goal));
  },
};
