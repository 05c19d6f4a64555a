/** Thrown when so many wait already that waiting makes no sense. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
}

/** Runs work when its turn comes. @throws Overloaded when too many wait. */
export type Gate = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** A gate that lets `atOnce` through at a time, first come first served, while at most `waiting` stand before it. */
export function createGate(atOnce: number, waiting: number): Gate {
  const queue: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw new Overloaded('too many wait');
      const { promise: turn, resolve } = Promise.withResolvers<void>();
      queue.push(resolve);
      await turn;
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
