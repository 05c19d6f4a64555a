import { createSignature } from './signature.ts';

/** Makes and checks signed addresses under one folder of the gateway. */
export interface SignedUrls {
  /** The address of one thing, good until it expires. */
  make(id: string, expiresAt: Date): string;
  /** Whether a token was made by us for this thing, and still counts. */
  check(id: string, token: unknown, now: Date): 'GOOD' | 'EXPIRED' | 'FORGED';
}

export interface SignedUrlOptions {
  readonly secret: string;
  readonly publicUrl: string;
  readonly folder: string;
  /** Addresses of one purpose are worth nothing for another. */
  readonly purpose: string;
}

/** Addresses `<folder>/<id>?token=…`; a token is `<expiry in s, base 36>.<signature>`. */
export function createSignedUrls({ secret, publicUrl, folder, purpose }: SignedUrlOptions): SignedUrls {
  const { sign, isGenuine } = createSignature(secret, purpose);
  return {
    make: (id, expiresAt) => {
      const expiry = Math.floor(expiresAt.getTime() / 1000).toString(36);
      const url = new URL(`${folder}/${id}`, publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`);
      url.searchParams.set('token', `${expiry}.${sign(`${id}.${expiry}`)}`);
      return url.href;
    },
    check: (id, token, now) => {
      const [expiry = '', signature = ''] = typeof token === 'string' ? token.split('.') : [];
      if (!isGenuine(signature, `${id}.${expiry}`)) return 'FORGED';
      return Number.parseInt(expiry, 36) * 1000 > now.getTime() ? 'GOOD' : 'EXPIRED';
    },
  };
}
