import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** Runs a script: atomic, on the keys it is given. Answers what it returns, as Redis replies. */
export type Script = (keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

/** A Lua script by its hash; a Redis that does not know it yet, or any more, is given its text. */
export function defineScript(redis: Redis, lua: string): Script {
  const sha = createHash('sha1').update(lua).digest('hex');
  return async (keys, args) => {
    try {
      return await redis.evalsha(sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return redis.eval(lua, keys.length, ...keys, ...args);
    }
  };
}
