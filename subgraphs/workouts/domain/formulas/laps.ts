import type { RecordedLap } from '../recording.ts';
import { at, type Track } from '../track.ts';
import { interpolate, lowerBound } from './interpolate.ts';
import { readingSeconds } from './heartRate.ts';

/** A lap as shown; `index` from 1, offsets from the workout's start. */
export type Lap = {
  index: number;
  startOffsetSeconds: number | null;
  elapsedSeconds: number;
  distanceMeters: number | null;
  averageHeartRateBpm: number | null;
};

/** The device's laps, what they leave out taken from the track; laps without any time are left out. */
export function lapsOf(recorded: readonly RecordedLap[], track: Track, elapsedSeconds: number | null): Lap[] {
  let made: Clock | null = null;
  // most devices say everything: then the track is not looked at
  const clock = (): Clock => (made ??= timedColumns(track));
  return recorded.flatMap((lap, i) => {
    const start = offsetOf(lap, track);
    const next = recorded[i + 1];
    const end = (next ? offsetOf(next, track) : null) ?? elapsedSeconds;
    const span = start === null || end === null ? null : end - start;
    const told = lap.elapsedSeconds || lap.timerSeconds;
    // 0 s are no time, unless the next lap begins at once
    const elapsed = told || (span ?? told);
    if (elapsed === null || elapsed < 0) return [];
    return [
      {
        index: i + 1,
        startOffsetSeconds: start,
        elapsedSeconds: elapsed,
        distanceMeters: lap.distanceMeters ?? (start === null ? null : clock().metersBetween(start, start + elapsed)),
        averageHeartRateBpm:
          lap.averageHeartRateBpm ?? (start === null ? null : clock().heartRateBetween(start, start + elapsed)),
      },
    ];
  });
}

const offsetOf = ({ startedAt }: RecordedLap, track: Track): number | null =>
  startedAt === null || track.startedAt === null ? null : (startedAt - track.startedAt) / 1000;

type Clock = {
  metersBetween(from: number, to: number): number | null;
  heartRateBetween(from: number, to: number): number | null;
};

function timedColumns(track: Track): Clock {
  const rows: number[] = [];
  for (let i = 0; i < track.length; i++) if (!Number.isNaN(at(track.offset, i))) rows.push(i);
  const offsets = Float64Array.from(rows, (i) => at(track.offset, i));
  const meters = Float64Array.from(rows, (i) => at(track.distance, i));
  const weights = readingSeconds(track);
  const beats = runningSum(rows, (i) => (at(weights, i) > 0 ? at(track.heartRate, i) * at(weights, i) : 0));
  const seconds = runningSum(rows, (i) => at(weights, i));
  return {
    metersBetween(from, to) {
      const covered = interpolate(offsets, meters, to) - interpolate(offsets, meters, from);
      return Number.isNaN(covered) ? null : covered;
    },
    heartRateBetween(from, to) {
      const [first, end] = [lowerBound(offsets, from), lowerBound(offsets, to)];
      const known = at(seconds, end) - at(seconds, first);
      return known > 0 ? (at(beats, end) - at(beats, first)) / known : null;
    },
  };
}

/** Sums of the values before each row, and of all of them at the end. */
function runningSum(rows: readonly number[], value: (row: number) => number): Float64Array {
  const sums = new Float64Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) sums[i + 1] = at(sums, i) + value(rows[i] ?? -1);
  return sums;
}
