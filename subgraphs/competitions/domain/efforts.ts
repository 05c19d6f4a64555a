/**
 * The distances that workouts tell best efforts over, in metres: 400 m, ½ mi, 1 km, 1 mi, 2 mi, 5 km, 10 km, 15 km, 10 mi,
 * 20 km, half marathon, 30 km, marathon.
 */
export const EFFORT_DISTANCES_METERS = [
  400, 804.672, 1000, 1609.344, 3218.688, 5000, 10_000, 15_000, 16_093.44, 20_000, 21_097.5, 30_000, 42_195,
] as const;

/** Distances less than this apart are one: people and devices round miles and the half marathon. */
const SAME_METERS = 1;

/** Whether two distances are the same. */
export const isEffortOver = (distanceMeters: number, other: number): boolean =>
  Math.abs(distanceMeters - other) < SAME_METERS;

/** The standard distance that somebody means who wrote it rounded to the metre; undefined when it is none of them. */
export const standardDistance = (meters: number): number | undefined =>
  EFFORT_DISTANCES_METERS.find((distance) => isEffortOver(distance, meters));
