import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done, refused } from '#platform/problems.ts';
import { parseId, timeZone } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { isMadeTitle } from '../../domain/title.ts';
import { afterChange } from '../../domain/training/chapters.ts';
import type { Schedule } from '../../store/schedules.ts';
import { planShape, readPlan } from './planInput.ts';

const changes = {
  ...planShape,
  sport: planShape.sport.optional(),
  startsAt: planShape.startsAt.optional(),
  timeZone: timeZone().optional(),
};
type Changes = z.infer<z.ZodObject<typeof changes>>;

/** Changes of a plan do not wait for each other in this process: many at once get in each other's way. */
const TRIES = 50;

/** Changes what the input names of a plan from now on, and leaves the rest; null takes away what a plan can do without. */
export const updateScheduledWorkout = defineAction({
  input: z.object({ ...changes, scheduledWorkoutId: z.string() }),
  run: async ({ viewer, schedules, now }: Context, { scheduledWorkoutId, ...input }) => {
    const { userId } = requirePerson(viewer);
    const id = parseId(scheduledWorkoutId);
    const attempt = async () => {
      const known = id === undefined ? undefined : await schedules.get(id);
      if (known?.ownerId !== userId) {
        return refused('NOT_FOUND', 'There is no such planned workout.', 'scheduledWorkoutId');
      }
      const at = now();
      const plan = readPlan(wantedOf(known, input), input.timeZone ?? known.timeZone, at);
      if (!plan.ok) return plan;
      failpoint('workouts.schedule.before-change');
      const scheduledWorkout = await schedules.change(known, { ...plan.value, ...afterChange(known, plan.value, at) });
      failpoint('workouts.schedule.changed');
      return scheduledWorkout && done({ scheduledWorkout });
    };
    return untilUnchanged(`the planned workout ${id}`, attempt, TRIES);
  },
});

const wantedOf = (known: Schedule, input: Changes) => ({
  ...known,
  ...input,
  // A name that we made is made anew.
  title: input.title === undefined && !isMadeTitle({ ...known, startedAt: known.startsAt }) ? known.title : input.title,
  sport: input.sport ?? known.sport,
  startsAt: input.startsAt ?? known.startsAt,
});
