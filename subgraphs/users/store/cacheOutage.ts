import type { Logger } from '#platform/telemetry/log.ts';

/** How long a cache that failed is left alone before one request tries it again. */
const REST_MS = 1000;

/** Uses the cache; while it is away does without. */
export type AskCache = <Value>(use: () => Promise<Value>, without: () => Promise<Value>) => Promise<Value>;

/**
 * Remembers that the cache is away: whoever was asking it then does without, and so does everyone after, at once; only one
 * request a second waits to see whether it is back. An outage is logged when it begins and when it is over.
 */
export function watchCache(log: Logger, now: () => number = () => performance.now()): AskCache {
  let away: { readonly since: number; restUntil: number } | undefined;
  return async (use, without) => {
    const trying = away;
    if (trying && now() < trying.restUntil) return without();
    if (trying) trying.restUntil = now() + REST_MS;
    try {
      const value = await use();
      if (trying && trying === away) {
        log.info({ awayMs: Math.round(now() - trying.since) }, 'people are read through the cache again');
        away = undefined;
      }
      return value;
    } catch (error) {
      if (!away) log.warn({ err: error }, 'people are read without the cache until it is back');
      away ??= { since: now(), restUntil: 0 };
      away.restUntil = now() + REST_MS;
      return without();
    }
  };
}
