import { agree } from '../../domain/formulas/distance.ts';
import { lowerBound } from '../../domain/formulas/interpolate.ts';
import type { DeviceTotals, TimerEvent } from '../../domain/recording.ts';
import { at } from '../../domain/track.ts';
import type { PointsBuilder } from '../pointsBuilder.ts';

/** When the timer stood, ms since 1970: from its stop, or from ever, to its next start. */
export type Pause = { from: number; to: number };

/** Stops without a start between them, and the start that follows: Infinity where none does. */
type Stand = { firstStop: number; lastStop: number; start: number };

/** A device may write its last record this long after it stops its timer, and the first one before it starts it again. */
const EDGE_MS = 1000;

/** The pauses that events in order tell of, those that nothing shows to be wrong, and whether totals confirm these. */
export function pausesOf(
  inOrder: readonly TimerEvent[],
  sessions: readonly DeviceTotals[],
  laps: readonly DeviceTotals[],
): { all: Pause[]; believed: Pause[]; isConfirmed: boolean } {
  const stands = standsOf(inOrder);
  const fromFirst = stands.map(({ firstStop, start }) => ({ from: firstStop, to: start }));
  const fromLast = stands.map(({ lastStop, start }) => ({ from: lastStop, to: start }));
  const apart = apartFrom(sessions) ?? apartFrom(laps);
  if (!apart) {
    const believed = fromFirst.filter((_, i) => stands[i]?.firstStop === stands[i]?.lastStop);
    return { all: fromFirst, believed, isConfirmed: false };
  }
  // Of several stops in a row the first one tells, as where one stops by hand what stood already; or a start is lost.
  const likelier = apart(fromFirst) < apart(fromLast) ? fromFirst : fromLast;
  return { all: fromFirst, believed: apart(likelier) <= 1 ? likelier : [], isConfirmed: true };
}

function standsOf(inOrder: readonly TimerEvent[]): Stand[] {
  const stands: Stand[] = [];
  let [first, last] = [NaN, NaN];
  for (const { at: now, kind } of inOrder) {
    if (kind === 'STOP') [first, last] = [Number.isNaN(first) ? now : first, now];
    else {
      if (now > first) stands.push({ firstStop: first, lastStop: last, start: now });
      [first, last] = [NaN, NaN];
    }
  }
  if (!Number.isNaN(first)) stands.push({ firstStop: first, lastStop: last, start: Infinity });
  return stands;
}

/** Pauses may add up to this much more or less than sessions, or laps, say that the timer stood: s, and a share of it. */
const APART_SECONDS = 10;
const APART_SHARE = 0.1;

/**
 * How far pauses, as far as they lie within sessions or laps, are from what these say that the timer stood, where 1 is the
 * most to be believed; null where not each of them says how long it was, and its timer.
 */
function apartFrom(summaries: readonly DeviceTotals[]): ((pauses: readonly Pause[]) => number) | null {
  let told = 0;
  const spans: Pause[] = [];
  for (const { startedAt, elapsedSeconds, timerSeconds } of summaries) {
    if (startedAt === null || !elapsedSeconds || !timerSeconds) return null;
    told += elapsedSeconds - timerSeconds;
    spans.push({ from: startedAt, to: startedAt + elapsedSeconds * 1000 });
  }
  if (spans.length === 0) return null;
  return (pauses) => {
    const before = standingBefore(pauses);
    const stood = spans.reduce((sum, { from, to }) => sum + before(to) - before(from), 0) / 1000;
    return Math.abs(stood - told) / Math.max(APART_SECONDS, told * APART_SHARE);
  };
}

/** How long, in ms, the timer stood before an instant. */
function standingBefore(pauses: readonly Pause[]): (instant: number) => number {
  const ends = Float64Array.from(pauses, ({ to }) => to);
  const sums = [0];
  for (const { from, to } of pauses) sums.push((sums.at(-1) ?? 0) + to - from);
  return (instant) => {
    const next = lowerBound(ends, instant);
    const pause = pauses[next];
    return (sums[next] ?? 0) + (pause ? Math.max(0, instant - pause.from) : 0);
  };
}

/** Of the rows of one file, from `firstRow` on, those that are left out, and those that stay. */
type Choice = { firstOut: number; keptBehind: number[] };

/** Rows at `untilRow` and behind stay in any case. */
export function rowsInPauses(
  { columns: { time }, length }: PointsBuilder,
  firstRow: number,
  pauses: readonly Pause[],
  untilRow = length,
): Choice | null {
  if (pauses.length === 0) return null;
  let firstOut = -1;
  const keptBehind: number[] = [];
  const ends = Float64Array.from(pauses, ({ to }) => to);
  let next = 0;
  let last = -Infinity;
  for (let i = firstRow; i < length; i++) {
    const now = at(time, i);
    if (now < last) next = lowerBound(ends, now);
    while (at(ends, next) <= now) next += 1;
    const pause = pauses[next];
    const isIn = pause && now > pause.from && !isEdge(pause, at(time, i - 1), now, at(time, i + 1));
    const isKept = !isIn || i >= untilRow;
    if (!isKept && firstOut < 0) firstOut = i;
    if (isKept && firstOut >= 0) keptBehind.push(i);
    if (!Number.isNaN(now)) last = now;
  }
  return firstOut < 0 ? null : { firstOut, keptBehind };
}

/** Whether more rows of a file stay than are left out, or as many. */
export const isMostKept = ({ length }: PointsBuilder, firstRow: number, { firstOut, keptBehind }: Choice): boolean =>
  2 * (firstOut - firstRow + keptBehind.length) >= length - firstRow;

/**
 * Takes what a running distance rose over rows to be left out off those behind them, where the whole is then what the session
 * says, and was not as near before: some devices count on while their timer stands.
 */
export function takeOffRises(points: PointsBuilder, firstRow: number, choice: Choice, told: number | null): void {
  const { distance } = points.columns;
  if (told === null) return;
  let highest = 0;
  for (let i = firstRow; i < points.length; i++) if (at(distance, i) > highest) highest = at(distance, i);
  let before = NaN;
  for (let i = firstRow; i < choice.firstOut; i++) if (!Number.isNaN(at(distance, i))) before = at(distance, i);
  let risen = 0;
  let isBehindGap = false;
  let previous = choice.firstOut - 1;
  const rises = choice.keptBehind.map((row) => {
    isBehindGap ||= row > previous + 1;
    previous = row;
    const value = at(distance, row);
    if (Number.isNaN(value)) return risen;
    if (isBehindGap && value > before) risen += value - before;
    isBehindGap = false;
    before = value;
    return risen;
  });
  const rest = highest - risen;
  if (!agree(rest, told) || Math.abs(rest - told) >= Math.abs(highest - told)) return;
  choice.keptBehind.forEach((row, i) => (distance[row] = at(distance, row) - (rises[i] ?? 0)));
}

/** Whether a row in a pause is the late last one of what comes before it, or the early first one of what follows. */
function isEdge({ from, to }: Pause, before: number, now: number, after: number): boolean {
  const isLate = now <= from + EDGE_MS && !(after < to && after <= now + 2 * EDGE_MS);
  const isEarly = now >= to - EDGE_MS && !(before > from && before >= now - 2 * EDGE_MS);
  return isLate || isEarly;
}

/** When the first point of what follows a pause may come at the earliest, whether rows of the pause were left out or not. */
export const resumeAfter = ({ from, to }: Pause, isLeftOut: boolean): number =>
  isLeftOut ? Math.max(to - EDGE_MS, from + 1) : to;

/**
 * Adds a segment start at the first point from each of `resumes` on. By time and not by place in the file, since some devices
 * write all events at the end. Instants in ms; `times` fall where an earlier one of chained files follows a later one.
 */
export function splitAtResumes(starts: readonly number[], times: Float64Array, unordered: readonly number[]): number[] {
  const all = new Set(starts);
  const resumes = Float64Array.from(unordered).sort();
  let passed = 0;
  let last = -Infinity;
  for (let i = 0; i < times.length; i++) {
    const time = at(times, i);
    if (Number.isNaN(time)) continue;
    if (time < last) passed = lowerBound(resumes, time);
    const before = passed;
    while (passed < resumes.length && at(resumes, passed) <= time) passed += 1;
    if (passed > before && i > 0) all.add(i);
    last = time;
  }
  return [...all].sort((a, b) => a - b);
}
