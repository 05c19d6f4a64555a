// What domains share beside events: words, as schema/shared.graphql lists them, and sizes. Plain lists, so that rules can use them
// too.

/** What kind of activity a workout is. */
export const SPORTS = [
  'RUNNING',
  'TRAIL_RUNNING',
  'WALKING',
  'HIKING',
  'CYCLING',
  'MOUNTAIN_BIKING',
  'INDOOR_CYCLING',
  'SWIMMING',
  'OPEN_WATER_SWIMMING',
  'ROWING',
  'STRENGTH',
  'YOGA',
  'SKIING',
  'OTHER',
] as const;
export type Sport = (typeof SPORTS)[number];

/** How a workout came to us. */
export const WORKOUT_SOURCES = ['FILE', 'LIVE', 'DEVICE', 'MANUAL'] as const;
export type WorkoutSource = (typeof WORKOUT_SOURCES)[number];

/** The sizes a person's picture is kept in, in pixels, smallest first: workouts makes them, users names the one that fits. */
export const AVATAR_SIZES = [64, 128, 256, 512] as const;
