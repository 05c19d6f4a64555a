import type { Ending } from '../ending.ts';
import { overloaded } from '../errors.ts';
import { Limit } from '../limit.ts';

/** Whoever waits longer is refused. */
const MAX_WAIT_MS = 10_000;

/** Who waits for a turn, or for room. */
export interface Waiter {
  /** Aborted when nobody waits any more. */
  readonly signal: Ending;
  /** When the time is over, in milliseconds of performance.now(). */
  readonly deadline?: number;
}

/**
 * Waits for what is coming: as long as there is somebody to wait, and some ten seconds at most.
 *
 * @throws RequestError PLANNING_OVERLOADED when that is over, also when the client has gone and hears nothing of it.
 */
export async function patiently<Result>(
  coming: Promise<Result>,
  { signal, deadline = Number.POSITIVE_INFINITY }: Waiter,
): Promise<Result> {
  const limit = new Limit(Math.min(deadline, performance.now() + MAX_WAIT_MS), signal);
  const { promise: over, reject } = Promise.withResolvers<never>();
  limit.addEventListener('abort', () => reject(overloaded()));
  try {
    if (limit.aborted) throw overloaded();
    return await Promise.race([coming, over]);
  } finally {
    limit.end();
  }
}
