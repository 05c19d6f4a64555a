import type { DeviceTotals, TimerEvent } from '../../domain/recording.ts';
import { NO_TOTALS } from '../../domain/recording.ts';
import type { Sport } from '../../domain/sport.ts';

/** The device's totals over one session and its sport; null for a transition or a generic one. */
export type FitSession = DeviceTotals & { sport: Sport | null };

/** The totals from the first session's start to the last one's end; what none of them says stays null. */
export function combineTotals(sessions: readonly FitSession[]): DeviceTotals {
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

function totalsOf({ sport: _, ...totals }: FitSession): DeviceTotals {
  return totals;
}

function sum(sessions: readonly FitSession[], total: keyof DeviceTotals): number | null {
  const values = sessions.flatMap((session) => session[total] ?? []);
  return values.length > 0 ? values.reduce((a, b) => a + b, 0) : null;
}

function weightedHeartRate(sessions: readonly FitSession[]): number | null {
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

/**
 * Adds a segment start at the first point after each pause of the timer. By time and not by place in the file, since some
 * devices write all events at the end. `times` in ms, rising where known.
 */
export function splitAtPauses(starts: readonly number[], times: Float64Array, events: readonly TimerEvent[]): number[] {
  const resumes: number[] = [];
  let stoppedAt: number | null = null;
  for (const event of [...events].sort((a, b) => a.at - b.at)) {
    if (event.kind === 'STOP') stoppedAt ??= event.at;
    else {
      if (stoppedAt !== null && event.at > stoppedAt) resumes.push(event.at);
      stoppedAt = null;
    }
  }
  const all = new Set(starts);
  let next = 0;
  for (let i = 0; i < times.length && next < resumes.length; i++) {
    let passed = false;
    while (next < resumes.length && (times[i] ?? NaN) >= (resumes[next] ?? Infinity)) {
      next += 1;
      passed = true;
    }
    if (passed && i > 0) all.add(i);
  }
  return [...all].sort((a, b) => a - b);
}
