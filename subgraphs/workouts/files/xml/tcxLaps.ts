import { NO_TOTALS, type DeviceTotals, type RecordedLap } from '../../domain/recording.ts';

/** A lap as a Training Center file tells of it, and the points within. */
export type OpenLap = RecordedLap & {
  firstRow: number;
  /** When its last point was, and of which activity it is. */
  lastAt: number | null;
  activity: number;
  kilocalories: number | null;
  maxHeartRateBpm: number | null;
};

/** The starts of laps are told in whole seconds: only what is longer than this is a pause. */
const ROUNDING_SECONDS = 1.5;

/** Whether a lap tells of nothing, as one that is begun where a recording ends. */
export const isEmpty = ({ timerSeconds, distanceMeters, startedAt, lastAt }: OpenLap): boolean =>
  timerSeconds === 0 && !distanceMeters && (lastAt === null || lastAt === startedAt);

/** A lap lasts until the next one of its activity begins, else until its last point; what its timer leaves out of that are pauses. */
export function recordedLap(lap: OpenLap, next: OpenLap | undefined): RecordedLap {
  const { startedAt, timerSeconds, distanceMeters, averageHeartRateBpm, lastAt } = lap;
  const end = next?.activity === lap.activity ? next.startedAt : lastAt;
  const seconds = startedAt === null || end === null ? null : (end - startedAt) / 1000;
  const hasPauses = timerSeconds !== null && seconds !== null && seconds > timerSeconds + ROUNDING_SECONDS;
  const elapsedSeconds = hasPauses ? seconds : timerSeconds;
  return { startedAt, elapsedSeconds, timerSeconds, distanceMeters, averageHeartRateBpm };
}

/** What the laps of a file tell of all of it. */
export function totalsOf(laps: readonly OpenLap[]): DeviceTotals {
  if (laps.length === 0) return NO_TOTALS;
  const sum = (read: (lap: OpenLap) => number | null): number | null => {
    const values = laps.flatMap((lap) => read(lap) ?? []);
    return values.length > 0 ? values.reduce((a, b) => a + b, 0) : null;
  };
  const timerSeconds = sum((lap) => lap.timerSeconds);
  const beats = sum((lap) =>
    lap.averageHeartRateBpm === null ? null : lap.averageHeartRateBpm * (lap.timerSeconds ?? 0),
  );
  const beating = sum((lap) => (lap.averageHeartRateBpm === null ? null : lap.timerSeconds));
  return {
    ...NO_TOTALS,
    startedAt: laps[0]?.startedAt ?? null,
    timerSeconds,
    distanceMeters: sum((lap) => lap.distanceMeters),
    kilocalories: sum((lap) => lap.kilocalories),
    averageHeartRateBpm: beats !== null && beating ? beats / beating : null,
    maxHeartRateBpm: laps.reduce<number | null>(
      (max, lap) => Math.max(max ?? 0, lap.maxHeartRateBpm ?? 0) || null,
      null,
    ),
  };
}
