import { z } from 'zod';
import { done, refused } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import { clearPicture } from '../images/clearing.ts';
import { findOwn } from '../live/load.ts';
import { beingFinished } from '../live/record.ts';
import { giveUpSurplus } from '../photos/photos.ts';
import { removeWorkout } from '../recordings/remove.ts';

/** Deletes a workout with all that belongs to it. */
export const deleteWorkout = defineAction({
  input: z.object({ workoutId: z.string() }),
  run: async ({ viewer, live, recordings, photos }: Context, input) => {
    const { userId } = requirePerson(viewer);
    const id = parseId(input.workoutId);
    const attempt = async () => {
      const { workout: known, live: running } = await findOwn(live, id, userId);
      if (running?.status === 'FINISHING') return beingFinished();
      if (running?.isOpen)
        return refused('INVALID_INPUT', 'The workout is being recorded: it can be abandoned.', 'workoutId');
      if (!known) return refused('NOT_FOUND', 'There is no such workout.', 'workoutId');
      const surplus = await giveUpSurplus(photos, known);
      if (!(await removeWorkout(recordings, known))) return undefined;
      for (const picture of surplus) await clearPicture(photos, picture);
      return done({ deletedWorkoutId: known._id });
    };
    return recordings.oneAtATime(`workout ${id}`, () => untilUnchanged(`workout ${id}`, attempt));
  },
});
