import { familyOf, type Sport } from './sport.ts';

/** What must be known of a workout to tell whether two are one. `source` is where it came from, such as FILE or DEVICE. */
export type WorkoutTrace = {
  sport: Sport;
  source: string;
  startedAt: number | null;
  distanceMeters: number | null;
};

/** How much a recording tells. */
export type Richness = {
  hasGps: boolean;
  hasHeartRate: boolean;
  hasPower: boolean;
  hasCadence: boolean;
  hasElevation: boolean;
  pointCount: number;
};

const SAME_START_MS = 60_000;
const SAME_START_OTHER_SOURCE_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
/** No time zone lies further from another. */
const LARGEST_SHIFT_HOURS = 26;
const SAME_DISTANCE_SHARE = 0.03;
const SAME_DISTANCE_METERS = 100;

/**
 * Whether two workouts of one person are the same activity (design/formulas.md, Duplicates): same sport family, starts
 * within 60 s (5 min between different sources, there also at whole-hour shifts, as from a wrong time zone), distances
 * within 3 % or 100 m.
 */
export function isSameActivity(a: WorkoutTrace, b: WorkoutTrace): boolean {
  if (familyOf(a.sport) !== familyOf(b.sport)) return false;
  return isSameStart(a, b) && isSameDistance(a.distanceMeters, b.distanceMeters);
}

function isSameStart(a: WorkoutTrace, b: WorkoutTrace): boolean {
  if (a.startedAt === null || b.startedAt === null) return false;
  const apart = Math.abs(a.startedAt - b.startedAt);
  if (a.source === b.source) return apart <= SAME_START_MS;
  const hours = Math.round(apart / HOUR_MS);
  return hours <= LARGEST_SHIFT_HOURS && Math.abs(apart - hours * HOUR_MS) <= SAME_START_OTHER_SOURCE_MS;
}

function isSameDistance(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= Math.max(SAME_DISTANCE_METERS, SAME_DISTANCE_SHARE * Math.max(a, b));
}

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

/** Positive when `a` tells more than `b`, negative when less, 0 when equal: sensors first, then the number of points. */
export function compareRichness(a: Richness, b: Richness): number {
  return worth(a) - worth(b) || a.pointCount - b.pointCount;
}
