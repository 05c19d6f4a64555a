import type { Listing } from './entry.ts';

/** Orders of a list of workouts. */
export const WORKOUT_ORDERS = [
  'NEWEST_FIRST',
  'OLDEST_FIRST',
  'LONGEST_DISTANCE_FIRST',
  'SHORTEST_DISTANCE_FIRST',
  'LONGEST_TIME_FIRST',
  'SHORTEST_TIME_FIRST',
] as const;
export type WorkoutOrder = (typeof WORKOUT_ORDERS)[number];

/** Where a page begins: behind the workout with this figure at this list position. */
export interface ListKey {
  readonly order: WorkoutOrder;
  readonly figure: number;
  readonly position: string;
}

/** Unknown figures come last either way. */
const FIGURES: Record<WorkoutOrder, (listing: Listing) => number> = {
  NEWEST_FIRST: () => 0,
  OLDEST_FIRST: () => 0,
  LONGEST_DISTANCE_FIRST: ({ distanceMeters }) => distanceMeters ?? -1,
  SHORTEST_DISTANCE_FIRST: ({ distanceMeters }) => -(distanceMeters ?? Number.MAX_VALUE),
  LONGEST_TIME_FIRST: ({ elapsedSeconds }) => elapsedSeconds ?? -1,
  SHORTEST_TIME_FIRST: ({ elapsedSeconds }) => -(elapsedSeconds ?? Number.MAX_VALUE),
};

/** Whether an order is that of time, in which whole months come one after the other. */
export const isByTime = (order: WorkoutOrder): boolean => order === 'NEWEST_FIRST' || order === 'OLDEST_FIRST';

/** What a workout is sorted by before its position; the larger comes first. */
export const figureOf = (order: WorkoutOrder, listing: Listing): number => FIGURES[order](listing);

export const listKeyOf = (order: WorkoutOrder, listing: Listing): ListKey => ({
  order,
  figure: figureOf(order, listing),
  position: listing.position,
});

/** Below 0 when `a` comes before `b`; both are of the same order. Of equal figures, the newer comes first. */
export function compareKeys(a: ListKey, b: ListKey): number {
  if (a.figure !== b.figure) return b.figure - a.figure;
  if (a.position === b.position) return 0;
  const newerFirst = a.position > b.position ? -1 : 1;
  return a.order === 'OLDEST_FIRST' ? -newerFirst : newerFirst;
}
