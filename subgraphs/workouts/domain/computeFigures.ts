import { bodyFigures } from './bodyFigures.ts';
import type { BuiltTrack } from './buildTrack.ts';
import type { Richness } from './duplicates.ts';
import { durationsOf, type Durations } from './durations.ts';
import { FORMULA_VERSION, type AnalysisContext, type WorkoutFigures } from './figures.ts';
import { bestEffortsOf } from './formulas/bestEfforts.ts';
import { elevationOf } from './formulas/elevation.ts';
import type { Position } from './formulas/geo.ts';
import { lapsOf } from './formulas/laps.ts';
import { paceCurveOf, type PaceCurve } from './formulas/pace.ts';
import type { Recording } from './recording.ts';
import { recordingFlags } from './recordingFlags.ts';
import { bpm, coordinate, meters, seconds, speed } from './rounding.ts';
import { withoutFeats } from './sanity.ts';
import type { Sport } from './sport.ts';
import { localDateOf } from './times.ts';
import { at, knownCount, type Track } from './track.ts';

export type FiguresInput = {
  recording: Recording;
  context: AnalysisContext;
  sport: Sport;
  /** What it would be without what its owner says. */
  recordedSport: Sport;
  /** Whether the recording names no sport that we know: it is guessed, or OTHER. */
  isSportUnnamed: boolean;
  /** Whether positions are those of a drawn world. */
  isIndoors: boolean;
  timeZone: string;
  built: BuiltTrack;
};

/** Every figure of a recording already judged and cleaned, rounded to what can be known. */
export function computeFigures(input: FiguresInput): WorkoutFigures {
  const { sport, recordedSport, isSportUnnamed, timeZone, built } = input;
  const { track } = built;
  const durations = durationsOf(input.recording, built, sport);
  const recording = withoutFeats(input.recording, durations.elapsedSeconds);
  const curve = paceCurveOf(track);
  const averageSpeed = averageSpeedOf(built, curve, durations.movingSeconds);
  return {
    formulaVersion: FORMULA_VERSION,
    format: recording.format,
    creator: recording.creator,
    name: recording.name,
    sport,
    recordedSport,
    isSportUnnamed,
    timeZone,
    ...timeFigures(track, timeZone, durations),
    ...distanceFigures(built, averageSpeed),
    ...elevationFigures(recording, track, durations.elapsedSeconds),
    ...bodyFigures({
      recording,
      sport,
      track,
      localDate: track.startedAt === null ? null : localDateOf(track.startedAt, timeZone),
      profile: input.context.profile,
      movingSeconds: durations.movingSeconds,
      averageSpeed,
    }),
    ...curveFigures(recording, track, curve, durations.elapsedSeconds),
    flags: recordingFlags(recording, {
      sport,
      track,
      curve,
      meanSpeed: Math.max(averageSpeed ?? 0, wholeSpeed(built, durations.elapsedSeconds)),
      startedAt: track.startedAt,
      elapsedSeconds: durations.elapsedSeconds,
      teleported: built.teleported,
      now: input.context.now,
    }),
    ...placeFigures(track, input.isIndoors),
    richness: richnessOf(built),
  };
}

function timeFigures(
  { startedAt }: Track,
  timeZone: string,
  { elapsedSeconds, movingSeconds, movingTimeMethod }: Durations,
) {
  return {
    startedAt,
    endedAt: startedAt === null || elapsedSeconds === null ? null : Math.round(startedAt + elapsedSeconds * 1000),
    localDate: startedAt === null ? null : localDateOf(startedAt, timeZone),
    needsTimes: startedAt === null,
    elapsedSeconds: seconds(elapsedSeconds),
    movingSeconds: seconds(movingSeconds),
    movingTimeMethod,
  };
}

/** Distance over moving time; where a part of the way has no times, that part is left out. Null below 1 m or 1 s. */
function averageSpeedOf({ distance }: BuiltTrack, curve: PaceCurve, movingSeconds: number | null): number | null {
  const timed = at(curve.meters, curve.meters.length - 1);
  const total = distance.totalMeters;
  const covered = distance.source === 'GPS' && total !== null && timed < total ? timed : total;
  return covered !== null && covered >= 1 && movingSeconds !== null && movingSeconds >= 1
    ? covered / movingSeconds
    : null;
}

/** The whole distance over all the time it took, at least a second: also what has no times is covered in it. 0 where either is unknown. */
const wholeSpeed = ({ distance }: BuiltTrack, elapsedSeconds: number | null): number =>
  distance.totalMeters === null || elapsedSeconds === null ? 0 : distance.totalMeters / Math.max(elapsedSeconds, 1);

function distanceFigures({ distance }: BuiltTrack, averageSpeed: number | null) {
  return {
    distanceMeters: meters(distance.totalMeters),
    distanceSource: distance.source,
    averageSpeedMetersPerSecond: speed(averageSpeed),
    averagePaceSecondsPerKilometer: averageSpeed ? seconds(1000 / averageSpeed) : null,
  };
}

function elevationFigures({ totals, barometer }: Recording, track: Track, elapsedSeconds: number | null) {
  const told = { ascent: totals.ascentMeters, descent: totals.descentMeters };
  const elevation = elevationOf(track, told, barometer, elapsedSeconds);
  return {
    elevationGainMeters: meters(elevation.gainMeters),
    elevationLossMeters: meters(elevation.lossMeters),
    elevationMethod: elevation.method,
  };
}

function curveFigures(recording: Recording, track: Track, curve: PaceCurve, elapsedSeconds: number | null) {
  return {
    laps: lapsOf(recording.laps, track, elapsedSeconds).map((lap) => ({
      index: lap.index,
      startOffsetSeconds: seconds(lap.startOffsetSeconds),
      elapsedSeconds: seconds(lap.elapsedSeconds),
      distanceMeters: meters(lap.distanceMeters),
      averageHeartRateBpm: bpm(lap.averageHeartRateBpm),
    })),
    bestEfforts: bestEffortsOf(curve).map((effort) => ({
      distanceMeters: effort.distanceMeters,
      elapsedSeconds: seconds(effort.elapsedSeconds),
      startOffsetSeconds: seconds(effort.startOffsetSeconds),
    })),
  };
}

/** Where it was; nobody is where a trainer draws them, so such a workout begins and ends nowhere. */
function placeFigures({ latitude, longitude }: Track, isIndoors: boolean) {
  const known = (value: number): boolean => !Number.isNaN(value);
  const position = (row: number): Position | null =>
    row < 0 || isIndoors
      ? null
      : { latitude: coordinate(at(latitude, row)), longitude: coordinate(at(longitude, row)) };
  return {
    startPosition: position(latitude.findIndex(known)),
    endPosition: position(latitude.findLastIndex(known)),
  };
}

/**
 * A sensor counts when it spoke at half of the points or more, be it in repeats: a single reading must not earn the trust of
 * a full one.
 */
function richnessOf({ track, repeatedPositions }: BuiltTrack): Richness {
  const mostly = (column: Float64Array, repeats = 0): boolean => {
    const count = knownCount(column) + repeats;
    return count > 0 && count * 2 >= track.length;
  };
  return {
    hasGps: mostly(track.latitude, repeatedPositions),
    hasHeartRate: mostly(track.heartRate),
    hasPower: mostly(track.power),
    hasCadence: mostly(track.cadence),
    hasElevation: mostly(track.elevation),
    pointCount: track.length,
  };
}
