/** What is answered in place of what takes too long. */
export const LATER = Symbol('later');

/** How long a caller waits for a workout to be made of what was recorded: less than the gateway does. */
export const PATIENCE_MS = 8000;

/** The time that is left for what somebody waits for. */
export interface Patience {
  /** The result of work, or LATER. @throws what the work throws while it is waited for. */
  whileIn<Result>(work: Promise<Result>): Promise<Result | typeof LATER>;
}

/**
 * Begins to wait, so many milliseconds in all: when they are over, what is under way goes on, but nobody waits for it any
 * more. What was done before counts, so that a slow store does not make a caller wait for longer than the gateway does.
 */
export function createPatience(milliseconds: number): Patience {
  const over = performance.now() + milliseconds;
  return {
    whileIn: async <Result>(work: Promise<Result>): Promise<Result | typeof LATER> => {
      const { promise: later, resolve } = Promise.withResolvers<typeof LATER>();
      const timer = setTimeout(resolve, over - performance.now(), LATER);
      try {
        return await Promise.race([work, later]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
