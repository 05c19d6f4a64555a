// What a single workout earns (FORMULAS.md, "Tokens"). All in integers: a fraction is carried to the end and
// rounded down once, to the smallest unit.
import type { Sport } from '#events/vocabulary.ts';
import { MICRO_PER_TOKEN, type MicroTokens } from './amount.ts';
import { qualifies, type Workout } from './workout.ts';

/** An exact number: numerator over denominator. */
interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const tenths = (numerator: bigint): Fraction => ({ numerator, denominator: 10n });

/** Tokens a minute, in tenths. */
const RATE_TENTHS: Readonly<Record<Sport, bigint>> = {
  RUNNING: 10n,
  TRAIL_RUNNING: 11n,
  WALKING: 4n,
  HIKING: 6n,
  CYCLING: 7n,
  MOUNTAIN_BIKING: 7n,
  INDOOR_CYCLING: 6n,
  SWIMMING: 13n,
  OPEN_WATER_SWIMMING: 13n,
  ROWING: 10n,
  SKIING: 7n,
  STRENGTH: 6n,
  YOGA: 3n,
  OTHER: 3n,
};

/** Average speeds in km/h: full tokens from `low` to `high`, a tenth at and beyond the outer bounds. */
interface SpeedBand {
  readonly lowest: bigint;
  readonly low: bigint;
  readonly high: bigint;
  readonly highest: bigint;
}

const ON_FOOT: SpeedBand = { lowest: 1n, low: 3n, high: 8n, highest: 9n };
const SPEED_BANDS: Partial<Record<Sport, SpeedBand>> = {
  RUNNING: { lowest: 4n, low: 7n, high: 16n, highest: 20n },
  WALKING: ON_FOOT,
  HIKING: ON_FOOT,
  CYCLING: { lowest: 6n, low: 12n, high: 40n, highest: 60n },
};

/** What a workout earns before its day's streak and caps, in the smallest unit, rounded down. */
export function workoutTokens(workout: Workout): MicroTokens {
  if (!qualifies(workout)) return 0n;
  const minutes = { numerator: workout.movingMilliseconds, denominator: 60_000n };
  const factors = [minutes, tenths(RATE_TENTHS[workout.sport]), speedFactor(workout), trust(workout), doubt(workout)];
  const product = factors.reduce((a, b) => ({
    numerator: a.numerator * b.numerator,
    denominator: a.denominator * b.denominator,
  }));
  return (product.numerator * MICRO_PER_TOKEN) / product.denominator;
}

/** 1 inside the sport's band, falling linearly to 0.1 at its outer bounds; 1 without a band or a distance. */
function speedFactor({ sport, distanceMillimeters, movingMilliseconds }: Workout): Fraction {
  const band = SPEED_BANDS[sport];
  if (!band || distanceMillimeters === null || distanceMillimeters === 0n) return tenths(10n);
  // Both sides of every comparison times moving milliseconds: 1 mm/ms is 3.6 km/h, so this is km/h in tenths.
  const speed = distanceMillimeters * 36n;
  const at = (kilometersPerHour: bigint): bigint => kilometersPerHour * 10n * movingMilliseconds;
  if (speed < at(band.low)) return falling(speed - at(band.lowest), at(band.low) - at(band.lowest));
  if (speed > at(band.high)) return falling(at(band.highest) - speed, at(band.highest) - at(band.high));
  return tenths(10n);
}

/** 0.1 + 0.9 × inside/width, and 0.1 beyond the outer bound. */
const falling = (inside: bigint, width: bigint): Fraction =>
  inside <= 0n ? tenths(1n) : { numerator: width + 9n * inside, denominator: 10n * width };

/** How far the way a workout was recorded can be trusted. */
function trust({ source, hasPositions, hasHeartRate }: Workout): Fraction {
  if (source === 'MANUAL') return tenths(4n);
  if (!hasPositions) return tenths(8n);
  return tenths(hasHeartRate ? 10n : 9n);
}

/** A doubtful workout earns less. */
const doubt = ({ worstFlag }: Workout): Fraction => tenths(worstFlag === 'SOFT' ? 8n : 10n);
