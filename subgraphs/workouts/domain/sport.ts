import { SPORTS, type Sport } from '#events/vocabulary.ts';

export { SPORTS, type Sport };

/** What a recording is by the sports of its parts. */
export type CombinedSports = { sport: Sport | null; hasSeveralSports: boolean; isIndoors: boolean };

/**
 * What a recording is by the sports of its parts, those in the open and those indoors: the one they share, OTHER when they
 * differ (a triathlon), null without any. It is indoors when all of it is.
 */
export function combineSports(open: ReadonlySet<Sport>, indoors: ReadonlySet<Sport>): CombinedSports {
  const sports = new Set([...open, ...indoors]);
  const hasSeveralSports = sports.size > 1;
  return {
    sport: hasSeveralSports ? 'OTHER' : (sports.values().next().value ?? null),
    hasSeveralSports,
    isIndoors: indoors.size > 0 && open.size === 0,
  };
}

/** Sports that people and devices mix up, and that share speed limits. */
export type SportFamily = 'RUN' | 'WALK' | 'RIDE' | 'SWIM' | 'ROW' | 'STRENGTH' | 'YOGA' | 'SKI' | 'OTHER';

const FAMILIES: Record<Sport, SportFamily> = {
  RUNNING: 'RUN',
  TRAIL_RUNNING: 'RUN',
  WALKING: 'WALK',
  HIKING: 'WALK',
  CYCLING: 'RIDE',
  MOUNTAIN_BIKING: 'RIDE',
  INDOOR_CYCLING: 'RIDE',
  SWIMMING: 'SWIM',
  OPEN_WATER_SWIMMING: 'SWIM',
  ROWING: 'ROW',
  STRENGTH: 'STRENGTH',
  YOGA: 'YOGA',
  SKIING: 'SKI',
  OTHER: 'OTHER',
};

export const familyOf = (sport: Sport): SportFamily => FAMILIES[sport];

export const isOnFoot = (sport: Sport): boolean => FAMILIES[sport] === 'RUN' || FAMILIES[sport] === 'WALK';

/** Whether the sport is always done indoors. */
export const isIndoorSport = (sport: Sport | null): boolean => sport === 'INDOOR_CYCLING';

/** Above `soft` a speed is doubted, above `hard` it is not believed; km/h. */
export type SpeedLimit = { soft: number; hard: number };
export type SpeedLimits = { bestKilometer: SpeedLimit; bestTenSeconds: SpeedLimit | null };

/** Source: FORMULAS.md, Plausibility. */
const SPEED_LIMITS: Partial<Record<SportFamily, SpeedLimits>> = {
  WALK: { bestKilometer: { soft: 9, hard: 15 }, bestTenSeconds: null },
  RUN: { bestKilometer: { soft: 24.5, hard: 27 }, bestTenSeconds: { soft: 37.6, hard: 45 } },
  RIDE: { bestKilometer: { soft: 60, hard: 85 }, bestTenSeconds: { soft: 90, hard: 130 } },
  SWIM: { bestKilometer: { soft: 6, hard: 9 }, bestTenSeconds: null },
};

/** The speeds a person can reach in the sport, or null where FORMULAS.md gives none. */
export const speedLimitsOf = (sport: Sport): SpeedLimits | null => SPEED_LIMITS[FAMILIES[sport]] ?? null;

/**
 * The speed above which a position is a spike and no movement, m/s: 1.5 × the sport's highest hard limit
 * (FORMULAS.md, Distance). Sports without a limit get the one of cycling.
 */
export function spikeSpeed(sport: Sport): number {
  const limits = SPEED_LIMITS[FAMILIES[sport]];
  const hard = Math.max(limits?.bestKilometer.hard ?? 130, limits?.bestTenSeconds?.hard ?? 0);
  return (1.5 * hard) / 3.6;
}

/** This many samples away from the line are a teleport and no spike (FORMULAS.md, Distance). */
export const TELEPORT_SAMPLES = 3;

/** Families whose sports are done on the spot. */
const ON_THE_SPOT: ReadonlySet<SportFamily> = new Set<SportFamily>(['STRENGTH', 'YOGA']);

/**
 * Below this speed a person stands still, m/s (FORMULAS.md, Elapsed and moving time: 1 km/h run and ride, 0.1 km/h walk and hike);
 * 0 in sports that are done on the spot: nobody rests there for want of speed.
 */
export function stillSpeed(sport: Sport): number {
  const family = FAMILIES[sport];
  if (ON_THE_SPOT.has(family)) return 0;
  return (family === 'WALK' ? 0.1 : 1) / 3.6;
}
