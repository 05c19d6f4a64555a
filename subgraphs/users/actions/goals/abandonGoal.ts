import { z } from 'zod';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import { lockViewer, type Context } from '../../context.ts';
import { localDate } from '../../domain/calendar.ts';
import { currentWindow, decideAbandon, goalStatus, type GoalInWindow } from '../../domain/goal.ts';
import { findAchievements, findGoal, saveAbandoned } from '../../store/goals.ts';

/** Gives a goal up; one that recurs does not come again. */
export const abandonGoal = defineAction({
  input: z.object({ goalId: z.string() }),
  run: async (context: Context, { goalId }): Promise<Outcome<{ goal: GoalInWindow }>> => {
    const { userId } = requirePerson(context.viewer);
    return writeAtomically(context, 'users.abandon-goal', async (tx) => {
      const { timeZone } = await lockViewer(context, tx);
      const id = parseId(goalId);
      const goal = id === undefined ? undefined : await findGoal(tx, userId, id);
      if (!goal) return refused('NOT_FOUND', 'You have no such goal.', 'goalId');
      const today = localDate(context.now(), timeZone);
      const current = currentWindow(goal, today);
      const [achievement] = await findAchievements(tx, [current]);
      const decided = decideAbandon(goal, goalStatus(current, achievement?.achievedAt ?? null, today), today);
      if (!decided.ok) return decided;
      await saveAbandoned(tx, decided.value);
      return done({ goal: { ...current, goal: decided.value } });
    });
  },
});
