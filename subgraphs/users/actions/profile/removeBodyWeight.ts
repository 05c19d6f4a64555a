import { z } from 'zod';
import { writeAndTell } from '#platform/postgres/write.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { calendarDay } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import { lockViewer, type Context } from '../../context.ts';
import type { Account } from '../../domain/account.ts';
import { takeLastWeight } from '../../profile/bodyWeights.ts';
import { deleteBodyWeight } from '../../store/bodyWeights.ts';

/** Forgets what the viewer weighed on a day; the last day's that is left is the weight of the profile. */
export const removeBodyWeight = defineAction({
  input: z.object({ measuredOn: calendarDay() }),
  run: async (context: Context, { measuredOn }): Promise<Outcome<{ viewer: Account }>> => {
    const { userId } = requirePerson(context.viewer);
    return writeAndTell(context, 'users.remove-body-weight', async (tx) => {
      const account = await lockViewer(context, tx);
      if (!(await deleteBodyWeight(tx, userId, measuredOn)))
        return refused('NOT_FOUND', 'You told no weight for this day.', 'measuredOn');
      return done({ viewer: await takeLastWeight(tx, account) });
    });
  },
});
