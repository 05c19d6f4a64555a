import { z } from 'zod';
import { done, refused } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import { becameIdOf } from '../live/load.ts';
import { findAlbum } from '../photos/album.ts';
import { removePhoto } from '../photos/photos.ts';

/** Takes a photo off a workout of the viewer's, and deletes it. */
export const removeWorkoutPhoto = defineAction({
  input: z.object({ workoutId: z.string(), photoId: z.string() }),
  run: async ({ viewer, live, photos }: Context, input) => {
    const { userId } = requirePerson(viewer);
    const [id, photoId] = [parseId(input.workoutId), parseId(input.photoId)];
    const attempt = async () => {
      const found = await findAlbum(live, id, userId);
      if (!found.ok) return found;
      const photo = found.value.photos.find(({ mediaId }) => mediaId === photoId);
      if (!photo) return refused('NOT_FOUND', 'The workout has no such photo.', 'photoId');
      const workout = await removePhoto(photos, found.value, photo);
      return workout && done({ removedPhotoId: photo.mediaId, workout });
    };
    return live.oneAtATime(`photos ${await becameIdOf(live, id ?? '')}`, () =>
      untilUnchanged(`workout ${id}`, attempt),
    );
  },
});
