import type { Service } from '#platform/lifecycle.ts';
import { failpoint } from '#platform/failpoints.ts';
import { startSweeper } from '#platform/sweeper.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import type { LoosePicture, LoosePictureStore } from '../store/loosePictures.ts';
import type { UploadStore } from '../store/uploads.ts';
import type { WorkoutStore } from '../store/workouts.ts';

/** What pictures that nothing shows are cleared away with. */
export interface ClearingTools {
  readonly loosePictures: LoosePictureStore;
  readonly uploads: Pick<UploadStore, 'get'>;
  readonly workouts: Pick<WorkoutStore, 'get'>;
  readonly storage: Pick<ObjectStorage, 'delete'>;
  readonly now: () => Date;
  readonly unusedPhotoMs: number;
}

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
  const sweep = async (): Promise<void> => {
    for (const picture of await tools.loosePictures.due(tools.now(), SWEEP_BATCH)) {
      if (await isShown(tools, picture)) await tools.loosePictures.settle(picture._id);
      else if (await tools.loosePictures.giveUp(picture)) await clearPicture(tools, picture);
    }
  };
  startSweeper({
    service,
    name: 'picture clearing',
    everyMs: Math.min(SWEEP_MS, tools.unusedPhotoMs),
    failure: 'could not clear pictures away that nothing shows',
    sweep,
  });
}

/** A photo is shown by its workout; other pictures are the business of whoever heard that they were stored. */
async function isShown(
  { uploads, workouts }: ClearingTools,
  { _id: mediaId, uploadId, workoutId }: LoosePicture,
): Promise<boolean> {
  const upload = await uploads.get(uploadId);
  if (upload?.mediaId !== mediaId) return false;
  if (upload.purpose !== 'WORKOUT_PHOTO') return true;
  const workout = workoutId === null ? undefined : await workouts.get(workoutId);
  return workout?.photos.some((photo) => photo.mediaId === mediaId) ?? false;
}
