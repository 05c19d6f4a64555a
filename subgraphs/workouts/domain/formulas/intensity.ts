import type { Track } from '../track.ts';

/** Mean of the readings, those of 0 among them, in watts: who rolls gives no power (FORMULAS.md, Power, cadence, speed). Null without any. */
export const averagePower = ({ power }: Track): number | null => meanOf(power, () => true);

/** The highest reading in watts; null without any. */
export const maxPower = ({ power }: Track): number | null => highestUpTo(power, Infinity);

/** Mean of the readings above 0, a minute: who rolls or stands has no cadence. Null without any. */
export const averageCadence = ({ cadence }: Track): number | null => meanOf(cadence, (perMinute) => perMinute > 0);

/**
 * The highest speed of the stream SPEED in m/s: the device's, or where it tells none the slope of the way over some seconds, so
 * that one stray position is no maximum. What is above `limit` is none. Null without any.
 */
export const maxSpeed = ({ speed }: Track, limit: number): number | null => highestUpTo(speed, limit);

/** The mean of the known values that count. */
function meanOf(column: Float64Array, counts: (value: number) => boolean): number | null {
  let sum = 0;
  let count = 0;
  for (const value of column) {
    if (Number.isNaN(value) || !counts(value)) continue;
    sum += value;
    count += 1;
  }
  return count > 0 ? sum / count : null;
}

/** The highest known value that is not above the limit. */
function highestUpTo(column: Float64Array, limit: number): number | null {
  let highest = -Infinity;
  for (const value of column) if (value > highest && value <= limit) highest = value;
  return highest === -Infinity ? null : highest;
}
