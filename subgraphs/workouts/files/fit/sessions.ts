import type { DeviceTotals } from '../../domain/recording.ts';
import { NO_TOTALS } from '../../domain/recording.ts';
import type { Sport } from '../../domain/sport.ts';
import { inOrderOfTime } from '../../domain/timeOrder.ts';
import { at, type Segment } from '../../domain/track.ts';
import type { CountedPart } from '../continueDistances.ts';
import type { PointsBuilder } from '../pointsBuilder.ts';

/** A sport that a file tells (null for a transition or a generic one), and whether it was indoors. */
export type ToldSport = { sport: Sport | null; isIndoors: boolean };

/** The device's totals over one session or lap, and its sport. */
export type FitSummary = DeviceTotals & ToldSport;

/** The totals from the first start of sessions, or laps, to the last end; what none of them says stays null. */
export function combineTotals(sessions: readonly FitSummary[]): DeviceTotals {
  const [first] = sessions;
  if (!first) return NO_TOTALS;
  if (sessions.length === 1) return totalsOf(first);
  const starts = sessions.flatMap((session) => session.startedAt ?? []);
  const ends = sessions.flatMap((s) =>
    s.startedAt === null || s.elapsedSeconds === null ? [] : s.startedAt + s.elapsedSeconds * 1000,
  );
  const startedAt = starts.length > 0 ? Math.min(...starts) : null;
  const elapsed = startedAt === null || ends.length === 0 ? null : (Math.max(...ends) - startedAt) / 1000;
  return {
    startedAt,
    elapsedSeconds: elapsed ?? sum(sessions, 'elapsedSeconds'),
    timerSeconds: sum(sessions, 'timerSeconds'),
    distanceMeters: sum(sessions, 'distanceMeters'),
    ascentMeters: sum(sessions, 'ascentMeters'),
    descentMeters: sum(sessions, 'descentMeters'),
    kilocalories: sum(sessions, 'kilocalories'),
    averageHeartRateBpm: weightedHeartRate(sessions),
    maxHeartRateBpm: sessions.reduce<number | null>((max, s) => larger(max, s.maxHeartRateBpm), null),
  };
}

/** What is told twice of one session or lap: of each total the larger, since a first telling may hold nothing but zeros. */
export function mergeTold(known: FitSummary, again: FitSummary): void {
  known.timerSeconds = larger(known.timerSeconds, again.timerSeconds);
  known.distanceMeters = larger(known.distanceMeters, again.distanceMeters);
  known.ascentMeters = larger(known.ascentMeters, again.ascentMeters);
  known.descentMeters = larger(known.descentMeters, again.descentMeters);
  known.kilocalories = larger(known.kilocalories, again.kilocalories);
  known.averageHeartRateBpm = larger(known.averageHeartRateBpm, again.averageHeartRateBpm);
  known.maxHeartRateBpm = larger(known.maxHeartRateBpm, again.maxHeartRateBpm);
  known.sport ??= again.sport;
  known.isIndoors ||= again.isIndoors;
}

/** Laps may begin and end this much after and before the points that they are to sum up. */
const COVER_TOLERANCE_MS = 60_000;

/**
 * Whether laps sum up rows [from, to): a device that dies tells no session, and not of its last lap. Without any row they
 * do if they tell when they were.
 */
export function sumUp(
  laps: readonly FitSummary[],
  { columns: { time } }: PointsBuilder,
  { from, to }: Segment,
): boolean {
  const { startedAt, elapsedSeconds } = combineTotals(laps);
  if (startedAt === null || elapsedSeconds === null) return false;
  const timed = time.subarray(from, to).filter((each) => !Number.isNaN(each));
  if (timed.length === 0) return true;
  const [first, last] = [at(timed, 0), at(timed, timed.length - 1)];
  return first >= startedAt - COVER_TOLERANCE_MS && last <= startedAt + elapsedSeconds * 1000 + COVER_TOLERANCE_MS;
}

function totalsOf({ sport: _, isIndoors: __, ...totals }: FitSummary): DeviceTotals {
  return totals;
}

function sum(sessions: readonly FitSummary[], total: keyof DeviceTotals): number | null {
  const values = sessions.flatMap((session) => session[total] ?? []);
  return values.length > 0 ? values.reduce((a, b) => a + b, 0) : null;
}

function weightedHeartRate(sessions: readonly FitSummary[]): number | null {
  let beats = 0;
  let seconds = 0;
  for (const { averageHeartRateBpm, timerSeconds } of sessions) {
    if (averageHeartRateBpm === null || timerSeconds === null) continue;
    beats += averageHeartRateBpm * timerSeconds;
    seconds += timerSeconds;
  }
  return seconds > 0 ? beats / seconds : null;
}

const larger = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);

/** A session and its first record may be told this much apart. */
const START_TOLERANCE_MS = 60_000;

/**
 * The parts of one file whose distance may begin anew: the file itself, from row `from` on, and each session after the first,
 * from where the distance falls about the time it begins. By time and not by place in the file, since some devices write
 * all sessions at the end.
 */
export function partsOf(points: PointsBuilder, from: number, sessions: readonly FitSummary[]): CountedPart[] {
  const later = inOrderOfTime(sessions, ({ startedAt }) => startedAt ?? NaN).slice(1);
  const starts = new Map<number, number | null>();
  for (const { startedAt, distanceMeters } of later) {
    const row = startedAt === null ? -1 : fallAbout(points, from, startedAt);
    if (row >= 0) starts.set(row, distanceMeters);
  }
  const parts = [...starts].map(([row, meters]) => ({ from: row, isOwn: false, meters }));
  return [{ from, isOwn: true, meters: null }, ...parts.sort((a, b) => a.from - b.from)];
}

/** The row nearest to an instant at which the distance is lower than before; -1 where none is. */
function fallAbout({ columns: { time, distance }, length }: PointsBuilder, from: number, instant: number): number {
  let nearest = -1;
  let least = Infinity;
  let before = NaN;
  for (let i = from; i < length; i++) {
    if (Number.isNaN(at(distance, i))) continue;
    const apart = Math.abs(at(time, i) - instant);
    if (at(distance, i) < before && apart < least && apart <= START_TOLERANCE_MS) [nearest, least] = [i, apart];
    before = at(distance, i);
  }
  return nearest;
}
