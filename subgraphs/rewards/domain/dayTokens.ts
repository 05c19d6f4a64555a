// What a person's local days earn (FORMULAS.md, "Tokens"): a function of the workouts alone, so that it comes
// to the same in whatever order they arrive.
import { MICRO_PER_TOKEN, type MicroTokens } from './amount.ts';
import { addDays, eachDate, isMonday, mondayOf, type Dates, type LocalDate } from './calendar.ts';
import { qualifies, type Workout } from './workout.ts';
import { workoutTokens } from './workoutTokens.ts';

const DAY_CAP = 120n * MICRO_PER_TOKEN;
const WEEK_CAP = 600n * MICRO_PER_TOKEN;
/** A longer streak earns no more. */
const LONGEST_STREAK_DAYS = 10;
/** What each day of a streak adds, in hundredths. */
const STREAK_PERCENT = 5n;

/**
 * The days whose tokens may change when a workout of this date comes, changes or goes: it can lengthen or break the
 * streak of the ten days after, and each of those takes part in its ISO week's cap.
 */
export const daysTouchedBy = (date: LocalDate): Dates => ({
  from: mondayOf(date),
  to: addDays(mondayOf(addDays(date, LONGEST_STREAK_DAYS)), 6),
});

/** The days whose workouts must be known to compute these. */
export const daysNeededFor = ({ from, to }: Dates): Dates => ({
  from: addDays(mondayOf(from), -LONGEST_STREAK_DAYS),
  to,
});

/** What each day earns, in the smallest unit, days without tokens included. `workouts` are those of `daysNeededFor`. */
export function dayTokens(workouts: readonly Workout[], days: Dates): Map<LocalDate, MicroTokens> {
  const byDate = Map.groupBy(workouts, ({ localDate }) => localDate);
  const earned = new Map<LocalDate, MicroTokens>();
  const firstMonday = mondayOf(days.from);
  let leftOfWeek = WEEK_CAP;
  let streakDays = 0;
  for (const date of eachDate(daysNeededFor(days))) {
    const ofDay = byDate.get(date) ?? [];
    if (date >= firstMonday) {
      if (isMonday(date)) leftOfWeek = WEEK_CAP;
      const tokens = smallest(withStreak(ofDay, Math.min(streakDays, LONGEST_STREAK_DAYS)), DAY_CAP, leftOfWeek);
      leftOfWeek -= tokens;
      if (date >= days.from) earned.set(date, tokens);
    }
    streakDays = ofDay.some(qualifies) ? streakDays + 1 : 0;
  }
  return earned;
}

/** A day's workouts together, raised by the streak; rounded down to the smallest unit. */
function withStreak(workouts: readonly Workout[], streakDays: number): MicroTokens {
  const sum = workouts.reduce((total, workout) => total + workoutTokens(workout), 0n);
  return (sum * (100n + STREAK_PERCENT * BigInt(streakDays))) / 100n;
}

const smallest = (...amounts: readonly MicroTokens[]): MicroTokens => amounts.reduce((a, b) => (a < b ? a : b));
