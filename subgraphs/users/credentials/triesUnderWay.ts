/** So many may wait for what one limit gives back; whoever comes then is told to try again later. */
const WAITING = 1000;

interface Line {
  /** Who tries, or looks whether they may. */
  underWay: number;
  /** How many of them are over. */
  over: number;
  readonly waiting: (() => void)[];
}

/**
 * Tries under way in this process, by the limit that each has used once. A try that shows nothing wrong gives its use back, so
 * whoever finds a limit used up while some are under way waits for how they end: many who know the password come in at once.
 */
export interface TriesUnderWay {
  /**
   * Takes a use by `take`, which answers 0, or after how long one is free. @returns what it answered last: 0, or how long to
   * wait when nothing is under way that might give a use back, or too many wait for that.
   */
  enter(key: string, take: () => Promise<number>): Promise<number>;
  /** A try that has entered is over, and what it had to give back is given back. */
  leave(key: string): void;
}

/** Keeps the tries that are under way in a process. */
export function createTriesUnderWay(): TriesUnderWay {
  const lines = new Map<string, Line>();
  const settle = (key: string, line: Line): void => {
    line.over += 1;
    const next = line.waiting.shift();
    // Who waits takes the place over.
    if (next) next();
    else if ((line.underWay -= 1) === 0) lines.delete(key);
  };
  return {
    enter: async (key, take) => {
      const line = lines.get(key) ?? { underWay: 0, over: 0, waiting: [] };
      lines.set(key, line);
      line.underWay += 1;
      try {
        for (;;) {
          const { over } = line;
          const waitMs = await take();
          if (waitMs === 0) return 0;
          // What one that ended meanwhile gave back was perhaps not seen yet.
          if (line.over !== over) continue;
          if (line.underWay === 1 || line.waiting.length >= WAITING) {
            settle(key, line);
            return waitMs;
          }
          line.underWay -= 1;
          await new Promise<void>((resolve) => line.waiting.push(resolve));
        }
      } catch (error) {
        settle(key, line);
        throw error;
      }
    },
    leave: (key) => {
      const line = lines.get(key);
      if (line) settle(key, line);
    },
  };
}
