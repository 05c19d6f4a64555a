import { createSignedUrls, type SignedUrls } from '#platform/server/signedUrls.ts';

/** Addresses that take uploads: `/uploads/<id>?token=…`. */
export const createUploadUrls = (secret: string, publicUrl: string): SignedUrls =>
  createSignedUrls({ secret, publicUrl, folder: 'uploads', purpose: 'laurel upload url' });

/** Addresses that give original files: `/media/originals/<id>?token=…`. */
export const createOriginalUrls = (secret: string, publicUrl: string): SignedUrls =>
  createSignedUrls({ secret, publicUrl, folder: 'media/originals', purpose: 'laurel original file url' });
