import { done, refused, type Outcome } from '#platform/problems.ts';
import type { UploadState } from './upload.ts';

/** How many photos a workout may have. */
export const MAX_PHOTOS = 20;
/** How many pictures of a person may wait for something to show them. */
export const MAX_LOOSE_PICTURES = 100;

/** What is known of a photo on a workout. */
interface KnownPhoto {
  readonly uploadId: string;
}

/**
 * Whether an upload may become another photo of a workout; undefined when it is one already. That an upload is somebody
 * else's is not told apart from its absence.
 */
export function decidePhoto<Upload extends UploadState & { readonly _id: string; readonly mediaId: string | null }>(
  photos: readonly KnownPhoto[],
  upload: Upload | undefined,
  personId: string,
  now: Date,
): Outcome<(Upload & { readonly mediaId: string }) | undefined> {
  if (upload?.ownerId !== personId) return refused('NOT_FOUND', 'There is no such upload.', 'uploadId');
  if (upload.purpose !== 'WORKOUT_PHOTO')
    return refused('INVALID_INPUT', 'The upload is for something else than a photo of a workout.', 'uploadId');
  const { mediaId } = upload;
  if (upload.status === 'OPEN' || mediaId === null) {
    if (upload.expiresAt <= now) return refused('UPLOAD_EXPIRED', 'The upload was not taken up in time.', 'uploadId');
    return refused('UPLOAD_INCOMPLETE', "The upload's bytes have not arrived yet.", 'uploadId');
  }
  if (photos.some(({ uploadId }) => uploadId === upload._id)) return done(undefined);
  if (photos.length >= MAX_PHOTOS)
    return refused('LIMIT_REACHED', `A workout may have at most ${MAX_PHOTOS} photos.`, 'workoutId');
  return done({ ...upload, mediaId });
}
