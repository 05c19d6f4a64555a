import type { Richness } from './duplicates.ts';
import type { Flag } from './flags.ts';
import type { BestEffort } from './formulas/bestEfforts.ts';
import type { DistanceSource } from './formulas/distance.ts';
import type { ElevationMethod } from './formulas/elevation.ts';
import type { Energy, Sex } from './formulas/energy.ts';
import type { Position } from './formulas/geo.ts';
import type { HeartRateZone, MaximumSource } from './formulas/heartRate.ts';
import type { Lap } from './formulas/laps.ts';
import type { MovingTimeMethod } from './formulas/movingTime.ts';
import type { FileFormat, ToldTotals } from './recording.ts';
import type { Sport } from './sport.ts';
import type { Track } from './track.ts';

/** Goes up whenever a formula changes a figure, so that what older versions computed can be found and computed again. */
export const FORMULA_VERSION = 18;

/** What is known of the person; null for what is not. `birthDate` as `1990-05-01`. */
export type Profile = {
  birthDate: string | null;
  sex: Sex | null;
  weightKilograms: number | null;
  /** What the person weighed on which day (`2026-05-01`), the last day first. */
  bodyWeights: readonly { measuredOn: string; kilograms: number }[];
  maxHeartRateBpm: number | null;
};

export const UNKNOWN_PROFILE: Profile = {
  birthDate: null,
  sex: null,
  weightKilograms: null,
  bodyWeights: [],
  maxHeartRateBpm: null,
};

/** When it began (ms since 1970) and how long it took, as the owner says. */
export type GivenTimes = { startedAt: number; elapsedSeconds: number };

export type AnalysisContext = {
  /** ms since 1970. */
  now: number;
  /** Replaces the sport the recording says. */
  sport?: Sport | null;
  profile?: Profile;
  /** What the owner says of a recording without usable times. */
  givenTimes?: GivenTimes | null;
  /** What the owner told of the activity before there was a recording of it. */
  told?: ToldTotals | null;
  /** The person's zone, for recordings without a position. Default UTC. */
  timeZone?: string;
  /** The IANA zone at a position, or null where it is unknown. */
  timeZoneAt?: (position: Position) => string | null;
};

export type HeartRateSummary = {
  averageBpm: number;
  maxBpm: number;
  zones: HeartRateZone[];
  /** What the zones are shares of. */
  maximumBpm: number;
  maximumSource: MaximumSource;
};

/** Everything a Workout shows and other services hear, but splits, streams and the route, which come from the track. Plain JSON. */
export type WorkoutFigures = {
  formulaVersion: number;
  format: FileFormat;
  creator: string | null;
  name: string | null;
  sport: Sport;
  /** What the recording would be without what its owner says. */
  recordedSport: Sport;
  /** Whether the recording names no sport that we know: it is guessed, or OTHER. */
  isSportUnnamed: boolean;
  /** ms since 1970; null, as are the times, when the recording had no usable ones. */
  startedAt: number | null;
  endedAt: number | null;
  timeZone: string;
  /** The calendar date where the person was at the start. */
  localDate: string | null;
  needsTimes: boolean;
  elapsedSeconds: number | null;
  movingSeconds: number | null;
  movingTimeMethod: MovingTimeMethod | null;
  distanceMeters: number | null;
  distanceSource: DistanceSource | null;
  elevationGainMeters: number | null;
  elevationLossMeters: number | null;
  elevationMethod: ElevationMethod | null;
  averageSpeedMetersPerSecond: number | null;
  averagePaceSecondsPerKilometer: number | null;
  energy: Energy | null;
  heartRate: HeartRateSummary | null;
  laps: Lap[];
  bestEfforts: BestEffort[];
  flags: Flag[];
  startPosition: Position | null;
  endPosition: Position | null;
  richness: Richness;
};

/** BOGUS_TIMES and NO_USABLE_POINTS are for the person who uploaded: the recording cannot become a workout. */
export type Analysis =
  | { kind: 'ANALYSED'; figures: WorkoutFigures; track: Track }
  | { kind: 'REFUSED'; code: 'BOGUS_TIMES' | 'NO_USABLE_POINTS'; message: string };
