import { createHash, randomBytes } from 'node:crypto';

/** A refresh token, and what is stored of it. */
export interface RefreshToken {
  readonly token: string;
  readonly hash: Buffer;
}

/** A new refresh token: 256 random bits in base64url. So much chance needs no slow hash. */
export function createRefreshToken(): RefreshToken {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashRefreshToken(token) };
}

/** What is stored of a refresh token. */
export const hashRefreshToken = (token: string): Buffer => createHash('sha256').update(token).digest();
