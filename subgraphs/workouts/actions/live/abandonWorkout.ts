import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { done } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../../context.ts';
import { forget } from '../../live/finish.ts';
import { notRunning } from '../../live/record.ts';
import { ownLive } from './own.ts';

/** Gives a running workout up: nothing is kept of it. Asked again, it answers the same. */
export const abandonWorkout = defineAction({
  input: z.object({ workoutId: z.string() }),
  run: async ({ viewer, live }: Context, { workoutId }) => {
    const { userId } = requirePerson(viewer);
    const found = await ownLive(live.lives, workoutId, userId);
    if (!found.ok) return found;
    const own = found.value;
    const gone = own.status === 'ABANDONED' || (await live.lives.abandon(own._id, 'RUNNING'));
    if (!gone) return notRunning('workoutId');
    failpoint('workouts.live.abandoned');
    await forget(live, own._id);
    return done({ abandonedWorkoutId: own._id });
  },
});
