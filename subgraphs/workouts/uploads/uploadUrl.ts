import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Makes and checks the addresses that take an upload's bytes. */
export interface UploadUrls {
  /** The address for one upload, good until it expires. */
  make(uploadId: string, expiresAt: Date): string;
  /** Whether a token was made by us for this upload, and still counts. */
  check(uploadId: string, token: unknown, now: Date): 'GOOD' | 'EXPIRED' | 'FORGED';
}

/** A token is `<expiry in s, base 36>.<HMAC-SHA256>` by a key of its own made of the service's secret. */
export function createUploadUrls(secret: string, publicUrl: string): UploadUrls {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'laurel upload url', 32));
  const sign = (uploadId: string, expiry: string): Buffer =>
    createHmac('sha256', key).update(`${uploadId}.${expiry}`).digest();
  return {
    make: (uploadId, expiresAt) => {
      const expiry = Math.floor(expiresAt.getTime() / 1000).toString(36);
      const url = new URL(`uploads/${uploadId}`, publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`);
      url.searchParams.set('token', `${expiry}.${sign(uploadId, expiry).toString('base64url')}`);
      return url.href;
    },
    check: (uploadId, token, now) => {
      const [expiry, signature] = typeof token === 'string' ? token.split('.') : [];
      if (expiry === undefined || signature === undefined) return 'FORGED';
      const [given, expected] = [Buffer.from(signature, 'base64url'), sign(uploadId, expiry)];
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'FORGED';
      return Number.parseInt(expiry, 36) * 1000 > now.getTime() ? 'GOOD' : 'EXPIRED';
    },
  };
}
