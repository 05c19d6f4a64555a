import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done, refused } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';

/** Takes a plan back, with all its repetitions. */
export const cancelScheduledWorkout = defineAction({
  input: z.object({ scheduledWorkoutId: z.string() }),
  run: async ({ viewer, schedules }: Context, { scheduledWorkoutId }) => {
    const { userId } = requirePerson(viewer);
    const id = parseId(scheduledWorkoutId);
    const known = id === undefined ? undefined : await schedules.get(id);
    if (known?.ownerId !== userId) {
      return refused('NOT_FOUND', 'There is no such planned workout.', 'scheduledWorkoutId');
    }
    failpoint('workouts.schedule.before-removal');
    await schedules.remove(known._id);
    failpoint('workouts.schedule.removed');
    return done({ cancelledScheduledWorkoutId: known._id });
  },
});
