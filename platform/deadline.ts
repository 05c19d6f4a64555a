import { AsyncLocalStorage } from 'node:async_hooks';
import { callerError } from './errors.ts';

/** In this header the gateway tells a subgraph how many milliseconds it waits for the answer. */
export const DEADLINE_HEADER = 'x-laurel-deadline-ms';

/** When whoever asked waits no longer, in milliseconds of `performance.now()`. */
const deadlines = new AsyncLocalStorage<number | undefined>();

/** Runs `work` for somebody who waits so many milliseconds for it. */
export const withDeadline = <Result>(leftMs: number, work: () => Result): Result =>
  deadlines.run(performance.now() + leftMs, work);

/** Runs `work` that goes on by itself, for nobody who may have begun it. */
export const withoutDeadline = <Result>(work: () => Result): Result => deadlines.run(undefined, work);

/** Whether somebody waits for the work under way, or did. */
export const isWaitedFor = (): boolean => deadlines.getStore() !== undefined;

/** @throws when whoever asked for the work under way waits no longer, and was told that it failed. */
export function checkDeadline(): void {
  if (performance.now() >= (deadlines.getStore() ?? Infinity)) throw nobodyWaits();
}

/** What is told of work that was not done since nobody waits for it. */
export const nobodyWaits = (): Error => callerError('DEADLINE_EXCEEDED', 'Nobody waits for this answer any more.');
