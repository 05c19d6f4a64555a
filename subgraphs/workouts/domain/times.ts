import type { Recording } from './recording.ts';

/** 2000-01-01T00:00:00Z: nobody has an activity file from before; such times come from clocks that were never set. */
export const YEAR_2000 = Date.UTC(2000, 0, 1);

/** A week: what lasts longer than 36 hours is flagged, what lasts longer than this is a slip. */
export const LONGEST_SECONDS = 7 * 86_400;

/** With a smaller share of timed points the times of a recording are left aside. */
const ENOUGH_TIMED = 0.1;

export type TimeVerdict = 'USABLE' | 'MISSING' | 'BOGUS';

/**
 * Whether a recording's times can be believed (design/formulas.md, activity files that lie): BOGUS when all are equal or
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

const DATE_PARTS = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = DATE_PARTS.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  DATE_PARTS.set(timeZone, made);
  return made;
}

/** The wall clock in the zone at an instant, as ms since 1970 as if it were UTC. */
function wallClock(instant: number, timeZone: string): number {
  const parts = new Map(
    formatter(timeZone)
      .formatToParts(instant)
      .map((part) => [part.type, Number(part.value)]),
  );
  const get = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'));
}

/** The calendar date (`2026-05-01`) where the zone's clock stands at the instant. */
export const localDateOf = (instant: number, timeZone: string): string =>
  new Date(wallClock(instant, timeZone)).toISOString().slice(0, 10);

/** The hour (0 to 23) that the zone's clock shows at the instant. */
export const localHourOf = (instant: number, timeZone: string): number =>
  new Date(wallClock(instant, timeZone)).getUTCHours();

/** The instant at which the zone's clock shows `wall` (ms since 1970 as if it were UTC). */
export function instantOfWallClock(wall: number, timeZone: string): number {
  const guess = wall - (wallClock(wall, timeZone) - Math.floor(wall / 1000) * 1000);
  return wall - (wallClock(guess, timeZone) - Math.floor(guess / 1000) * 1000);
}
