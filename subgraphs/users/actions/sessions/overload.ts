import { tryLater, type Outcome } from '#platform/problems.ts';
import { Overloaded } from '#platform/gate.ts';

const RETRY_AFTER_SECONDS = 5;

/** Runs work that hashes passwords; when too many do so already it is refused. */
export async function unlessOverloaded<Value>(work: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Overloaded)) throw error;
    return tryLater(RETRY_AFTER_SECONDS, 'Too many people are logging in at the moment.');
  }
}
