import { BoundedCache } from '../../boundedCache.ts';

/** Where answers to entity fetches are kept; the place to put a shared store behind. */
export interface EntityCache {
  /** @returns the answer's body, not to be written on; undefined when there is none that still holds. */
  get(key: string): Buffer | undefined;
  /** Keeps a body, which nobody else writes on, for so many seconds. */
  set(key: string, body: Buffer, seconds: number): void;
}

/** Keeps answers in this process, up to so many bytes; what was not used for longest goes first. */
export function createMemoryCache(maxBytes: number, now: () => number = () => performance.now()): EntityCache {
  const kept = new BoundedCache<{ body: Buffer; until: number }>({ entries: 100_000, weight: maxBytes });
  return {
    get(key) {
      const found = kept.get(key);
      if (!found) return undefined;
      if (now() < found.until) return found.body;
      kept.delete(key);
      return undefined;
    },
    set: (key, body, seconds) => kept.set(key, { body, until: now() + seconds * 1000 }, key.length + body.length),
  };
}
