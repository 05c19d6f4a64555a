import { z } from 'zod';
import { done, refused } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import { clearPicture } from '../images/clearing.ts';
import { findOwn } from '../live/load.ts';
import { beingFinished } from '../live/record.ts';
import { giveUpSurplus } from '../photos/photos.ts';
import { removeWorkout } from '../recordings/remove.ts';

/** How often a workout is looked at again that somebody else changes at the same time. */
const TRIES = 5;

/** Deletes a workout with all that belongs to it. */
export const deleteWorkout = defineAction({
  input: z.object({ workoutId: z.string() }),
  run: async ({ viewer, live, recordings, photos }: Context, input) => {
    const { userId } = requirePerson(viewer);
    const id = parseId(input.workoutId);
    return recordings.oneAtATime(`workout ${id}`, async () => {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const { workout: known, live: running } = await findOwn(live, id, userId);
        if (running?.status === 'FINISHING') return beingFinished();
        if (running?.isOpen)
          return refused('INVALID_INPUT', 'The workout is being recorded: it can be abandoned.', 'workoutId');
        if (!known) return refused('NOT_FOUND', 'There is no such workout.', 'workoutId');
        const surplus = await giveUpSurplus(photos, known);
        if (!(await removeWorkout(recordings, known))) continue;
        for (const picture of surplus) await clearPicture(photos, picture);
        return done({ deletedWorkoutId: known._id });
      }
      throw new Error(`workout ${input.workoutId} changes all the time`);
    });
  },
});
