import type { Sport } from '#events/vocabulary.ts';
import { done, invalid, refused, type Outcome, type Problem } from '#platform/problems.ts';
import { addMonths, daysIn, isWithin, type Dates, type LocalDate } from './calendar.ts';
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

/** That a window was achieved: when, and as which achievement of the person, counted from 1. */
export interface Achievement {
  readonly achievedAt: Date;
  readonly position: number;
}

/** A goal in a window that was achieved. */
export interface AchievedGoal extends GoalInWindow {
  readonly achievement: Achievement;
}

export type GoalStatus = 'ACTIVE' | 'ACHIEVED' | 'MISSED' | 'ABANDONED';

/** How many goals of a person may be under way at once; those that recur always are, others until they are achieved or over. */
export const MAX_OPEN_GOALS = 100;
const MAX_TARGET = 1e9;
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
 * Refuses a window that is over, that ends before it begins, that is longer than its recurrence, and what cannot be reached; all
 * of it at once that can be judged.
 */
export function decideGoal(
  wanted: WantedGoal,
  own: { readonly id: string; readonly accountId: string; readonly now: Date },
  today: LocalDate,
): Outcome<Goal> {
  const { targetDate, recurrence, metric, targetValue } = wanted;
  const startDate = wanted.startDate ?? (recurrence ? startBefore(targetDate, recurrence) : today);
  const window = { from: startDate, to: targetDate };
  const problems = [...windowProblems(wanted, window, today), ...targetProblems(metric, targetValue)];
  if (problems.length > 0) return { ok: false, problems };
  if (metric === 'ACTIVE_DAYS' && targetValue > daysIn(window)) {
    return refused('INVALID_INPUT', 'The goal has fewer days than that.', 'targetValue');
  }
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

function windowProblems({ startDate, recurrence }: WantedGoal, window: Dates, today: LocalDate): Problem[] {
  const furthest = addMonths(today, MAX_YEARS_AWAY * 12);
  const earliest = addMonths(today, -MAX_YEARS_AWAY * 12);
  const ends: Problem[] = [];
  if (window.to < today) ends.push(invalid('targetDate', 'This day is over.'));
  if (window.to > furthest) ends.push(invalid('targetDate', 'This is more than ten years away.'));
  if (startDate !== null && startDate < earliest) ends.push(invalid('startDate', 'This is more than ten years ago.'));
  if (ends.length > 0) return ends;
  if (window.from > window.to) return [invalid('startDate', 'A goal begins before it ends.')];
  return recurrence && !fitsRecurrence(window, recurrence)
    ? [invalid('recurrence', 'The days of the goal are more than it takes to come again.')]
    : [];
}

function targetProblems(metric: GoalMetric, targetValue: number): Problem[] {
  if (targetValue <= 0 || targetValue > MAX_TARGET) {
    return [invalid('targetValue', 'A target lies above 0, and is a billion at most.')];
  }
  const counts = metric === 'WORKOUT_COUNT' || metric === 'ACTIVE_DAYS';
  return counts && !Number.isInteger(targetValue)
    ? [invalid('targetValue', 'This counts: the target is a whole number.')]
    : [];
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
