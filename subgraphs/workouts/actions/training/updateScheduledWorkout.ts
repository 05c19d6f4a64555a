import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done, refused } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { planShape, readPlan } from './planInput.ts';

/** Changes what the input names of a plan, and leaves the rest; null takes away what a plan can do without. */
export const updateScheduledWorkout = defineAction({
  input: z.object({
    ...planShape,
    sport: planShape.sport.nullish(),
    startsAt: planShape.startsAt.nullish(),
    scheduledWorkoutId: z.string(),
  }),
  run: async ({ viewer, schedules, now }: Context, { scheduledWorkoutId, ...input }) => {
    const { userId } = requirePerson(viewer);
    const id = parseId(scheduledWorkoutId);
    const known = id === undefined ? undefined : await schedules.get(id);
    if (known?.ownerId !== userId) {
      return refused('NOT_FOUND', 'There is no such planned workout.', 'scheduledWorkoutId');
    }
    const wanted = {
      ...known,
      ...input,
      sport: input.sport ?? known.sport,
      startsAt: input.startsAt ?? known.startsAt,
      timeZone: input.timeZone ?? known.timeZone,
    };
    const plan = readPlan(wanted, known.timeZone, now());
    if (!plan.ok) return plan;
    failpoint('workouts.schedule.before-change');
    const scheduledWorkout = await schedules.change(known, plan.value);
    failpoint('workouts.schedule.changed');
    if (!scheduledWorkout) return refused('INVALID_INPUT', 'It was changed at the same time: look again.');
    return done({ scheduledWorkout });
  },
});
