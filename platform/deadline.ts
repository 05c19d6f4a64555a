import { AsyncLocalStorage } from 'node:async_hooks';
import { callerError } from './errors.ts';

/** In this header the gateway tells a subgraph how many milliseconds it waits for the answer. */
export const DEADLINE_HEADER = 'x-laurel-deadline-ms';

/** How long whoever asked waits. */
interface Deadline {
  /** In milliseconds of `performance.now()`. */
  readonly at: number;
  /** Aborted when they have hung up before that. */
  readonly hungUp: AbortSignal | undefined;
}

const deadlines = new AsyncLocalStorage<Deadline | undefined>();

/** Runs `work` for somebody who waits so many milliseconds for it, or until they hang up. */
export const withDeadline = <Result>(leftMs: number, work: () => Result, hungUp?: AbortSignal): Result =>
  deadlines.run({ at: performance.now() + leftMs, hungUp }, work);

/** Runs `work` that goes on by itself, for nobody who may have begun it. */
export const withoutDeadline = <Result>(work: () => Result): Result => deadlines.run(undefined, work);

/** Whether somebody waits for the work under way, or did. */
export const isWaitedFor = (): boolean => deadlines.getStore() !== undefined;

/** @throws when whoever asked for the work under way waits no longer, and was told that it failed. */
export function checkDeadline(): void {
  const deadline = deadlines.getStore();
  if (deadline && (deadline.hungUp?.aborted || performance.now() >= deadline.at)) throw nobodyWaits();
}

/** What is told of work that was not done since nobody waits for it. */
export const nobodyWaits = (): Error => callerError('DEADLINE_EXCEEDED', 'Nobody waits for this answer any more.');
