import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Makes and checks signed addresses under one folder of the gateway. */
export interface SignedUrls {
  /** The address of one thing, good until it expires. */
  make(id: string, expiresAt: Date): string;
  /** Whether a token was made by us for this thing, and still counts. */
  check(id: string, token: unknown, now: Date): 'GOOD' | 'EXPIRED' | 'FORGED';
}

/** Makes and checks the addresses that take an upload's bytes. */
export type UploadUrls = SignedUrls;

/** Addresses that take uploads: `/uploads/<id>?token=…`. */
export const createUploadUrls = (secret: string, publicUrl: string): UploadUrls =>
  createSignedUrls(secret, publicUrl, { folder: 'uploads', purpose: 'laurel upload url' });

/** Addresses that give original files: `/media/originals/<id>?token=…`. */
export const createOriginalUrls = (secret: string, publicUrl: string): SignedUrls =>
  createSignedUrls(secret, publicUrl, { folder: 'media/originals', purpose: 'laurel original file url' });

/** A token is `<expiry in s, base 36>.<HMAC-SHA256>` by a key made of the service's secret, one for each purpose. */
function createSignedUrls(
  secret: string,
  publicUrl: string,
  { folder, purpose }: { folder: string; purpose: string },
): SignedUrls {
  const key = Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
  const sign = (id: string, expiry: string): Buffer => createHmac('sha256', key).update(`${id}.${expiry}`).digest();
  return {
    make: (id, expiresAt) => {
      const expiry = Math.floor(expiresAt.getTime() / 1000).toString(36);
      const url = new URL(`${folder}/${id}`, publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`);
      url.searchParams.set('token', `${expiry}.${sign(id, expiry).toString('base64url')}`);
      return url.href;
    },
    check: (id, token, now) => {
      const [expiry, signature] = typeof token === 'string' ? token.split('.') : [];
      if (expiry === undefined || signature === undefined) return 'FORGED';
      const [given, expected] = [Buffer.from(signature, 'base64url'), sign(id, expiry)];
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'FORGED';
      return Number.parseInt(expiry, 36) * 1000 > now.getTime() ? 'GOOD' : 'EXPIRED';
    },
  };
}
