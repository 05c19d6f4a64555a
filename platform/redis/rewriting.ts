import type { Service } from '#platform/lifecycle.ts';
import { startSweeper } from '#platform/sweeper.ts';
import { openRedis } from './connection.ts';

/** All that is asked for within this time is one rewrite. */
const EVERY_MS = 10_000;

/** Has Redis write its append-only file anew, in which else every value stays that was ever set. */
export interface Rewriting {
  /** Something was removed that must not stay there: a rewrite that begins from now on is done soon. */
  ask(): void;
}

/**
 * Starts looking after the append-only file of a Redis, on a connection of its own that is made when it is first asked for.
 * While a rewrite is under way, or Redis away, it is tried again later; a Redis that keeps no such file, or does not let us, is
 * let be.
 */
export function startRewriting(service: Service, url: string, everyMs = EVERY_MS): Rewriting {
  const redis = openRedis(service, url, { lazyConnect: true });
  let isAsked = false;
  const rewrite = async (): Promise<void> => {
    if (/^aof_enabled:1\r?$/m.test(await redis.info('persistence'))) await redis.bgrewriteaof();
  };
  startSweeper({
    service,
    name: 'redis rewriting',
    everyMs,
    failure: 'Redis could not be told to rewrite its append-only file; trying later',
    sweep: async () => {
      if (!isAsked) return;
      isAsked = false;
      try {
        await rewrite();
      } catch (error) {
        if (!isRefusal(error)) {
          isAsked = true;
          throw error;
        }
        service.log.info({ err: error }, 'Redis does not rewrite its append-only file when asked');
      }
    },
  });
  return { ask: () => void (isAsked = true) };
}

/** What Redis answers for good, and not because it does something else at the moment. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ReplyError' && !/in progress|^LOADING/.test(error.message);
