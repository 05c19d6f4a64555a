import { makeColumns, type DeviceTotals, type PointColumn, type RecordedLap, type Recording } from './recording.ts';
import { at } from './track.ts';

type Range = readonly [low: number, high: number];

/** Beats a minute that anybody's heart makes. */
export const HEART_RATE_RANGE: Range = [30, 230];

/** Watts that anybody gives: sprinters on the track come to some 2500. */
const POWER_RANGE: Range = [0, 3000];

/** What a sensor can say; anything else is noise or a lie, and would spoil every mean. */
const COLUMN_RANGES: Record<PointColumn, Range> = {
  time: [Date.UTC(1900, 0, 1), Date.UTC(2200, 0, 1)],
  latitude: [-90, 90],
  longitude: [-180, 180],
  elevation: [-500, 15_000],
  distance: [0, 1e8],
  heartRate: HEART_RATE_RANGE,
  cadence: [0, 300],
  power: POWER_RANGE,
  speed: [0, 350],
  temperature: [-90, 90],
};

const MONTH_SECONDS = 30 * 86_400;

const TOTAL_RANGES: Record<keyof DeviceTotals, Range> = {
  startedAt: COLUMN_RANGES.time,
  elapsedSeconds: [0, MONTH_SECONDS],
  timerSeconds: [0, MONTH_SECONDS],
  distanceMeters: [0, 1e8],
  ascentMeters: [0, 100_000],
  descentMeters: [0, 100_000],
  kilocalories: [0, 100_000],
  averageHeartRateBpm: COLUMN_RANGES.heartRate,
  maxHeartRateBpm: COLUMN_RANGES.heartRate,
};

/** Nobody burns more in a minute, kcal. */
const MOST_KILOCALORIES_A_MINUTE = 40;
/** No climb and no way down on foot, skis or wheels goes on as steeply, metres a second. */
const MOST_CLIMB_A_SECOND = 3;
const FASTEST_DESCENT_A_SECOND = 30;

/** The recording without values that no sensor and no device can mean. */
export function saneRecording(recording: Recording): Recording {
  const { points, totals, laps } = recording;
  const columns = makeColumns((name) => {
    const [low, high] = COLUMN_RANGES[name];
    const column = new Float64Array(points.length);
    for (let row = 0; row < column.length; row++) {
      const value = at(points[name], row);
      // adding 0 turns -0, which JSON does not have, into 0
      column[row] = value >= low && value <= high ? value + 0 : NaN;
    }
    return column;
  });
  return {
    ...recording,
    points: { ...columns, length: points.length },
    totals: {
      startedAt: sane(totals, 'startedAt'),
      elapsedSeconds: sane(totals, 'elapsedSeconds'),
      timerSeconds: sane(totals, 'timerSeconds'),
      distanceMeters: sane(totals, 'distanceMeters'),
      ascentMeters: sane(totals, 'ascentMeters'),
      descentMeters: sane(totals, 'descentMeters'),
      kilocalories: sane(totals, 'kilocalories'),
      averageHeartRateBpm: sane(totals, 'averageHeartRateBpm'),
      maxHeartRateBpm: sane(totals, 'maxHeartRateBpm'),
    },
    laps: laps.map(saneLap),
  };
}

/** The value, if somebody can come to it in so many seconds (null: nobody knows how many), else null. Short ones are given a minute more, since devices round. */
const upTo = (value: number | null, aSecond: number, elapsedSeconds: number | null): number | null =>
  value !== null && (elapsedSeconds === null || value <= (elapsedSeconds + 60) * aSecond) ? value : null;

/** The climb in metres, where it is not more than anybody climbs in so many seconds. */
export const possibleClimb = (meters: number | null, elapsedSeconds: number | null): number | null =>
  upTo(meters, MOST_CLIMB_A_SECOND, elapsedSeconds);

/** The descent in metres, where it is not more than anybody comes down in so many seconds. */
export const possibleDescent = (meters: number | null, elapsedSeconds: number | null): number | null =>
  upTo(meters, FASTEST_DESCENT_A_SECOND, elapsedSeconds);

/**
 * The recording without energy, climb and descent that nobody manages in so many seconds. One that its owner told by hand
 * stays as it is.
 */
export function withoutFeats(recording: Recording, elapsedSeconds: number | null): Recording {
  if (recording.byHand || elapsedSeconds === null) return recording;
  const { totals, told } = recording;
  const burnt = (value: number | null): number | null => upTo(value, MOST_KILOCALORIES_A_MINUTE / 60, elapsedSeconds);
  const ascentMeters = possibleClimb(totals.ascentMeters, elapsedSeconds);
  const descentMeters = possibleDescent(totals.descentMeters, elapsedSeconds);
  return {
    ...recording,
    totals: { ...totals, kilocalories: burnt(totals.kilocalories), ascentMeters, descentMeters },
    told: told && { ...told, kilocalories: burnt(told.kilocalories) },
  };
}

const saneLap = (lap: RecordedLap): RecordedLap => ({
  startedAt: sane(lap, 'startedAt'),
  elapsedSeconds: sane(lap, 'elapsedSeconds'),
  timerSeconds: sane(lap, 'timerSeconds'),
  distanceMeters: sane(lap, 'distanceMeters'),
  averageHeartRateBpm: sane(lap, 'averageHeartRateBpm'),
});

function sane<K extends keyof DeviceTotals>(values: Pick<DeviceTotals, K>, name: K): number | null {
  const value = values[name];
  const [low, high] = TOTAL_RANGES[name];
  return value !== null && value >= low && value <= high ? value + 0 : null;
}
