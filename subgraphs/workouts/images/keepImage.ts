import { v4 as uuidv4 } from 'uuid';
import { failpoint } from '#platform/failpoints.ts';
import type { ObjectStorage } from '#platform/storage/storage.ts';
import type { OneAtATime } from '../imports/oneAtATime.ts';
import { IMAGE_SIZES, mediaKey, type ImagePurpose } from './variants.ts';

/** What pictures are kept with. */
export interface ImageTools {
  readonly storage: ObjectStorage;
  readonly oneAtATime: OneAtATime;
}

/** A picture that is kept: the id it is shown by, which nobody can guess, and where its sizes lie. */
export interface KeptImage {
  readonly mediaId: string;
  readonly variantKeys: string[];
}

/**
 * Keeps a picture that has come in all its sizes, and deletes it as it came: it may tell more than can be seen.
 * One picture of a process at a time, so that memory is bounded.
 *
 * @throws UploadRefused; nothing is kept then
 */
export async function keepImage(
  { storage, oneAtATime }: ImageTools,
  storageKey: string,
  purpose: ImagePurpose,
): Promise<KeptImage> {
  try {
    return await oneAtATime('images', async () => {
      const original = await storage.get(storageKey);
      if (!original) throw new Error(`there is no upload ${storageKey}`);
      // The library of pictures takes many megabytes, and most processes never see one.
      const { encodeVariants } = await import('./encode.ts');
      const mediaId = uuidv4();
      const variantKeys: string[] = [];
      for (const { size, bytes } of await encodeVariants(original, purpose)) {
        const key = mediaKey(mediaId, size);
        await storage.put(key, bytes);
        failpoint('workouts.image.variant-kept');
        variantKeys.push(key);
      }
      return { mediaId, variantKeys };
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
