import type { MicroTokens } from './amount.ts';
import type { Dates, LocalDate } from './calendar.ts';
import { dayTokens } from './dayTokens.ts';
import type { Workout } from './workout.ts';

/** What has to be posted for a day: positive is a grant, negative a reversal. */
export interface Posting {
  readonly earnedOn: LocalDate;
  readonly amount: MicroTokens;
}

/** What these days earn less what was posted for them before; nothing where that is the same. */
export function decidePostings(
  workouts: readonly Workout[],
  posted: ReadonlyMap<LocalDate, MicroTokens>,
  days: Dates,
): Posting[] {
  return [...dayTokens(workouts, days)]
    .map(([earnedOn, amount]) => ({ earnedOn, amount: amount - (posted.get(earnedOn) ?? 0n) }))
    .filter(({ amount }) => amount !== 0n);
}
