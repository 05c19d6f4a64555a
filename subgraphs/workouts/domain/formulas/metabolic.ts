import { familyOf, type Sport, type SportFamily } from '../sport.ts';

type Row = readonly [fromMph: number, met: number];

/** 75 yards a minute: the Compendium's own word for a fast crawl. */
const FAST_SWIM_MPH = (75 * 60) / 1760;

/**
 * Metabolic equivalents by speed: 2024 Adult Compendium of Physical Activities (Herrmann et al., J Sport Health Sci 2024),
 * as listed in FORMULAS.md. Each row holds from its lower speed (mph) to the next row's.
 */
const BY_SPEED: Partial<Record<SportFamily, readonly Row[]>> = {
  RUN: [
    [4, 6.5],
    [4.3, 7.8],
    [5, 8.5],
    [5.5, 9.0],
    [6, 9.3],
    [6.7, 10.5],
    [7, 11.0],
    [7.5, 11.8],
    [8, 12.0],
    [8.6, 12.5],
    [9, 13.0],
    [9.3, 14.8],
    [11, 16.8],
    [12, 18.5],
  ],
  WALK: [
    [2.5, 3.0],
    [2.8, 3.8],
    [3.5, 4.8],
    [4, 5.5],
    [4.5, 7.0],
  ],
  RIDE: [
    [5.5, 3.5],
    [10, 6.8],
    [12, 8.0],
    [14, 10.0],
    [16, 12.0],
    [20, 16.8],
  ],
  SWIM: [
    [0, 5.8],
    [FAST_SWIM_MPH, 9.8],
  ],
};

/**
 * Metabolic equivalents where no speed is known, or the sport has no table: Compendium codes for a general effort.
 * Swimming slow, strength training light to moderate (FORMULAS.md); the others from the same Compendium, rounded.
 */
const GENERIC: Record<Sport, number> = {
  RUNNING: 8.5,
  TRAIL_RUNNING: 9.0,
  WALKING: 3.8,
  HIKING: 5.3,
  CYCLING: 6.8,
  MOUNTAIN_BIKING: 8.5,
  INDOOR_CYCLING: 6.8,
  SWIMMING: 5.8,
  OPEN_WATER_SWIMMING: 5.8,
  ROWING: 6.0,
  STRENGTH: 3.5,
  YOGA: 2.3,
  SKIING: 6.3,
  OTHER: 3.5,
};

const METERS_PER_SECOND_PER_MPH = 0.44704;

/** The metabolic equivalent at an average speed, or null where the sport has no table. Below the table its first row holds. */
export function metAtSpeed(sport: Sport, metersPerSecond: number): number | null {
  const rows = BY_SPEED[familyOf(sport)];
  if (!rows) return null;
  const mph = metersPerSecond / METERS_PER_SECOND_PER_MPH;
  return rows.findLast(([from]) => mph >= from)?.[1] ?? rows[0]?.[1] ?? null;
}

export const genericMet = (sport: Sport): number => GENERIC[sport];
