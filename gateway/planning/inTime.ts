import { createContext, Script } from 'node:vm';

/** What took longer than it may. */
export class TookTooLong extends Error {}

const script = new Script('work()');
const context: { work: () => void } = { work: () => undefined };
createContext(context);

/**
 * Does work that may never come to an end of itself, and stops it where it is when its time is over.
 *
 * @throws TookTooLong then; what the work was about may be half done.
 */
export function inTime<Result>(limitMs: number, work: () => Result): Result {
  let done: { readonly result: Result } | undefined;
  context.work = () => {
    done = { result: work() };
  };
  try {
    // Only a script has a time limit that ends what never waits, also what it calls outside its context.
    script.runInContext(context, { timeout: limitMs });
  } catch (error) {
    throw isTimeout(error) ? new TookTooLong(`took more than ${limitMs} ms`) : error;
  }
  if (!done) throw new Error('work that was not done');
  return done.result;
}

/** It comes from the script's context, whose errors are no instances of ours. */
const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
