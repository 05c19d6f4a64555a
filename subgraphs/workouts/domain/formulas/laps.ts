import type { RecordedLap } from '../recording.ts';
import { at, timedRows, type Track } from '../track.ts';
import { heartRateBetween } from './heartRate.ts';
import { interpolate } from './interpolate.ts';

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
  const rows = timedRows(track);
  const offsets = Float64Array.from(rows, (i) => at(track.offset, i));
  const meters = Float64Array.from(rows, (i) => at(track.distance, i));
  return {
    metersBetween(from, to) {
      const covered = interpolate(offsets, meters, to) - interpolate(offsets, meters, from);
      return Number.isNaN(covered) ? null : covered;
    },
    heartRateBetween: heartRateBetween(track),
  };
}

/** The highest reading in each lap, by its index. A reading is of the lap that began last before it, unless that is over. */
export function highestBpmOf(laps: readonly Lap[], { offset, heartRate, length }: Track): ReadonlyMap<number, number> {
  const begun = laps
    .flatMap(({ index, startOffsetSeconds: from, elapsedSeconds }) =>
      from === null ? [] : [{ index, from, to: from + elapsedSeconds }],
    )
    .sort((a, b) => a.from - b.from);
  const highest = new Map<number, number>();
  let next = 0;
  for (let i = 0; i < length; i++) {
    while ((begun[next]?.from ?? Infinity) <= at(offset, i)) next += 1;
    const lap = begun[next - 1];
    const bpm = at(heartRate, i);
    if (lap && at(offset, i) <= lap.to && bpm > (highest.get(lap.index) ?? 0)) highest.set(lap.index, bpm);
  }
  return highest;
}
