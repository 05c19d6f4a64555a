import { withoutDeadline } from '#platform/deadline.ts';
import { createGate } from '#platform/gate.ts';

/** So many at once: others that record, import and look have their share of the stores. */
const AT_ONCE = 4;

/** The workouts that this process finishes. */
export interface Finishing {
  /** Does the work for a workout, or waits for who does it already: many may ask, and ask again. */
  once(workoutId: string, work: () => Promise<string | undefined>): Promise<string | undefined>;
  /** Runs the costly part of it when its turn comes. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>;
}

export function createFinishing(): Finishing {
  const underWay = new Map<string, Promise<string | undefined>>();
  return {
    once: (workoutId, work) => {
      const known = underWay.get(workoutId);
      if (known) return known;
      // Who asks first may wait for less than others.
      const mine = withoutDeadline(work).finally(() => underWay.delete(workoutId));
      underWay.set(workoutId, mine);
      return mine;
    },
    inTurn: createGate(AT_ONCE),
  };
}
