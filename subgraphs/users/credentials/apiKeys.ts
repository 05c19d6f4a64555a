import { createHash, randomBytes } from 'node:crypto';

/** How every API key begins, so that it is known for one wherever it turns up. */
const PREFIX = 'lk_';

/** A key, and what is stored of it. */
export interface NewApiKey {
  readonly key: string;
  readonly hash: Buffer;
}

/** A new key: 256 random bits in base64url. So much chance needs no slow hash. */
export function createKey(): NewApiKey {
  const key = `${PREFIX}${randomBytes(32).toString('base64url')}`;
  return { key, hash: hashKey(key) };
}

/** What is stored of a key. */
export const hashKey = (key: string): Buffer => createHash('sha256').update(key).digest();
