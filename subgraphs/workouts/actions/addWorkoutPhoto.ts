import { z } from 'zod';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import { becameIdOf } from '../live/load.ts';
import { findAlbum, type Album } from '../photos/album.ts';
import { addPhoto } from '../photos/photos.ts';

/** How often a workout is looked at again that somebody else changes at the same time. */
const TRIES = 5;

/** Puts an uploaded photo on a workout of the viewer's, finished or running. */
export const addWorkoutPhoto = defineAction({
  input: z.object({ workoutId: z.string(), uploadId: z.string() }),
  run: async ({ viewer, live, uploads, photos }: Context, input) => {
    const { userId } = requirePerson(viewer);
    const [id, uploadId] = [parseId(input.workoutId), parseId(input.uploadId)];
    // One after the other in this process: the photos of a running workout are told apart by their number alone.
    return live.oneAtATime(`photos ${await becameIdOf(live, id ?? '')}`, async () => {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const found = await findAlbum(live, id, userId);
        if (!found.ok) return found;
        const album = found.value;
        const isStale = async (): Promise<boolean> => !isSame(album, await findAlbum(live, id, userId));
        const upload = uploadId === undefined ? undefined : await uploads.get(uploadId);
        const added = await addPhoto(photos, album, upload, isStale);
        if (added) return added;
      }
      throw new Error(`workout ${input.workoutId} changes all the time`);
    });
  },
});

/** Whether an album shows what it did. */
const isSame = ({ photos, isKept }: Album, found: Awaited<ReturnType<typeof findAlbum>>): boolean =>
  found.ok &&
  found.value.isKept === isKept &&
  found.value.photos.map(({ mediaId }) => mediaId).join() === photos.map(({ mediaId }) => mediaId).join();
