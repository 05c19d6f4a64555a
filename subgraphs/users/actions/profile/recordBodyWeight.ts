import { z } from 'zod';
import { writeAndTell } from '#platform/postgres/write.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { calendarDay } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { dayOfNow, EARLIEST_WEIGHT, takeLastWeight } from '../../profile/bodyWeights.ts';
import { requirePerson } from '#platform/viewer.ts';
import { lockViewer, type Context } from '../../context.ts';
import type { Account } from '../../domain/account.ts';
import { localDate } from '../../domain/calendar.ts';
import { saveBodyWeight } from '../../store/bodyWeights.ts';
import { between, WEIGHT_KILOGRAMS } from '../inputs.ts';

const input = z.object({
  weightKilograms: between('A weight in kilograms', WEIGHT_KILOGRAMS.min, WEIGHT_KILOGRAMS.max),
  measuredOn: calendarDay().nullish(),
});

/** Notes what the viewer weighed on a day, by default today; the last day's is the weight of the profile. */
export const recordBodyWeight = defineAction({
  input,
  run: async (context: Context, { weightKilograms, measuredOn }): Promise<Outcome<{ viewer: Account }>> => {
    const { userId } = requirePerson(context.viewer);
    return writeAndTell(context, 'users.record-body-weight', async (tx) => {
      const account = await lockViewer(context, tx);
      const today = localDate(context.now(), account.timeZone);
      const day = measuredOn ?? (await dayOfNow(tx, userId, today));
      if (measuredOn && day > today) return refused('INVALID_INPUT', 'This day has not come yet.', 'measuredOn');
      if (day < EARLIEST_WEIGHT) return refused('INVALID_INPUT', 'This is before 1900.', 'measuredOn');
      if (!(await saveBodyWeight(tx, userId, { measuredOn: day, weightKilograms }))) return done({ viewer: account });
      return done({ viewer: await takeLastWeight(tx, account) });
    });
  },
});
