import type { Redis } from 'ioredis';
import { z } from 'zod';
import { failpoint } from '#platform/failpoints.ts';
import { defineScript } from '#platform/redis/script.ts';
import type { Entry } from '../domain/board.ts';
import { orient } from '../domain/ranking.ts';
import { KEEP_PAIR, READ_FRIENDS } from './friendScripts.ts';
import { friendsKey, keysOf, READY } from './keys.ts';

/** Keeps who is whose friend. Right in any order and for repeats. */
export interface FriendStore {
  /** Keeps whether two people are friends, as of a version of the two. */
  keep(pair: { userId: string; friendId: string; version: number; friends: boolean }): Promise<void>;
  /** The best entries of somebody's friends on a board; undefined when Redis was emptied and must be filled first. */
  entries(competitionId: string, userId: string, limit: number): Promise<Entry[] | undefined>;
}

const reply = z
  .tuple([z.int(), z.enum(['0', '1']), z.array(z.tuple([z.string(), z.coerce.number(), z.int()]))])
  .nullable();

/** Friends in Redis. `onEmptied` is called when a write finds that Redis was emptied. */
export function createFriendStore(redis: Redis, onEmptied: () => void): FriendStore {
  const [keep, read] = [defineScript(redis, KEEP_PAIR), defineScript(redis, READ_FRIENDS)];
  return {
    keep: async ({ userId, friendId, version, friends }) => {
      failpoint('leaderboards.before-friends');
      const keys = [READY, friendsKey(userId), friendsKey(friendId)];
      const record = `${version}:${friends ? 1 : 0}`;
      const ready = await keep(keys, [userId, friendId, version, record, record]);
      failpoint('leaderboards.friends-written');
      if (ready !== 1) onEmptied();
    },
    entries: async (competitionId, userId, limit) => {
      const found = reply.parse(await read([...keysOf(competitionId), friendsKey(userId)], [limit]));
      if (found === null) return undefined;
      const [entryCount, ascending, places] = found;
      return places.map(([friendId, order, rank]) => ({
        userId: friendId,
        score: orient(order, ascending === '1'),
        rank,
        entryCount,
      }));
    },
  };
}
