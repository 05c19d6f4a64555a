import { createHash, createHmac, hkdfSync } from 'node:crypto';

/** Makes the tokens of mailed links out of their ids: what waits to be mailed then holds no secret. */
export interface MailedTokens {
  /** What is stored of a token. */
  hashOf(id: string): Buffer;
  /** The token behind a stored hash; undefined when the secret it was made with is no longer among ours. */
  reveal(id: string, hash: Buffer): string | undefined;
}

/** What is stored of a token that somebody shows. */
export const hashMailedToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Tokens are HMAC-SHA-256 of their id, 256 bits in base64url. The first seed makes new ones. @throws without a seed. */
export function createMailedTokens(seeds: readonly string[]): MailedTokens {
  const keys = seeds.map((seed) => Buffer.from(hkdfSync('sha256', seed, '', 'laurel mailed token key', 32)));
  const tokenOf = (key: Buffer, id: string): string => createHmac('sha256', key).update(id).digest('base64url');
  const [first] = keys;
  if (!first) throw new Error('a seed for mailed tokens is needed');
  return {
    hashOf: (id) => hashMailedToken(tokenOf(first, id)),
    reveal: (id, hash) => keys.map((key) => tokenOf(key, id)).find((token) => hashMailedToken(token).equals(hash)),
  };
}
