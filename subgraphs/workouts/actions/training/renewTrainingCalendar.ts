import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';

/** Gives the calendar another secret address; the one before shows nothing any more. */
export const renewTrainingCalendar = defineAction({
  input: z.object({ confirm: z.literal(true, 'The address before stops working: say true.') }),
  run: async ({ viewer, schedules, calendarUrls }: Context) => {
    const { userId } = requirePerson(viewer);
    const generation = await schedules.renewFeed(userId);
    failpoint('workouts.calendar.renewed');
    return done({ trainingCalendarUrl: calendarUrls.make(userId, generation) });
  },
});
