import { refused, type Outcome } from '#platform/problems.ts';
import { Overloaded } from '../credentials/gate.ts';

/** Runs work that hashes passwords; when too many do so already it is refused. */
export async function unlessOverloaded<Value>(work: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Overloaded)) throw error;
    return refused('RATE_LIMITED', 'Too many people are logging in at the moment. Try again in a few seconds.');
  }
}
