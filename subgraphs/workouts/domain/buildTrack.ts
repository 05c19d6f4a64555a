import { cleanPoints } from './clean.ts';
import { distanceOf, type Distance } from './formulas/distance.ts';
import type { DeviceTotals, FileFormat, Points, Recording } from './recording.ts';
import { familyOf, spikeSpeed, stillSpeed, type Sport, type SportFamily } from './sport.ts';
import type { Told } from './timeOrder.ts';
import { at, isKnown, knownCount, segmentsOf, type Track } from './track.ts';

/** `repeatedPositions` and `teleported` as of `CleanPoints`. */
export type BuiltTrack = { track: Track; distance: Distance; repeatedPositions: number; teleported: boolean };

/** A device's own start this far from the first point belongs to something else. */
const START_TOLERANCE_MS = 3_600_000;
const SPEED_WINDOW_SECONDS = 3;
/** Nobody runs, or walks, in as few steps a minute: a lower cadence on foot counts one leg. */
const FEWEST_STEPS: Partial<Record<SportFamily, number>> = { RUN: 120, WALK: 75 };

/** Cleans a recording and lays its columns out over time and distance. With `useTimes` false it has no times. */
export function buildTrack(recording: Recording, sport: Sport, useTimes: boolean): BuiltTrack {
  const clean = cleanPoints(recording.points, recording.segmentStarts, {
    spikeSpeed: spikeSpeed(sport),
    stillSpeed: stillSpeed(sport),
    useTimes,
    told: toldOf(recording.totals),
  });
  const { points, unknownWays } = clean;
  const { totals, told } = recording;
  const startedAt = useTimes ? startOf(recording, points.time) : null;
  const { distanceMeters } = totals;
  const distance = distanceOf(points, clean.segmentStarts, distanceMeters, told?.distanceMeters, clean.unknownMeters);
  // What a device counts that is believed tells of ways that positions leave unknown, too.
  const isKnownWay = (row: number): boolean => distance.isRunning && unknownWays.has(row);
  const segmentStarts = clean.segmentStarts.filter((row) => !isKnownWay(row));
  const offset = points.time.map((time) => (startedAt === null ? NaN : (time - startedAt) / 1000));
  const track: Track = {
    length: points.length,
    segmentStarts,
    startedAt,
    offset,
    latitude: points.latitude,
    longitude: points.longitude,
    elevation: points.elevation,
    distance: distance.cumulative,
    speed: speedsOf(points, segmentStarts, offset, distance.cumulative),
    heartRate: points.heartRate,
    cadence: inSteps(points.cadence, recording.format, sport),
    power: points.power,
    temperature: points.temperature,
  };
  return { track, distance, repeatedPositions: clean.repeatedPositions, teleported: clean.teleported };
}

function toldOf({ startedAt, elapsedSeconds }: DeviceTotals): Told | null {
  return startedAt === null || elapsedSeconds === null
    ? null
    : { from: startedAt, to: startedAt + elapsedSeconds * 1000 };
}

/** The device's start where it agrees with the first point; never after that point. */
function startOf({ totals, laps }: Recording, times: Float64Array): number | null {
  const first = times.find((time) => !Number.isNaN(time));
  const told = totals.startedAt ?? laps[0]?.startedAt ?? null;
  if (first === undefined) return told;
  return told !== null && told <= first && first - told <= START_TOLERANCE_MS ? told : first;
}

/** The device's speeds, or where most points have none, the slope of the distance over some seconds around each point. */
function speedsOf(
  points: Points,
  starts: readonly number[],
  offset: Float64Array,
  distance: Float64Array,
): Float64Array {
  if (knownCount(points.speed) * 2 > points.length) return points.speed;
  const speeds = new Float64Array(points.length).fill(NaN);
  if (!isKnown(distance)) return speeds;
  for (const { from, to } of segmentsOf(starts, points.length)) addSlopes(speeds, offset, distance, from, to);
  return speeds;
}

function addSlopes(speeds: Float64Array, offset: Float64Array, distance: Float64Array, from: number, to: number): void {
  let before = from;
  let after = from;
  for (let i = from; i < to; i++) {
    const time = at(offset, i);
    if (Number.isNaN(time)) continue;
    while (before < i && !(at(offset, before + 1) > time - SPEED_WINDOW_SECONDS)) before += 1;
    after = Math.max(after, i);
    while (after + 1 < to && !(at(offset, after) >= time + SPEED_WINDOW_SECONDS)) after += 1;
    const slope = (at(distance, after) - at(distance, before)) / (at(offset, after) - at(offset, before));
    if (Number.isFinite(slope)) speeds[i] = slope;
  }
}

/** Cadence on foot as steps a minute: in files most devices count the strides of one leg. What is told to us is told in steps. */
function inSteps(cadence: Float64Array, format: FileFormat, sport: Sport): Float64Array {
  const fewest = format === 'LAUREL' ? undefined : FEWEST_STEPS[familyOf(sport)];
  if (fewest === undefined) return cadence;
  let sum = 0;
  let count = 0;
  for (const value of cadence) {
    if (!(value > 0)) continue;
    sum += value;
    count += 1;
  }
  return count > 0 && sum / count < fewest ? cadence.map((value) => value * 2) : cadence;
}
