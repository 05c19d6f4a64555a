import { done, refused, type Outcome } from '#platform/problems.ts';
import { isInFuture } from './future.ts';
import type { TimerChange } from './sample.ts';

/** Each is a line of the document, and looked at for each sample. */
const MAX_TURNS = 1000;

/** Whether a running workout that is in one state is brought into another at an instant, or stays as it is. `startedAt` in ms. */
export function decideTurn(
  live: { readonly status: string; readonly startedAt: number; readonly timer: readonly TimerChange[] },
  wanted: 'RECORDING' | 'PAUSED',
  at: Date,
  now: Date,
): Outcome<'STAYS' | 'TURNS'> {
  if (at.getTime() < live.startedAt) return refused('INVALID_INPUT', 'The workout began later than this.', 'at');
  if (isInFuture(at, now)) return refused('INVALID_INPUT', 'This lies in the future.', 'at');
  if (live.status === wanted) return done('STAYS');
  if (at.getTime() < (live.timer.at(-1)?.at ?? 0))
    return refused('INVALID_INPUT', 'The workout was paused or resumed later than this.', 'at');
  if (live.timer.length >= MAX_TURNS)
    return refused('LIMIT_REACHED', `A workout can be paused and resumed ${MAX_TURNS} times at most.`, 'workoutId');
  return done('TURNS');
}
