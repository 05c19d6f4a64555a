import { lowerBound } from '../../domain/formulas/interpolate.ts';
import type { TimerEvent } from '../../domain/recording.ts';
import { at } from '../../domain/track.ts';
import type { PointsBuilder } from '../pointsBuilder.ts';

/** When the timer stood, ms since 1970: from its stop, or from ever, to its next start. */
export type Pause = { from: number; to: number };

/** A device may write its last record this long after it stops its timer, and the first one before it starts it again. */
const EDGE_MS = 1000;

/**
 * The pauses of one file, in order, each of which a row follows: after the last stop points are believed. What lies before the
 * first start is one too, as far as it lies before the sessions, and unless a stop comes first: then a start is lost.
 */
export function pausesOf(
  { columns: { time }, length }: PointsBuilder,
  firstRow: number,
  events: readonly TimerEvent[],
  sessions: readonly { startedAt: number | null }[],
): Pause[] {
  const inOrder = [...events].sort((a, b) => a.at - b.at);
  const pauses: Pause[] = [];
  let stoppedAt: number | null = null;
  if (inOrder[0]?.kind === 'START') {
    const began = sessions.reduce((least, { startedAt }) => Math.min(least, startedAt ?? Infinity), inOrder[0].at);
    pauses.push({ from: -Infinity, to: began });
  }
  for (const event of inOrder) {
    if (event.kind === 'STOP') stoppedAt ??= event.at;
    else {
      if (stoppedAt !== null && event.at > stoppedAt) pauses.push({ from: stoppedAt, to: event.at });
      stoppedAt = null;
    }
  }
  let last = -Infinity;
  for (let i = firstRow; i < length && pauses.length > 0; i++) if (at(time, i) > last) last = at(time, i);
  return pauses.filter(({ to }) => to <= last);
}

/** Leaves out the rows of one file, from `firstRow` on, that were recorded while the timer stood: they tell of no workout. */
export function leaveOutPauses(points: PointsBuilder, firstRow: number, pauses: readonly Pause[]): void {
  if (pauses.length === 0) return;
  const { time } = points.columns;
  let firstOut = -1;
  const keptBehind: number[] = [];
  const ends = Float64Array.from(pauses, ({ to }) => to);
  let next = 0;
  let last = -Infinity;
  for (let i = firstRow; i < points.length; i++) {
    const now = at(time, i);
    if (now < last) next = lowerBound(ends, now);
    while (at(ends, next) <= now) next += 1;
    const pause = pauses[next];
    const isKept = !pause || !(now > pause.from) || isEdge(pause, at(time, i - 1), now, at(time, i + 1));
    if (!isKept && firstOut < 0) firstOut = i;
    if (isKept && firstOut >= 0) keptBehind.push(i);
    if (!Number.isNaN(now)) last = now;
  }
  if (firstOut >= 0) points.pickRows(firstOut, keptBehind);
}

/** Whether a row in a pause is the late last one of what comes before it, or the early first one of what follows. */
function isEdge({ from, to }: Pause, before: number, now: number, after: number): boolean {
  const isLate = now <= from + EDGE_MS && !(after < to && after <= now + 2 * EDGE_MS);
  const isEarly = now >= to - EDGE_MS && !(before > from && before >= now - 2 * EDGE_MS);
  return isLate || isEarly;
}

/**
 * Adds a segment start at the first point after each pause. By time and not by place in the file, since some devices write
 * all events at the end. `times` in ms; they fall where an earlier one of chained files follows a later one.
 */
export function splitAtPauses(starts: readonly number[], times: Float64Array, pauses: readonly Pause[]): number[] {
  const all = new Set(starts);
  const resumes = Float64Array.from(pauses, ({ from, to }) => Math.max(to - EDGE_MS, from + 1)).sort();
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
