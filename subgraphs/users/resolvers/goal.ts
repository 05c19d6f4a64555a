import { z } from 'zod';
import { decodeCursor, encodeCursor, forwardConnection, pageSize } from '#platform/pagination.ts';
import type { GoalResolvers } from '../__generated__/resolvers.ts';
import { goalToday } from '../context.ts';
import { currentWindow } from '../domain/goal.ts';
import { windowOf } from '../domain/goalWindows.ts';
import { GoalWindow } from './goalWindow.ts';

/** A cursor holds the number of its window. */
const cursorKey = z.tuple([z.int().nonnegative().max(10_000)]);

export const Goal: GoalResolvers = {
  ...GoalWindow,
  id: ({ goal }) => goal.id,
  metric: ({ goal }) => goal.metric,
  targetValue: ({ goal }) => goal.targetValue,
  sports: ({ goal }) => goal.sports,
  recurrence: ({ goal }) => goal.recurrence,
  createdAt: ({ goal }) => goal.createdAt,
  abandonedOn: ({ goal }) => goal.abandonedOn,
  achievementNumber: async (each, _args, { goalProgress }) =>
    (await goalProgress.load(each)).achievement?.position ?? null,
  windows: async ({ goal }, { first, after }, context) => {
    const size = pageSize('first', first);
    const key = decodeCursor(cursorKey, after);
    const { index } = currentWindow(goal, await goalToday(context, goal)).window;
    const from = key === undefined ? index : Math.min(key[0] - 1, index);
    const windows = Array.from({ length: Math.max(0, Math.min(size + 1, from + 1)) }, (_, i) =>
      windowOf(goal, from - i),
    );
    return forwardConnection(windows, size, key !== undefined, (window) => ({
      cursor: encodeCursor([window.index]),
      node: { goal, window },
    }));
  },
};
