import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { sport } from '#events/workouts.ts';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { calendarDay } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import { lockViewer, type Context } from '../../context.ts';
import { localDate } from '../../domain/calendar.ts';
import { currentWindow, decideGoal, GOAL_METRICS, MAX_OPEN_GOALS, type GoalInWindow } from '../../domain/goal.ts';
import { RECURRENCES } from '../../domain/goalWindows.ts';
import { achieveGoals, goalTopic } from '../../goalProgress.ts';
import { countOpenGoals, insertGoal } from '../../store/goals.ts';

const input = z.object({
  metric: z.enum(GOAL_METRICS),
  targetValue: z.number(),
  startDate: calendarDay()
    .nullish()
    .transform((date) => date ?? null),
  targetDate: calendarDay(),
  sports: z
    .array(sport)
    .nullish()
    .transform((sports) => sports ?? []),
  recurrence: z
    .enum(RECURRENCES)
    .nullish()
    .transform((recurrence) => recurrence ?? null),
});

/** Sets a goal. Workouts of its days that are there already count; it may be achieved at once. */
export const setGoal = defineAction({
  input,
  run: async (context: Context, wanted): Promise<Outcome<{ goal: GoalInWindow }>> => {
    const { userId } = requirePerson(context.viewer);
    let achieved = false;
    const outcome = await writeAtomically(context, 'users.set-goal', async (tx) => {
      const { timeZone } = await lockViewer(context, tx);
      const now = context.now();
      const today = localDate(now, timeZone);
      const decided = decideGoal(wanted, { id: uuidv7(), accountId: userId, now }, today);
      if (!decided.ok) return decided;
      if ((await countOpenGoals(tx, userId, today)) >= MAX_OPEN_GOALS) {
        return refused('LIMIT_REACHED', `You have ${MAX_OPEN_GOALS} goals under way: give one up first.`);
      }
      await insertGoal(tx, decided.value);
      const goal = currentWindow(decided.value, today);
      achieved = await achieveGoals(tx, [goal], now);
      return done({ goal });
    });
    if (achieved) context.notices.send(goalTopic(userId), {});
    return outcome;
  },
});
