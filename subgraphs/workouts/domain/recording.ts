import type { Sport } from './sport.ts';

/** What a sensor or a clock says at a point. Units: ms since 1970, degrees, metres, bpm, per minute, watts, m/s, °C. */
export const POINT_COLUMNS = [
  'time',
  'latitude',
  'longitude',
  'elevation',
  'distance',
  'heartRate',
  'cadence',
  'power',
  'speed',
  'temperature',
] as const;

export type PointColumn = (typeof POINT_COLUMNS)[number];

/** Points in columns of equal length; NaN stands for a value the file does not have. `distance` is the device's own running total. */
export type Points = Readonly<Record<PointColumn, Float64Array>> & { readonly length: number };

/** A set of point columns, each made by `make`. */
export function makeColumns(make: (name: PointColumn) => Float64Array): Record<PointColumn, Float64Array> {
  return {
    time: make('time'),
    latitude: make('latitude'),
    longitude: make('longitude'),
    elevation: make('elevation'),
    distance: make('distance'),
    heartRate: make('heartRate'),
    cadence: make('cadence'),
    power: make('power'),
    speed: make('speed'),
    temperature: make('temperature'),
  };
}

/** LAUREL: recorded or told through Laurel itself, see files/laurel/. */
export type FileFormat = 'FIT' | 'TCX' | 'GPX' | 'LAUREL';

/** One lap as the device counted it; null for what it did not say. Instants in ms since 1970. */
export type RecordedLap = {
  startedAt: number | null;
  elapsedSeconds: number | null;
  timerSeconds: number | null;
  distanceMeters: number | null;
  averageHeartRateBpm: number | null;
};

/** The device's own totals over the whole activity. */
export type DeviceTotals = {
  startedAt: number | null;
  elapsedSeconds: number | null;
  /** Time with the timer running: without the pauses. */
  timerSeconds: number | null;
  distanceMeters: number | null;
  ascentMeters: number | null;
  descentMeters: number | null;
  kilocalories: number | null;
  averageHeartRateBpm: number | null;
  maxHeartRateBpm: number | null;
};

export const NO_TOTALS: DeviceTotals = {
  startedAt: null,
  elapsedSeconds: null,
  timerSeconds: null,
  distanceMeters: null,
  ascentMeters: null,
  descentMeters: null,
  kilocalories: null,
  averageHeartRateBpm: null,
  maxHeartRateBpm: null,
};

/** What an owner told of an activity by hand. Beside a recording it counts where that does not measure as much. */
export type ToldTotals = { distanceMeters: number | null; kilocalories: number | null };

export type TimerEvent = { at: number; kind: 'START' | 'STOP' };

/** By time; a stop and a start of one instant, in whatever order, make no pause. */
export const inOrderOfEvents = (events: readonly TimerEvent[]): TimerEvent[] =>
  [...events].sort((a, b) => a.at - b.at || Number(a.kind === 'START') - Number(b.kind === 'START'));

/** What was wrong with the file, though it could be read. */
export type Damage = 'TRUNCATED' | 'BAD_CHECKSUM';

/**
 * An activity as a file (or a live recording) tells it, before anything is judged or computed.
 * `segmentStarts` holds the index of each segment's first point; nothing is known of the way between two segments.
 */
export type Recording = {
  format: FileFormat;
  sport: Sport | null;
  /** Whether it names sports, but none that we know; `sport` is OTHER then. */
  isSportUnknown?: boolean;
  /** Whether its parts are of different sports, as those of a triathlon; `sport` is OTHER then. */
  hasSeveralSports?: boolean;
  /** Whether it says that it was indoors: its positions, if it has any, are those of a drawn world, as trainers write them. */
  isIndoors?: boolean;
  name: string | null;
  /** The device or application that made the file. */
  creator: string | null;
  /** Whether elevation comes from a barometer; false also when that is unknown. */
  barometer: boolean;
  /** LOCAL: the device knew the wall clock where it was, but not UTC; `time` holds that wall clock as if it were UTC. */
  clock: 'UTC' | 'LOCAL';
  points: Points;
  segmentStarts: readonly number[];
  laps: readonly RecordedLap[];
  totals: DeviceTotals;
  timerEvents: readonly TimerEvent[];
  damage: readonly Damage[];
  /** Whether its owner told it all by hand. */
  byHand?: boolean;
  /** What of it is told: by it, or beside it. */
  told?: ToldTotals | null;
};

/** The same recording with every instant moved by `ms`. */
export function shiftRecording(recording: Recording, ms: number): Recording {
  const move = (instant: number | null): number | null => (instant === null ? null : instant + ms);
  return {
    ...recording,
    points: { ...recording.points, time: recording.points.time.map((time) => time + ms) },
    laps: recording.laps.map((lap) => ({ ...lap, startedAt: move(lap.startedAt) })),
    totals: { ...recording.totals, startedAt: move(recording.totals.startedAt) },
    timerEvents: recording.timerEvents.map((event) => ({ ...event, at: event.at + ms })),
  };
}
