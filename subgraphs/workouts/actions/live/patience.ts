import { setTimeout as delay } from 'node:timers/promises';

/** What is answered in place of what takes too long. */
export const LATER = Symbol('later');

/**
 * Begins to wait, so many milliseconds in all: when they are over, what is under way goes on, but nobody waits for it any
 * more. What was done before counts, so that a slow store does not make a caller wait for longer than the gateway does.
 */
export function createPatience(milliseconds: number) {
  const over = performance.now() + milliseconds;
  return {
    /** The result of work, or LATER. @throws what the work throws while it is waited for. */
    whileIn: async <Result>(work: Promise<Result>): Promise<Result | typeof LATER> => {
      const waited = new AbortController();
      const left = Math.max(0, over - performance.now());
      try {
        return await Promise.race([work, delay(left, LATER, { signal: waited.signal })]);
      } finally {
        waited.abort();
      }
    },
  };
}
