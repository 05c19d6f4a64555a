import type { DistanceSource } from './formulas/distance.ts';
import type { ElevationMethod } from './formulas/elevation.ts';
import type { Energy } from './formulas/energy.ts';
import { haversineMeters, type Position } from './formulas/geo.ts';
import type { MovingTimeMethod } from './formulas/movingTime.ts';
import { familyOf, type Sport, type SportFamily } from './sport.ts';

/** What must be known of a workout to tell whether two are one. `source` is where it came from, such as FILE or DEVICE. */
export type WorkoutTrace = {
  sport: Sport;
  /** That of its recording, whatever its owner says; null where that is not noted. */
  recordedSport: Sport | null;
  /** The sport that somebody names: see domain/namedSport.ts. */
  namedSport: Sport | null;
  source: string;
  /** Instants in ms since 1970. */
  startedAt: number | null;
  endedAt: number | null;
  distanceMeters: number | null;
  startPosition: Position | null;
  endPosition: Position | null;
};

/** How much a recording tells point by point. */
export type Richness = {
  hasGps: boolean;
  hasHeartRate: boolean;
  hasPower: boolean;
  hasCadence: boolean;
  hasElevation: boolean;
  pointCount: number;
};

/** What tells of a recording how much it tells: its points, and where its figures come from. */
export type Telling = {
  richness: Richness;
  distanceSource: DistanceSource | null;
  movingTimeMethod: MovingTimeMethod | null;
  elevationMethod: ElevationMethod | null;
  energy: Energy | null;
  laps: readonly unknown[];
};

const SAME_START_MS = 60_000;
const SAME_START_OTHER_SOURCE_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
/** No time zone lies further from UTC. */
const LARGEST_SHIFT_HOURS = 14;
const SAME_DISTANCE_SHARE = 0.03;
const SAME_DISTANCE_METERS = 100;
/** Where there is no way to compare, two that took as long as this from each other are still of one length. */
const LIKE_DURATION_SHARE = 0.2;
const LIKE_DURATION_MS = 60_000;
/** What may be of different sports is the same activity only where it took as long as this. */
const NEAR_DURATION_SHARE = 0.03;
const NEAR_DURATION_MS = 10_000;
/** Two clocks count the same activity this alike, whatever hour they show. */
const SAME_DURATION_SHARE = 0.01;
const SAME_DURATION_MS = 10_000;
/** Two receivers find the same place this near to each other. */
const SAME_PLACE_METERS = 200;

/**
 * Whether two workouts of one person are the same activity (FORMULAS.md, Duplicates): same sport family, be it that of the recording or what its owner says, starts
 * within 60 s (5 min between different sources), distances within 3 % or 100 m; where there is none to compare, durations
 * within a fifth. Between recordings of different sources a start may also be whole hours off, as when a clock was in a
 * wrong zone: but somebody may well do the same again later that day, so then it must be the same way in the same time. One of
 * which nobody names the sport may be of any: then it must be as far in the same time.
 */
export function isSameActivity(a: WorkoutTrace, b: WorkoutTrace): boolean {
  if (a.startedAt === null || b.startedAt === null) return false;
  const apart = Math.abs(a.startedAt - b.startedAt);
  if (!areAlike(a, b)) return mayBeOfOneSport(a, b) && apart <= SAME_START_MS && isAsFar(a, b);
  if (apart <= (a.source === b.source ? SAME_START_MS : SAME_START_OTHER_SOURCE_MS)) return isSameLength(a, b);
  return areHoursApart(a.startedAt, b.startedAt) && mayBeShifted(a, b) && isSameWay(a, b);
}

/** What its owner calls a workout does not make the next recording of it another one. */
const areAlike = (a: WorkoutTrace, b: WorkoutTrace): boolean =>
  familiesOf(a).some((one) => familiesOf(b).includes(one));

const familiesOf = ({ sport, recordedSport }: WorkoutTrace): SportFamily[] =>
  recordedSport ? [familyOf(sport), familyOf(recordedSport)] : [familyOf(sport)];

const mayBeOfOneSport = (a: WorkoutTrace, b: WorkoutTrace): boolean => a.namedSport === null || b.namedSport === null;

/** As far in the same time. */
const isAsFar = (a: WorkoutTrace, b: WorkoutTrace): boolean =>
  haveDistances(a, b) && isSameLength(a, b) && isWithin(lasting(a), lasting(b), NEAR_DURATION_SHARE, NEAR_DURATION_MS);

/** Nothing told of a distance is as much as none. */
function isSameLength(a: WorkoutTrace, b: WorkoutTrace): boolean {
  if (!isWithin(a.distanceMeters ?? 0, b.distanceMeters ?? 0, SAME_DISTANCE_SHARE, SAME_DISTANCE_METERS)) return false;
  return haveDistances(a, b) || isWithin(lasting(a), lasting(b), LIKE_DURATION_SHARE, LIKE_DURATION_MS);
}

const haveDistances = (...traces: readonly WorkoutTrace[]): boolean =>
  traces.every(({ distanceMeters }) => (distanceMeters ?? 0) > 0);

/** Whether two starts, ms since 1970, are whole hours apart, as where one clock was in a wrong zone. */
export function areHoursApart(a: number, b: number): boolean {
  const apart = Math.abs(a - b);
  const hours = Math.round(apart / HOUR_MS);
  const rest = Math.abs(apart - hours * HOUR_MS);
  return hours > 0 && hours <= LARGEST_SHIFT_HOURS && rest <= SAME_START_OTHER_SOURCE_MS;
}

/** A clock in another zone is another device's: who tells a workout by hand says when it was. */
const mayBeShifted = (a: WorkoutTrace, b: WorkoutTrace): boolean =>
  a.source !== b.source && a.source !== 'MANUAL' && b.source !== 'MANUAL';

const isSameWay = (a: WorkoutTrace, b: WorkoutTrace): boolean =>
  haveDistances(a, b) &&
  isSameLength(a, b) &&
  isWithin(lasting(a), lasting(b), SAME_DURATION_SHARE, SAME_DURATION_MS) &&
  isSamePlace(a.startPosition, b.startPosition) &&
  isSamePlace(a.endPosition, b.endPosition);

const lasting = ({ startedAt, endedAt }: WorkoutTrace): number => (endedAt ?? NaN) - (startedAt ?? NaN);

const isWithin = (a: number, b: number, share: number, least: number): boolean =>
  Math.abs(a - b) <= Math.max(least, share * Math.max(a, b));

const isSamePlace = (a: Position | null, b: Position | null): boolean =>
  a !== null && b !== null && haversineMeters(a.latitude, a.longitude, b.latitude, b.longitude) <= SAME_PLACE_METERS;

/** Points added to what a recording tells, so that one with a further sensor wins over one with more points. */
const WORTH = { hasGps: 16, hasHeartRate: 8, hasPower: 4, hasCadence: 2, hasElevation: 1 } as const;

function worth(richness: Richness): number {
  const { hasGps, hasHeartRate, hasPower, hasCadence, hasElevation } = WORTH;
  return (
    (richness.hasGps ? hasGps : 0) +
    (richness.hasHeartRate ? hasHeartRate : 0) +
    (richness.hasPower ? hasPower : 0) +
    (richness.hasCadence ? hasCadence : 0) +
    (richness.hasElevation ? hasElevation : 0)
  );
}

/** How many of its figures the device told itself; a single lap tells no more than they do. */
const toldByDevice = ({ distanceSource, movingTimeMethod, elevationMethod, energy, laps }: Telling): number =>
  [
    distanceSource === 'DEVICE',
    movingTimeMethod === 'DEVICE_TIMER',
    elevationMethod === 'DEVICE',
    energy?.source === 'DEVICE',
    laps.length > 1,
  ].filter(Boolean).length;

/**
 * Positive when `a` tells more than `b`, negative when less, 0 when equal: sensors first, then what the device told itself, then
 * the number of points.
 */
export const compareTelling = (a: Telling, b: Telling): number =>
  worth(a.richness) - worth(b.richness) ||
  toldByDevice(a) - toldByDevice(b) ||
  a.richness.pointCount - b.richness.pointCount;
