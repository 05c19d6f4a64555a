import { addDays, addMonths, daysBetween, monthsBetween, type Dates, type LocalDate } from './calendar.ts';

export const RECURRENCES = ['DAILY', 'WEEKLY', 'MONTHLY'] as const;
export type Recurrence = (typeof RECURRENCES)[number];

/** The days of a goal, or of one round of a goal that recurs; rounds count from 0. */
export interface GoalWindow extends Dates {
  readonly index: number;
}

/** What the windows of a goal are made of: the first, and how it comes again. */
export interface Rounds {
  readonly startDate: LocalDate;
  readonly targetDate: LocalDate;
  readonly recurrence: Recurrence | null;
}

/** A date so many rounds later. Months are counted from the first window, so that the 31st comes back after February. */
function later(date: LocalDate, recurrence: Recurrence, rounds: number): LocalDate {
  switch (recurrence) {
    case 'DAILY':
      return addDays(date, rounds);
    case 'WEEKLY':
      return addDays(date, 7 * rounds);
    case 'MONTHLY':
      return addMonths(date, rounds);
  }
}

/** The first day of a window that ends on a day, such that the next one follows without a gap. */
export const startBefore = (targetDate: LocalDate, recurrence: Recurrence): LocalDate =>
  later(addDays(targetDate, 1), recurrence, -1);

/** Whether a window is over before it comes again. */
export const fitsRecurrence = ({ from, to }: Dates, recurrence: Recurrence): boolean =>
  to < later(from, recurrence, 1) || from === startBefore(to, recurrence);

/** A goal's window by its number. Windows that follow one another go on doing so, whatever the months' lengths. */
export function windowOf({ startDate, targetDate, recurrence }: Rounds, index: number): GoalWindow {
  if (!recurrence) return { index: 0, from: startDate, to: targetDate };
  if (startDate === startBefore(targetDate, recurrence)) {
    // Months are counted from the day after: 30 November to 30 December is the month of the 31st, and January's ends on the 30th.
    const next = addDays(targetDate, 1);
    return {
      index,
      from: later(next, recurrence, index - 1),
      to: addDays(later(next, recurrence, index), -1),
    };
  }
  const from = later(startDate, recurrence, index);
  const last = addDays(later(startDate, recurrence, index + 1), -1);
  const afterEnd = addDays(targetDate, 1);
  if (afterEnd === later(startDate, recurrence, 1)) return { index, from, to: last };
  const to = addDays(later(afterEnd, recurrence, index), -1);
  const end = to < last ? to : last;
  // In a short month both ends may fall on its last day: a window has a day at least.
  return { index, from, to: end < from ? from : end };
}

/** The last window that has begun on a day; the first one before that. */
export function windowAt(rounds: Rounds, date: LocalDate): GoalWindow {
  const guess = Math.max(0, roundsUntil(rounds, date));
  const window = windowOf(rounds, guess);
  return guess > 0 && window.from > date ? windowOf(rounds, guess - 1) : window;
}

function roundsUntil({ startDate, recurrence }: Rounds, date: LocalDate): number {
  switch (recurrence) {
    case null:
      return 0;
    case 'DAILY':
      return daysBetween(startDate, date);
    case 'WEEKLY':
      return Math.floor(daysBetween(startDate, date) / 7);
    case 'MONTHLY':
      return monthsBetween(startDate, date);
  }
}
