import type { Sport } from '#events/vocabulary.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { addDays, daysIn, isWithin, type Dates, type LocalDate } from './calendar.ts';
import { fitsRecurrence, startBefore, windowAt, type GoalWindow, type Recurrence } from './goalWindows.ts';

export const GOAL_METRICS = [
  'DISTANCE',
  'MOVING_TIME',
  'ENERGY',
  'ELEVATION_GAIN',
  'WORKOUT_COUNT',
  'ACTIVE_DAYS',
] as const;
export type GoalMetric = (typeof GOAL_METRICS)[number];

/** A goal: so much of a metric in a window of days, once or again and again. */
export interface Goal {
  readonly id: string;
  readonly accountId: string;
  readonly metric: GoalMetric;
  /** Metres, seconds, kilocalories or a number, as the metric says. */
  readonly targetValue: number;
  /** Empty: all of them. */
  readonly sports: readonly Sport[];
  /** The first window. */
  readonly startDate: LocalDate;
  readonly targetDate: LocalDate;
  /** Null: there is but one window. */
  readonly recurrence: Recurrence | null;
  readonly createdAt: Date;
  /** The date where the person was; null while it is not. */
  readonly abandonedOn: LocalDate | null;
}

/** A goal in one of its windows. */
export interface GoalInWindow {
  readonly goal: Goal;
  readonly window: GoalWindow;
}

export type GoalStatus = 'ACTIVE' | 'ACHIEVED' | 'MISSED' | 'ABANDONED';

/** How many goals of a person may be under way at once; those that recur always are, others until they are achieved or over. */
export const MAX_OPEN_GOALS = 100;
/** How far off the ends of a window may lie. */
const MAX_YEARS_AWAY = 10;

/** What a person wants to reach. */
export interface WantedGoal {
  readonly metric: GoalMetric;
  readonly targetValue: number;
  readonly sports: readonly Sport[];
  readonly startDate: LocalDate | null;
  readonly targetDate: LocalDate;
  readonly recurrence: Recurrence | null;
}

/**
 * Decides on a goal that somebody wants to set; `today` is the date where they are. The window begins today when they do
 * not say, or so that the windows of a recurring goal follow one another.
 *
 * Refuses a window that is over, that ends before it begins, that is longer than its recurrence, and what cannot be reached.
 */
export function decideGoal(
  wanted: WantedGoal,
  own: { readonly id: string; readonly accountId: string; readonly now: Date },
  today: LocalDate,
): Outcome<Goal> {
  const { targetDate, recurrence, metric, targetValue } = wanted;
  const startDate = wanted.startDate ?? (recurrence ? startBefore(targetDate, recurrence) : today);
  const window = { from: startDate, to: targetDate };
  const problem = windowProblem(window, recurrence, today) ?? targetProblem(metric, targetValue, daysIn(window));
  if (problem) return problem;
  const { id, accountId, now: createdAt } = own;
  const sports = [...new Set(wanted.sports)];
  return done({
    id,
    accountId,
    metric,
    targetValue,
    sports,
    startDate,
    targetDate,
    recurrence,
    createdAt,
    abandonedOn: null,
  });
}

function windowProblem(window: Dates, recurrence: Recurrence | null, today: LocalDate): Outcome<never> | undefined {
  const furthest = addDays(today, MAX_YEARS_AWAY * 366);
  const earliest = addDays(today, -MAX_YEARS_AWAY * 366);
  if (window.to < today) return refused('INVALID_INPUT', 'This day is over.', 'targetDate');
  if (window.to > furthest) return refused('INVALID_INPUT', 'This is more than ten years away.', 'targetDate');
  if (window.from > window.to) return refused('INVALID_INPUT', 'A goal begins before it ends.', 'startDate');
  if (window.from < earliest) return refused('INVALID_INPUT', 'This is more than ten years ago.', 'startDate');
  if (recurrence && !fitsRecurrence(window, recurrence)) {
    return refused('INVALID_INPUT', 'The days of the goal are more than it takes to come again.', 'recurrence');
  }
  return undefined;
}

function targetProblem(metric: GoalMetric, targetValue: number, days: number): Outcome<never> | undefined {
  const counts = metric === 'WORKOUT_COUNT' || metric === 'ACTIVE_DAYS';
  if (counts && !Number.isInteger(targetValue)) {
    return refused('INVALID_INPUT', 'This counts: the target is a whole number.', 'targetValue');
  }
  if (metric === 'ACTIVE_DAYS' && targetValue > days) {
    return refused('INVALID_INPUT', 'The goal has fewer days than that.', 'targetValue');
  }
  return undefined;
}

/**
 * The window a goal is in: the one under way, else the last that was; before all of them the first. Once given up it stays in
 * the one of that day, wherever its person goes.
 */
export const currentWindow = (goal: Goal, today: LocalDate): GoalInWindow => ({
  goal,
  window: windowAt(goal, goal.abandonedOn ?? today),
});

/** The window of a goal that a day lies in; undefined when it lies in none. */
export function windowWith(goal: Goal, date: LocalDate): GoalInWindow | undefined {
  const window = windowAt(goal, date);
  return isWithin(date, window) ? { goal, window } : undefined;
}

/** Where a goal stands in a window. What was achieved stays achieved; of one given up the windows before are missed. */
export function goalStatus({ goal, window }: GoalInWindow, achievedAt: Date | null, today: LocalDate): GoalStatus {
  if (achievedAt) return 'ACHIEVED';
  if (goal.abandonedOn === null) return today > window.to ? 'MISSED' : 'ACTIVE';
  return window.index < windowAt(goal, goal.abandonedOn).index ? 'MISSED' : 'ABANDONED';
}

/** Whether a window may be achieved: of a goal that was given up only one that was over before. */
export const isOpen = ({ goal, window }: GoalInWindow): boolean =>
  goal.abandonedOn === null || window.to < goal.abandonedOn;

/** Gives a goal up. Refuses one that is over; one given up before stays as it is. */
export function decideAbandon(goal: Goal, status: GoalStatus, today: LocalDate): Outcome<Goal> {
  if (goal.abandonedOn !== null) return done(goal);
  if (goal.recurrence === null && status !== 'ACTIVE') {
    return refused('GOAL_CLOSED', 'This goal is over: there is nothing to give up.', 'goalId');
  }
  return done({ ...goal, abandonedOn: today });
}
