import type { Redis } from 'ioredis';
import { failpoint } from '#platform/failpoints.ts';
import { defineScript } from '#platform/redis/script.ts';
import { blocksKey, FORGOTTEN, friendsKey, keysOf, peoplePattern } from './keys.ts';
import { FORGET } from './scripts.ts';

/** Forgets people. */
export interface ForgettingStore {
  /** Removes somebody from all boards and from among friends, for good. @returns the competitions they took part in. */
  forget(userId: string): Promise<string[]>;
  /** Whether any of these people was forgotten. */
  isForgotten(...userIds: readonly string[]): Promise<boolean>;
}

/** Forgetting in Redis: who is forgotten is noted first, so that what is written at the same time passes them over. */
export function createForgettingStore(redis: Redis): ForgettingStore {
  const forget = defineScript(redis, FORGET);
  return {
    forget: async (userId) => {
      await redis.sadd(FORGOTTEN, userId);
      failpoint('leaderboards.forgotten-noted');
      for (const keyOf of [friendsKey, blocksKey]) await forgetPairs(redis, userId, keyOf);
      const competitions: string[] = [];
      for await (const keys of redis.scanStream({ match: peoplePattern, count: 500 })) {
        for (const competitionId of competitionsIn(keys)) {
          if ((await forget(keysOf(competitionId), [userId])) === 1) competitions.push(competitionId);
        }
      }
      failpoint('leaderboards.forgotten');
      return competitions;
    },
    isForgotten: async (...userIds) => (await redis.smismember(FORGOTTEN, ...userIds)).includes(1),
  };
}

/** Forgets what is kept of somebody and others, on both sides. */
async function forgetPairs(redis: Redis, userId: string, keyOf: (userId: string) => string): Promise<void> {
  const others = await redis.hkeys(keyOf(userId));
  await Promise.all(others.map((other) => redis.hdel(keyOf(other), userId)));
  await redis.del(keyOf(userId));
}

/** The competitions of keys as a scan finds them; one may come twice. */
const competitionsIn = (keys: unknown): string[] =>
  Array.isArray(keys) ? keys.flatMap((key) => String(key).split(':')[2] ?? []) : [];
