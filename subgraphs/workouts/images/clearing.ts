import type { Service } from '#platform/lifecycle.ts';
import { failpoint } from '#platform/failpoints.ts';
import { each, paged, startSweeper } from '#platform/sweeper.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import { becameIdOf } from '../live/load.ts';
import type { LiveStore } from '../store/liveWorkouts.ts';
import type { LoosePicture, LoosePictureStore } from '../store/loosePictures.ts';
import type { UploadStore } from '../store/uploads.ts';
import type { WorkoutStore } from '../store/workouts.ts';
import { isLoose } from './variants.ts';

/** What pictures that nothing shows are cleared away with. */
export interface ClearingTools {
  readonly loosePictures: LoosePictureStore;
  readonly uploads: Pick<UploadStore, 'get'>;
  readonly workouts: Pick<WorkoutStore, 'get'>;
  readonly lives: Pick<LiveStore, 'get'>;
  readonly storage: Pick<ObjectStorage, 'delete'>;
  readonly now: () => Date;
  readonly unusedPhotoMs: number;
  /** It is looked twice as often as this. */
  readonly leftoverMs: number;
}

/** How often it is looked at least. */
const SWEEP_MS = 30_000;
const SWEEP_BATCH = 100;

/** Deletes a picture as it came and in all its sizes, and forgets that it was loose. May be done again. */
export async function clearPicture(
  { storage, loosePictures }: Pick<ClearingTools, 'storage' | 'loosePictures'>,
  { _id, storageKey, variantKeys }: Pick<LoosePicture, '_id' | 'storageKey' | 'variantKeys'>,
): Promise<void> {
  for (const key of [storageKey, ...variantKeys]) if (key !== '') await storage.delete(key);
  failpoint('workouts.picture.cleared');
  await loosePictures.settle(_id);
}

/** Clears away, now and then, the pictures that nobody used and what processes that died have left. Closed with the service. */
export function startPictureClearing(service: Service, tools: ClearingTools): void {
  const later = (): Date => new Date(tools.now().getTime() + tools.unusedPhotoMs);
  const failure = 'could not clear pictures away that nothing shows';
  const look = async (picture: LoosePicture): Promise<void> => {
    const { _id, workoutId } = picture;
    if (await isWaiting(tools, picture)) await tools.loosePictures.take(picture, workoutId ?? '', later());
    else if (await isShown(tools, picture)) await tools.loosePictures.settle(_id);
    else if (await tools.loosePictures.giveUp(picture)) await clearPicture(tools, picture);
  };
  startSweeper({
    service,
    name: 'picture clearing',
    everyMs: Math.min(SWEEP_MS, tools.leftoverMs / 2),
    failure,
    sweep: (isClosed) =>
      each(
        { log: service.log, isClosed, failure, name: ({ _id }) => ({ mediaId: _id }) },
        paged<LoosePicture>((after) => tools.loosePictures.due(tools.now(), SWEEP_BATCH, after)),
        look,
      ),
  });
}

/**
 * Whether a picture is where it belongs. A photo is shown by its workout, or by the one that its running workout has become; an
 * image of a chat by nothing yet.
 */
async function isShown(tools: ClearingTools, { _id: mediaId, uploadId, workoutId }: LoosePicture): Promise<boolean> {
  const upload = await tools.uploads.get(uploadId);
  if (upload?.mediaId !== mediaId) return false;
  if (!isLoose(upload.purpose)) return true;
  if (workoutId === null) return false;
  const workout = await tools.workouts.get(await becameIdOf(tools, workoutId));
  return workout?.photos.some((photo) => photo.mediaId === mediaId) ?? false;
}

/** A photo on a workout that still runs, or is just being finished, waits for what becomes of that. */
async function isWaiting({ lives }: ClearingTools, { _id: mediaId, workoutId }: LoosePicture): Promise<boolean> {
  const live = workoutId === null ? undefined : await lives.get(workoutId);
  return live?.isOpen === true && live.photos.some((photo) => photo.mediaId === mediaId);
}
