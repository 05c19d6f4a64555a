import { failpoint } from '#platform/failpoints.ts';
import { refused, done, type Outcome } from '#platform/problems.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import { untilUnchanged } from '#platform/untilUnchanged.ts';
import { decidePhoto } from '../domain/photos.ts';
import { clearPicture } from '../images/clearing.ts';
import { becameIdOf } from '../live/load.ts';
import type { ShownWorkout } from '../live/shown.ts';
import type { LiveStore } from '../store/liveWorkouts.ts';
import type { LoosePicture, LoosePictureStore } from '../store/loosePictures.ts';
import type { Upload } from '../store/uploads.ts';
import type { Photo, Workout } from '../store/workoutDocument.ts';
import type { Album } from './album.ts';

/** What photos of workouts are kept with. */
export interface PhotoTools {
  readonly loosePictures: LoosePictureStore;
  readonly lives: Pick<LiveStore, 'get'>;
  readonly storage: Pick<ObjectStorage, 'delete'>;
  readonly now: () => Date;
  /** How long an uploaded photo waits for its workout, in ms. */
  readonly unusedPhotoMs: number;
  /** So long after it was begun nobody is about to remove a photo any more, in ms. */
  readonly leftoverMs: number;
}

/** A photo, and the workout that shows it. */
export interface Shown {
  readonly photo: Photo;
  readonly workout: ShownWorkout;
}

/**
 * Puts an uploaded photo on a workout; once, however often it is asked for. On a running one it stays loose, so that it goes
 * should the workout be given up. Undefined when somebody else changed the workout meanwhile: look again then.
 */
export async function addPhoto(
  tools: PhotoTools,
  album: Album,
  upload: Upload | undefined,
  isStale: () => Promise<boolean>,
): Promise<Outcome<Shown> | undefined> {
  const decided = decidePhoto(album.photos, upload, album.ownerId, tools.now());
  if (!decided.ok) return decided;
  const there = album.photos.find(({ uploadId }) => uploadId === upload?._id);
  if (there) return done({ photo: there, workout: await album.workout() });
  if (!decided.value) throw new Error('a photo is there, and is not');
  const { _id: uploadId, mediaId, variantKeys, width, height } = decided.value;
  const dueAt = new Date(tools.now().getTime() + tools.unusedPhotoMs);
  if (!(await take(tools, mediaId, album.workoutId, dueAt))) {
    if (await isStale()) return undefined;
    return refused('NOT_FOUND', 'The photo is on another workout, or was removed.', 'uploadId');
  }
  failpoint('workouts.photo.taken');
  const photo: Photo = { mediaId, uploadId, variantKeys, width: width ?? 0, height: height ?? 0, addedAt: tools.now() };
  const workout = await album.show([...album.photos, photo]);
  failpoint('workouts.photo.added');
  if (!workout) return undefined;
  if (album.isKept) await tools.loosePictures.settle(mediaId);
  return done({ photo, workout });
}

/**
 * Says that a workout is going to show a picture. It may have been taken before for that, or for a recording that this workout
 * has become since. False when it is of another workout, or gone.
 */
const take = (tools: PhotoTools, mediaId: string, workoutId: string, dueAt: Date): Promise<boolean> =>
  untilUnchanged(`photo ${mediaId}`, async () => {
    const known = await tools.loosePictures.get(mediaId);
    if (!known || known.isGoing) return false;
    if (known.workoutId !== null && (await becameIdOf(tools, known.workoutId)) !== workoutId) return false;
    return (await tools.loosePictures.take(known, workoutId, dueAt)) || undefined;
  });

/**
 * Gives up the photos of a workout that is going to be deleted which it does not show: those that came with recordings of it and
 * found no place, or in the moment in which they were ended.
 * @returns what is to be cleared away when it is gone.
 */
export async function giveUpSurplus(
  tools: Pick<PhotoTools, 'loosePictures' | 'lives'>,
  { _id, ownerId, photos }: Workout,
): Promise<LoosePicture[]> {
  const shown = new Set(photos.map(({ mediaId }) => mediaId));
  const surplus: LoosePicture[] = [];
  for (const picture of await tools.loosePictures.of(ownerId)) {
    const { workoutId } = picture;
    if (shown.has(picture._id) || workoutId === null) continue;
    const isOfIt = (await becameIdOf(tools, workoutId)) === _id;
    if (isOfIt && (await tools.loosePictures.giveUp(picture))) surplus.push(picture);
  }
  return surplus;
}

/**
 * Takes a photo off its workout, with its files; these stay with who takes it for a workout anew in that moment. Undefined when
 * somebody else changed the workout meanwhile.
 */
export async function removePhoto(
  tools: PhotoTools,
  album: Album,
  { mediaId, uploadId, variantKeys }: Photo,
): Promise<ShownWorkout | undefined> {
  const dueAt = new Date(tools.now().getTime() + tools.leftoverMs);
  const { ownerId, workoutId } = album;
  await tools.loosePictures.note({ _id: mediaId, uploadId, ownerId, storageKey: '', variantKeys, workoutId, dueAt });
  const picture = await tools.loosePictures.get(mediaId);
  failpoint('workouts.photo.noted');
  const workout = await album.show(album.photos.filter((photo) => photo.mediaId !== mediaId));
  failpoint('workouts.photo.removed');
  if (!workout) return undefined;
  if (picture && (await tools.loosePictures.giveUp(picture))) await clearPicture(tools, picture);
  return workout;
}
