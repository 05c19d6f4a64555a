import type { Recording } from './recording.ts';

/** 2000-01-01T00:00:00Z: nobody has an activity file from before; such times come from clocks that were never set. */
export const YEAR_2000 = Date.UTC(2000, 0, 1);

/** A week: what lasts longer than 36 hours is flagged, what lasts longer than this is a slip. */
export const LONGEST_SECONDS = 7 * 86_400;

/** With a smaller share of timed points the times of a recording are left aside. */
const ENOUGH_TIMED = 0.1;

export type TimeVerdict = 'USABLE' | 'MISSING' | 'BOGUS';

/**
 * Whether a recording's times can be believed (FORMULAS.md, activity files that lie): BOGUS when all are equal or
 * before 2000, MISSING when fewer than a tenth of the points have one and the device did not tell of the whole either.
 */
export function judgeTimes({ points, totals }: Recording): TimeVerdict {
  if (points.length === 0) {
    if (totals.startedAt === null) return 'MISSING';
    return totals.startedAt < YEAR_2000 ? 'BOGUS' : 'USABLE';
  }
  let timed = 0;
  let believable = 0;
  let first = Infinity;
  let last = -Infinity;
  for (const time of points.time) {
    if (Number.isNaN(time)) continue;
    timed += 1;
    if (time < YEAR_2000) continue;
    believable += 1;
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  if (timed < points.length * ENOUGH_TIMED) return tellsTimes(totals) ? 'USABLE' : 'MISSING';
  if (believable === 0) return 'BOGUS';
  const equal = believable > 1 && last - first < 1 && !(totals.elapsedSeconds ?? totals.timerSeconds);
  if (equal) return 'BOGUS';
  return believable < points.length * ENOUGH_TIMED ? 'MISSING' : 'USABLE';
}

/** Whether the device told when it all began and how long it took, as some swimming watches do instead of timing points. */
const tellsTimes = ({ startedAt, elapsedSeconds, timerSeconds }: Recording['totals']): boolean =>
  startedAt !== null && startedAt >= YEAR_2000 && (elapsedSeconds ?? timerSeconds ?? 0) > 0;

const DAY_MS = 86_400_000;

const OFFSETS = new Map<string, Intl.DateTimeFormat>();

/** Made once for each zone: making one takes a thousand times as long as asking it. */
function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = OFFSETS.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  OFFSETS.set(timeZone, made);
  return made;
}

/** How far the zone's clock is ahead of UTC at the instant, in ms. */
function offsetAt(instant: number, timeZone: string): number {
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(formatter(timeZone).format(instant)) ?? [];
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -ms : ms;
}

/** The calendar date (`2026-05-01`) where the zone's clock stands at the instant. */
export const localDateOf = (instant: number, timeZone: string): string =>
  new Date(wallClock(instant, timeZone)).toISOString().slice(0, 10);

/** The hour (0 to 23) that the zone's clock shows at the instant. */
export const localHourOf = (instant: number, timeZone: string): number =>
  new Date(wallClock(instant, timeZone)).getUTCHours();

/** The wall clock in the zone at an instant, as ms since 1970 as if it were UTC. */
export const wallClock = (instant: number, timeZone: string): number => instant + offsetAt(instant, timeZone);

/** The instant at which the zone's clock shows `wall` (ms since 1970 as if it were UTC). */
export function instantOfWallClock(wall: number, timeZone: string): number {
  const guess = wall - offsetAt(wall, timeZone);
  return wall - offsetAt(guess, timeZone);
}

/** The first instant at which the zone's clock shows `wall`; undefined where a change of the clocks leaves that time out. */
export function firstInstantOf(wall: number, timeZone: string): number | undefined {
  // No zone is a day from UTC, and none changes twice in two days: one of these offsets is that of the time itself.
  const [before, after] = [offsetAt(wall - DAY_MS, timeZone), offsetAt(wall + DAY_MS, timeZone)];
  if (before === after) return wall - before;
  const instants = [wall - Math.max(before, after), wall - Math.min(before, after)];
  return instants.find((instant) => wallClock(instant, timeZone) === wall);
}
