import { AVATAR_SIZES } from '#events/vocabulary.ts';
import type { UploadPurpose } from '../domain/upload.ts';

/** What an uploaded file that is a picture is for. */
export type ImagePurpose = Exclude<UploadPurpose, 'WORKOUT_FILE' | 'WORKOUT_ARCHIVE'>;

/** The sizes a picture is kept in, in pixels, smallest first. Avatars are square; of others it is the longer side. */
export const IMAGE_SIZES: Record<ImagePurpose, readonly number[]> = {
  AVATAR: AVATAR_SIZES,
  WORKOUT_PHOTO: [320, 1024, 2048],
  CHAT_IMAGE: [320, 1024, 2048],
};

/** The largest picture that is taken, in bytes as it comes. */
export const MAX_IMAGE_BYTES = 15 * 1024 * 1024;

export const isImage = (purpose: UploadPurpose): purpose is ImagePurpose => purpose in IMAGE_SIZES;

/**
 * Whether pictures of the kind are cleared away until something shows them. An avatar is the business of whoever heard that it
 * was stored.
 */
export const isLoose = (purpose: UploadPurpose): boolean => isImage(purpose) && purpose !== 'AVATAR';

/** Where a picture lies in one of its sizes, in the object storage and below the site's address. */
export const mediaKey = (mediaId: string, size: number): string => `media/${mediaId}/${size}.webp`;
