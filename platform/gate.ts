/** Thrown when so many wait already, or somebody has waited for so long, that waiting makes no sense. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
}

/** Runs work when its turn comes. @throws Overloaded when too many wait, or its turn does not come in time. */
export type Gate = <Result>(work: () => Promise<Result>) => Promise<Result>;

interface Bounds {
  /** How many may stand before the gate. */
  readonly waiting?: number;
  /** For how long. */
  readonly waitMs?: number;
}

/** A gate that lets `atOnce` through at a time, first come first served, within what bounds there are on waiting. */
export function createGate(atOnce: number, { waiting = Infinity, waitMs }: Bounds = {}): Gate {
  const queue: (() => void)[] = [];
  let running = 0;
  const turn = (): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer =
      waitMs === undefined
        ? undefined
        : setTimeout(() => {
            queue.splice(queue.indexOf(enter), 1);
            reject(new Overloaded('its turn does not come'));
          }, waitMs);
    const enter = (): void => {
      clearTimeout(timer);
      resolve();
    };
    queue.push(enter);
    return promise;
  };
  return async (work) => {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw new Overloaded('too many wait');
      await turn();
    } else {
      running++;
    }
    try {
      return await work();
    } finally {
      // Who waits takes the place over; only without one it becomes free.
      const next = queue.shift();
      if (next) next();
      else running--;
    }
  };
}
