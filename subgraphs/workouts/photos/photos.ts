import { failpoint } from '#platform/failpoints.ts';
import { refused, done, type Outcome } from '#platform/problems.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import { decidePhoto } from '../domain/photos.ts';
import type { LoosePictureStore } from '../store/loosePictures.ts';
import type { Upload, UploadStore } from '../store/uploads.ts';
import type { Photo, Workout } from '../store/workoutDocument.ts';
import type { WorkoutStore } from '../store/workouts.ts';

/** What photos of workouts are kept with. */
export interface PhotoTools {
  readonly workouts: Pick<WorkoutStore, 'get' | 'amend'>;
  readonly uploads: Pick<UploadStore, 'get'>;
  readonly loosePictures: LoosePictureStore;
  readonly storage: Pick<ObjectStorage, 'delete'>;
  readonly wakeRelay: () => void;
  readonly now: () => Date;
  /** How long an uploaded photo waits for its workout, in ms. */
  readonly unusedPhotoMs: number;
}

/** So long after it was begun nobody is about to remove a photo any more. */
const GIVEN_UP_MS = 60_000;

/** A photo, and the workout that shows it. */
export interface Shown {
  readonly photo: Photo;
  readonly workout: Workout;
}

/**
 * Puts an uploaded photo on a workout; once, however often it is asked for. Undefined when somebody else changed the workout
 * meanwhile: load it again then.
 */
export async function addPhoto(
  tools: PhotoTools,
  known: Workout,
  upload: Upload | undefined,
): Promise<Outcome<Shown> | undefined> {
  const decided = decidePhoto(known.photos, upload, known.ownerId, tools.now());
  if (!decided.ok) return decided;
  const there = known.photos.find(({ uploadId }) => uploadId === upload?._id);
  if (there) return done({ photo: there, workout: known });
  if (!decided.value) throw new Error('a photo is there, and is not');
  const { _id: uploadId, mediaId, variantKeys, width, height } = decided.value;
  const dueAt = new Date(tools.now().getTime() + tools.unusedPhotoMs);
  if (!(await tools.loosePictures.take(mediaId, known._id, dueAt))) {
    const isStale = (await tools.workouts.get(known._id))?.version !== known.version;
    if (isStale) return undefined;
    return refused('NOT_FOUND', 'The photo is on another workout, or was removed.', 'uploadId');
  }
  failpoint('workouts.photo.taken');
  const photo: Photo = { mediaId, uploadId, variantKeys, width: width ?? 0, height: height ?? 0, addedAt: tools.now() };
  const workout = await tools.workouts.amend(known, { photos: [...known.photos, photo] }, []);
  failpoint('workouts.photo.added');
  if (!workout) return undefined;
  tools.wakeRelay();
  await tools.loosePictures.settle(mediaId);
  return done({ photo, workout });
}

/** Takes a photo off its workout, with its files. Undefined when somebody else changed the workout meanwhile. */
export async function removePhoto(
  tools: PhotoTools,
  known: Workout,
  { mediaId, uploadId, variantKeys }: Photo,
): Promise<Workout | undefined> {
  const dueAt = new Date(tools.now().getTime() + Math.min(GIVEN_UP_MS, tools.unusedPhotoMs));
  const { ownerId, _id: workoutId } = known;
  await tools.loosePictures.note({ _id: mediaId, uploadId, ownerId, storageKey: '', variantKeys, workoutId, dueAt });
  failpoint('workouts.photo.noted');
  const photos = known.photos.filter((photo) => photo.mediaId !== mediaId);
  const workout = await tools.workouts.amend(known, { photos }, []);
  failpoint('workouts.photo.removed');
  if (!workout) return undefined;
  tools.wakeRelay();
  for (const key of variantKeys) await tools.storage.delete(key);
  failpoint('workouts.photo.cleared');
  await tools.loosePictures.settle(mediaId);
  return workout;
}
