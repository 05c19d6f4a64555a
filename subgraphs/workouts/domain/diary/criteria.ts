import type { Sport } from '../sport.ts';
import type { Visibility } from '../visibility.ts';
import { monthOfPosition, type Listing } from './entry.ts';

/** Which workouts to list; what is undefined does not restrict. */
export interface WorkoutCriteria {
  readonly sports?: readonly Sport[];
  readonly visibilities?: readonly Visibility[];
  /** Started then or later. */
  readonly from?: Date;
  /** Started before. */
  readonly to?: Date;
  readonly minDistanceMeters?: number;
  readonly maxDistanceMeters?: number;
}

/** Makes what tells whether a workout meets criteria. */
export function matcherOf(criteria: WorkoutCriteria): (listing: Listing) => boolean {
  const { sports, visibilities, minDistanceMeters: min = -Infinity, maxDistanceMeters: max = Infinity } = criteria;
  // A position begins with the start, so it sorts among instants as its workout does.
  const [from, to] = [criteria.from?.toISOString(), criteria.to?.toISOString()];
  const isDistanceAsked = min !== -Infinity || max !== Infinity;
  const isTimeAsked = from !== undefined || to !== undefined;
  return ({ sport, visibility, isTimed, position, distanceMeters }) =>
    (!sports || sports.includes(sport)) &&
    (!visibilities || visibilities.includes(visibility)) &&
    (!isTimeAsked || (isTimed && position >= (from ?? '') && position < (to ?? '~'))) &&
    (!isDistanceAsked || (distanceMeters !== null && distanceMeters >= min && distanceMeters <= max));
}

/** A span of time; what is undefined does not restrict. */
export interface OpenSpan {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** Whether a month of a diary may hold workouts between two instants. */
export function isMonthWithin(month: string, { from, to }: OpenSpan): boolean {
  const first = from ? monthOfPosition(from.toISOString()) : '';
  const last = to ? monthOfPosition(to.toISOString()) : '9999-12';
  return month >= first && month <= last;
}
