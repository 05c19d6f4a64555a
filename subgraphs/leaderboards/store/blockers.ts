import type { Redis } from 'ioredis';
import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { defineScript } from '#platform/redis/script.ts';
import { blocksKey, READY } from './keys.ts';
import { KEEP_PAIR, READ_STANDING } from './friendScripts.ts';

/** Keeps who blocked whom. Right in any order and for repeats. */
export interface BlockerStore {
  /** Keeps whether somebody blocks another, as of a version of the two. */
  keep(block: { userId: string; blockedId: string; version: number; stands: boolean }): Promise<void>;
  /** Who blocked somebody; undefined when Redis was emptied and must be filled first. */
  of(blockedId: string): Promise<ReadonlySet<string> | undefined>;
}

const reply = z.array(z.string()).nullable();

/** Blocks in Redis, kept for both of two people: so they can be forgotten. `onEmptied` as in store/boards.ts. */
export function createBlockerStore(redis: Redis, onEmptied: () => void): BlockerStore {
  const [keep, read] = [defineScript(redis, KEEP_PAIR), defineScript(redis, READ_STANDING)];
  return {
    keep: async ({ userId, blockedId, version, stands }) => {
      failpoint('leaderboards.before-block');
      // Of the one who blocks it is kept that nothing hides from them.
      const [forBlocker, forBlocked] = [`${version}:0`, `${version}:${stands ? 1 : 0}`];
      const keys = [READY, blocksKey(userId), blocksKey(blockedId)];
      const ready = await keep(keys, [userId, blockedId, version, forBlocker, forBlocked]);
      failpoint('leaderboards.block-written');
      if (ready !== 1) onEmptied();
    },
    of: async (blockedId) => {
      const found = reply.parse(await read([READY, blocksKey(blockedId)], []));
      return found === null ? undefined : new Set(found);
    },
  };
}
