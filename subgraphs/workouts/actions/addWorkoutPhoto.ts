import { z } from 'zod';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import { becameIdOf } from '../live/load.ts';
import { findAlbum, type Album } from '../photos/album.ts';
import { addPhoto } from '../photos/photos.ts';

/** Puts an uploaded photo on a workout of the viewer's, finished or running. */
export const addWorkoutPhoto = defineAction({
  input: z.object({ workoutId: z.string(), uploadId: z.string() }),
  run: async ({ viewer, live, uploads, photos }: Context, input) => {
    const { userId } = requirePerson(viewer);
    const [id, uploadId] = [parseId(input.workoutId), parseId(input.uploadId)];
    const attempt = async () => {
      const found = await findAlbum(live, id, userId);
      if (!found.ok) return found;
      const album = found.value;
      const isStale = async (): Promise<boolean> => !isSame(album, await findAlbum(live, id, userId));
      const upload = uploadId === undefined ? undefined : await uploads.get(uploadId);
      return addPhoto(photos, album, upload, isStale);
    };
    // One after the other in this process: the photos of a running workout are told apart by their number alone.
    return live.oneAtATime(`photos ${await becameIdOf(live, id ?? '')}`, () =>
      untilUnchanged(`workout ${id}`, attempt),
    );
  },
});

/** Whether an album shows what it did. */
const isSame = ({ photos, isKept }: Album, found: Awaited<ReturnType<typeof findAlbum>>): boolean =>
  found.ok &&
  found.value.isKept === isKept &&
  found.value.photos.map(({ mediaId }) => mediaId).join() === photos.map(({ mediaId }) => mediaId).join();
