import { v4 as uuidv4 } from 'uuid';
import { failpoint } from '#platform/failpoints.ts';
import { createGate, type Gate } from '#platform/gate.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import { IMAGE_SIZES, mediaKey, type ImagePurpose } from './variants.ts';

/** What pictures are kept with. */
export interface ImageTools {
  readonly storage: ObjectStorage;
  readonly pictureGate: Gate;
}

/** How many pictures wait at most for those before them, each with a connection open, and for how long. */
const WAITING = 100;
const WAIT_MS = 10_000;

/** Lets one picture of a process through at a time, so that memory is bounded. */
export const createPictureGate = (): Gate => createGate(1, { waiting: WAITING, waitMs: WAIT_MS });

/** A picture in its sizes: the id it is shown by, which nobody can guess, and where they lie. */
export interface ImagePlace {
  readonly mediaId: string;
  readonly variantKeys: string[];
}

/** A picture as it came: where it lies, and how long it is. */
interface StoredPicture {
  readonly storageKey: string;
  readonly byteLength: number;
}

/** A place for a new picture. */
export function newPlace(purpose: ImagePurpose): ImagePlace {
  const mediaId = uuidv4();
  return { mediaId, variantKeys: IMAGE_SIZES[purpose].map((size) => mediaKey(mediaId, size)) };
}

/**
 * Keeps a picture that has come in all its sizes, and deletes it as it came: it may tell more than can be seen.
 * Answers the pixels of the largest size.
 *
 * @throws UploadRefused, and Overloaded when its turn does not come; nothing is kept then
 */
export async function keepImage(
  { storage, pictureGate }: ImageTools,
  { storageKey, byteLength }: StoredPicture,
  purpose: ImagePurpose,
  mediaId: string,
): Promise<{ width: number; height: number }> {
  try {
    return await pictureGate(async () => {
      const original = await storage.get(storageKey, byteLength);
      if (!original) throw new Error(`there is no upload ${storageKey}`);
      // The library of pictures takes many megabytes, and most processes never see one.
      const { encodeVariants } = await import('./encode.ts');
      let pixels = { width: 0, height: 0 };
      for (const { size, bytes, width, height } of await encodeVariants(original, purpose)) {
        await storage.put(mediaKey(mediaId, size), bytes);
        failpoint('workouts.image.variant-kept');
        pixels = { width, height };
      }
      return pixels;
    });
  } finally {
    await storage.delete(storageKey);
  }
}

/** Deletes a picture in all its sizes, whatever it was for. May be done again. */
export async function deleteImage(storage: ObjectStorage, mediaId: string): Promise<void> {
  const sizes = new Set(Object.values(IMAGE_SIZES).flat());
  for (const size of sizes) await storage.delete(mediaKey(mediaId, size));
}
