import sharp, { type Sharp } from 'sharp';
import { UploadRefused } from '../uploads/refusal.ts';
import { IMAGE_SIZES, type ImagePurpose } from './variants.ts';

/** More than any camera of a telephone gives; a picture that says it has more is not unpacked. */
const MAX_PIXELS = 64_000_000;
const TIMEOUT_SECONDS = 20;
const QUALITY = 82;

// Nothing but these is ever read: no vector graphics, no documents, nothing that could ask for other files.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadNsgif'],
});
// One picture is worked on by one thread, and nothing is kept of it.
sharp.concurrency(1);
sharp.cache(false);

/** A picture in one of its sizes, as WebP. */
export interface Variant {
  readonly size: number;
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Makes all sizes of a picture (JPEG, PNG, WebP or the first of a GIF): turned upright, in sRGB, and without anything else
 * that the file held, such as the place where it was taken. Never larger than it was.
 *
 * @throws UploadRefused with NOT_AN_IMAGE or IMAGE_TOO_LARGE
 */
export async function encodeVariants(bytes: Uint8Array, purpose: ImagePurpose): Promise<Variant[]> {
  const read = (): Sharp =>
    sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1, sequentialRead: true }).timeout({
      seconds: TIMEOUT_SECONDS,
    });
  if (bytes.length === 0) return refuse();
  const found = await sharp(bytes, { limitInputPixels: false, pages: 1 }).metadata().catch(refuse);
  if (found.width * found.height > MAX_PIXELS) {
    throw new UploadRefused('IMAGE_TOO_LARGE', `A picture may have at most ${MAX_PIXELS / 1e6} million pixels.`);
  }
  const variants: Variant[] = [];
  for (const size of IMAGE_SIZES[purpose]) {
    const fit = purpose === 'AVATAR' ? 'cover' : 'inside';
    const image = read()
      .autoOrient()
      .resize(size, size, { fit, withoutEnlargement: purpose !== 'AVATAR' })
      .webp({ quality: QUALITY });
    const { data, info } = await image.toBuffer({ resolveWithObject: true }).catch(refuse);
    variants.push({ size, bytes: data, width: info.width, height: info.height });
  }
  return variants;
}

/** Whatever a picture cannot be read for, it is none that we can show. */
function refuse(): never {
  throw new UploadRefused('NOT_AN_IMAGE', 'This is no JPEG, PNG, WebP or GIF picture, or a broken one.');
}
