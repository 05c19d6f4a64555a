import { z } from 'zod';
import { refused } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import { addPhoto } from '../photos/photos.ts';

/** How often a workout is looked at again that somebody else changes at the same time. */
const TRIES = 5;

/** Puts an uploaded photo on a workout of the viewer's. */
export const addWorkoutPhoto = defineAction({
  input: z.object({ workoutId: z.string(), uploadId: z.string() }),
  run: async ({ viewer, workouts, uploads, photos }: Context, input) => {
    const { userId } = requirePerson(viewer);
    const [id, uploadId] = [parseId(input.workoutId), parseId(input.uploadId)];
    for (let tries = 0; tries < TRIES; tries += 1) {
      const known = id === undefined ? undefined : await workouts.get(id);
      if (known?.ownerId !== userId) return refused('NOT_FOUND', 'There is no such finished workout.', 'workoutId');
      const added = await addPhoto(photos, known, uploadId === undefined ? undefined : await uploads.get(uploadId));
      if (added) return added;
    }
    throw new Error(`workout ${input.workoutId} changes all the time`);
  },
});
