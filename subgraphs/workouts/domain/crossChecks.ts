import { ABOUT_OTHERS, flag, type Flag } from './flags.ts';
import { haversineMeters, type Position } from './formulas/geo.ts';

/** What must be known of a workout to compare it with others of the same person. Instants in ms since 1970. */
export type WorkoutPlace = {
  startedAt: number;
  endedAt: number;
  startPosition: Position | null;
  endPosition: Position | null;
};

const OVERLAP_SHARE = 0.5;
const FASTEST_TRAVEL_KMH = 1000;

/**
 * What a workout's neighbours make doubtful (FORMULAS.md, Plausibility): half or more of it, or of the other one,
 * overlaps with another workout of the same person that came before it; or the person would have travelled here from the last
 * one, by their times, at more than 1000 km/h.
 *
 * @param earlier those of `others` that came before it; all of them where it is new
 */
export function crossWorkoutFlags(
  workout: WorkoutPlace,
  others: readonly WorkoutPlace[],
  earlier: readonly WorkoutPlace[] = others,
): Flag[] {
  const flags: Flag[] = [];
  if (earlier.some((other) => overlapShare(workout, other) >= OVERLAP_SHARE)) {
    flags.push(flag('OVERLAP', 'SOFT', 'It overlaps with another of your workouts.'));
  }
  if (isTravelImplausible(workout, others)) {
    flags.push(flag('IMPLAUSIBLE_TRAVEL', 'SOFT', 'Nobody travels here from your last workout in that time.'));
  }
  return flags;
}

/** Of these, those of which a workout at that time may be the reason of a doubt: what overlaps with it, and what begins before another has ended after it. */
export function touchedBy<Place extends WorkoutPlace>(
  { startedAt, endedAt }: Pick<WorkoutPlace, 'startedAt' | 'endedAt'>,
  others: readonly Place[],
): Place[] {
  const ends = others.filter((other) => other.endPosition && other.endedAt > endedAt).map((other) => other.endedAt);
  const nextEnd = ends.reduce((first, each) => Math.min(first, each), Infinity);
  return others.filter((other) => other.startedAt <= nextEnd && other.endedAt >= startedAt);
}

/**
 * Whether doubts are to be counted again when a new workout is there: it changes what is doubtful about another, or has doubts
 * itself by one that may be gone by then.
 *
 * @param flags what is doubtful about it now
 */
export const asksForRecount = (
  workout: WorkoutPlace,
  others: readonly WorkoutPlace[],
  flags: readonly Flag[],
): boolean => flags.some(({ code }) => ABOUT_OTHERS.includes(code)) || changesTravel(workout, others);

/** Whether a new workout changes what is doubtful about one that comes after it: the person travelled there from here. */
const changesTravel = (workout: WorkoutPlace, others: readonly WorkoutPlace[]): boolean =>
  workout.endPosition !== null &&
  touchedBy(workout, others).some((next) => {
    const rest = others.filter((other) => other !== next);
    return isTravelImplausible(next, rest) !== isTravelImplausible(next, [...rest, workout]);
  });

/** The flag for a file that another person imported before: the later of the two is not believed. */
export const foreignFileFlag = (): Flag => flag('FOREIGN_FILE', 'HARD', 'Somebody else imported the same file before.');

/** Common time as a share of the shorter of the two. */
export function overlapShare(a: WorkoutPlace, b: WorkoutPlace): number {
  const common = Math.min(a.endedAt, b.endedAt) - Math.max(a.startedAt, b.startedAt);
  const shorter = Math.min(a.endedAt - a.startedAt, b.endedAt - b.startedAt);
  return common > 0 && shorter > 0 ? common / shorter : 0;
}

/** Whether nobody travels that fast from the end of the last workout that ended before this one began. */
const isTravelImplausible = (workout: WorkoutPlace, others: readonly WorkoutPlace[]): boolean =>
  impliedTravelSpeed(workout, others) > FASTEST_TRAVEL_KMH;

/** In km/h; 0 where either place is unknown. Of several that ended at once it is the nearest. */
function impliedTravelSpeed({ startedAt, startPosition }: WorkoutPlace, others: readonly WorkoutPlace[]): number {
  if (!startPosition) return 0;
  const before = others.filter((other) => other.endedAt <= startedAt && other.endPosition);
  const lastEnd = before.reduce((latest, { endedAt }) => Math.max(latest, endedAt), -Infinity);
  const kilometers = before
    .filter(({ endedAt }) => endedAt === lastEnd)
    .map(({ endPosition }) => kilometersBetween(endPosition, startPosition))
    .reduce((least, each) => Math.min(least, each), Infinity);
  // positions are good to some metres: next to each other is no travel, however short the time
  if (kilometers === Infinity || kilometers < 1) return 0;
  return kilometers / Math.max((startedAt - lastEnd) / 3_600_000, 1 / 3600);
}

const kilometersBetween = (from: Position | null, to: Position): number =>
  from ? haversineMeters(from.latitude, from.longitude, to.latitude, to.longitude) / 1000 : Infinity;
