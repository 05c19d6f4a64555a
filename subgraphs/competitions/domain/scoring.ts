import type { Metric, ScoringRules } from './competition.ts';
import { isEffortOver } from './efforts.ts';
import type { Workout } from './workout.ts';

/** How somebody stands in a competition. */
export interface Score {
  /** In the metric's unit. */
  readonly value: number;
  /** The end of the workout that brought the score there. */
  readonly reachedAt: Date;
  /** How many workouts count. */
  readonly activityCount: number;
  /** The end of the workout that reached the target; null before, and without a target. */
  readonly completedAt: Date | null;
}

/** A workout's part in a score: a whole number of the metric's smallest unit. */
interface Contribution {
  readonly endedAt: Date;
  readonly amount: number;
}

/**
 * The score of somebody who joined at `joinedAt`, from that person's workouts in any order; undefined when none counts.
 * Sums are of whole small units (centimetres, milliseconds, calories), so that they are the same in whatever order the
 * workouts came.
 */
export function scoreOf(rules: ScoringRules, joinedAt: Date, workouts: readonly Workout[]): Score | undefined {
  const counting = workouts
    .filter((workout) => counts(rules, joinedAt, workout))
    .sort((a, b) => a.endedAt.getTime() - b.endedAt.getTime() || (a.id < b.id ? -1 : 1));
  return rules.metric === 'FASTEST_EFFORT'
    ? fastest(rules, effortsOf(rules.effortDistanceMeters, counting))
    : total(rules, rules.metric, contributionsOf(rules.metric, counting));
}

/** The share of a target that a score reaches, 0 to 1. A time falls towards its target, everything else rises. */
export function progressOf(metric: Metric, score: number | null, target: number): number {
  if (score === null) return 0;
  return Math.min(1, metric === 'FASTEST_EFFORT' ? target / score : score / target);
}

/** Whether a workout may count at all; whether it brings anything depends on the metric. */
function counts(rules: ScoringRules, joinedAt: Date, workout: Workout): boolean {
  const { startedAt, sport, source, distanceMeters, movingSeconds, believed } = workout;
  return (
    believed &&
    rules.startsAt <= startedAt &&
    startedAt < rules.endsAt &&
    (rules.countsWorkoutsBeforeJoining || joinedAt <= startedAt) &&
    (rules.sports.length === 0 || rules.sports.includes(sport)) &&
    (rules.sources.length === 0 || rules.sources.includes(source)) &&
    (rules.minimumDistanceMeters === null || (distanceMeters ?? 0) >= rules.minimumDistanceMeters) &&
    (rules.minimumSeconds === null || movingSeconds >= rules.minimumSeconds)
  );
}

type Summed = Exclude<Metric, 'FASTEST_EFFORT'>;

/** How many small units make one of the metric's. */
export const SMALL_UNITS = {
  DISTANCE: 100,
  MOVING_TIME: 1000,
  ENERGY: 1000,
  ELEVATION_GAIN: 100,
  WORKOUT_COUNT: 1,
  ACTIVE_DAYS: 1,
  FASTEST_EFFORT: 1000,
} as const satisfies Record<Metric, number>;

const small = (metric: Metric, value: number | null): number => Math.round((value ?? 0) * SMALL_UNITS[metric]);

/** What a workout brings to a sum, in the metric's unit; undefined when it does not count. */
const figureOf = {
  DISTANCE: ({ distanceMeters }) => distanceMeters,
  MOVING_TIME: ({ movingSeconds }) => movingSeconds,
  ENERGY: ({ kilocalories }) => kilocalories,
  ELEVATION_GAIN: ({ elevationGainMeters }) => elevationGainMeters,
  WORKOUT_COUNT: () => 1,
  ACTIVE_DAYS: () => 1,
} as const satisfies Record<Summed, (workout: Workout) => number | null>;

/** What each workout brings, in order of their ends; those that bring nothing are left out. */
function contributionsOf(metric: Summed, workouts: readonly Workout[]): Contribution[] {
  const days = new Set<string>();
  return workouts
    .map((workout) => {
      // A second workout of a day counts as an activity, and brings no day.
      const repeats = metric === 'ACTIVE_DAYS' && days.has(workout.localDate);
      days.add(workout.localDate);
      const amount = small(metric, figureOf[metric](workout));
      return { endedAt: workout.endedAt, counts: amount > 0, amount: repeats ? 0 : amount };
    })
    .filter((contribution) => contribution.counts);
}

function total(rules: ScoringRules, metric: Summed, contributions: readonly Contribution[]): Score | undefined {
  let sum = 0;
  let reachedAt: Date | undefined;
  let completedAt: Date | null = null;
  for (const { amount, endedAt } of contributions) {
    if (amount === 0) continue;
    sum += amount;
    reachedAt = endedAt;
    if (rules.target !== null && sum / SMALL_UNITS[metric] >= rules.target) completedAt ??= endedAt;
  }
  if (!reachedAt) return undefined;
  return { value: sum / SMALL_UNITS[metric], reachedAt, activityCount: contributions.length, completedAt };
}

/** The workouts' best efforts over a distance, in order of their ends. */
const effortsOf = (distanceMeters: number | null, workouts: readonly Workout[]): Contribution[] =>
  workouts.flatMap(({ endedAt, bestEfforts }) => {
    const amounts = bestEfforts
      .filter((effort) => distanceMeters !== null && isEffortOver(distanceMeters, effort.distanceMeters))
      .map((effort) => small('FASTEST_EFFORT', effort.elapsedSeconds));
    return amounts.length > 0 ? [{ endedAt, amount: Math.min(...amounts) }] : [];
  });

function fastest({ target }: ScoringRules, efforts: readonly Contribution[]): Score | undefined {
  const best = efforts.reduce<Contribution | undefined>((a, b) => (a && a.amount <= b.amount ? a : b), undefined);
  if (!best) return undefined;
  const reached = efforts.find(({ amount }) => target !== null && amount / SMALL_UNITS.FASTEST_EFFORT <= target);
  return {
    value: best.amount / SMALL_UNITS.FASTEST_EFFORT,
    reachedAt: best.endedAt,
    activityCount: efforts.length,
    completedAt: reached?.endedAt ?? null,
  };
}
