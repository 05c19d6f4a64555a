import { Temporal } from 'temporal-polyfill';
import { firstInstantOf, wallClock } from '../times.ts';
import { daysOf, parseRule, saysDays } from './ruleDays.ts';

/** When something planned takes place. */
export interface Recurring {
  readonly startsAt: Date;
  readonly timeZone: string;
  /** RFC 5545, section 3.3.10, without the name `RRULE:`; null when it takes place once. */
  readonly recurrenceRule: string | null;
}

/** The longest rule that is read, in characters. */
export const MAX_RULE_LENGTH = 400;
/** So many repetitions can be counted off. */
const MAX_COUNT = 1000;
/** How far ahead the next occurrences are looked for: of now, or of the start where that is later. */
const HORIZON_YEARS = 20;

const DAY_MS = 86_400_000;
const HORIZON_MS = HORIZON_YEARS * 366 * DAY_MS;
/** The longest INTERVAL of each frequency: as long as the horizon. */
const LONGEST_INTERVALS: Readonly<Record<string, number>> = {
  DAILY: HORIZON_YEARS * 365,
  WEEKLY: HORIZON_YEARS * 52,
  MONTHLY: HORIZON_YEARS * 12,
  YEARLY: HORIZON_YEARS,
};

const integers = (from: number, to: number) => (value: string) =>
  value.split(',').every((each) => /^[+-]?\d{1,3}$/.test(each) && Number(each) >= from && Number(each) <= to);
const signed = (most: number) => (value: string) =>
  integers(-most, most)(value) && value.split(',').every((each) => Number(each) !== 0);

/** What a rule may be made of: what decides days. The time of day is that of the start. */
const PARTS: Readonly<Record<string, (value: string) => boolean>> = {
  FREQ: (value) => Object.hasOwn(LONGEST_INTERVALS, value),
  INTERVAL: (value) => /^\d{1,4}$/.test(value) && Number(value) >= 1,
  COUNT: (value) => /^\d{1,4}$/.test(value) && Number(value) >= 1 && Number(value) <= MAX_COUNT,
  UNTIL: (value) => /^\d{8}(?:T\d{6}Z?)?$/.test(value) && untilOf(value) !== undefined,
  BYDAY: (value) =>
    value.split(',').every((each) => /^(?:[+-]?(?:[1-9]|[1-4]\d|5[0-3]))?(?:MO|TU|WE|TH|FR|SA|SU)$/.test(each)),
  BYMONTHDAY: signed(31),
  BYYEARDAY: signed(366),
  BYWEEKNO: signed(53),
  BYMONTH: integers(1, 12),
  BYSETPOS: signed(366),
  WKST: (value) => /^(?:MO|TU|WE|TH|FR|SA|SU)$/.test(value),
};

/**
 * Reads a recurrence rule (RFC 5545, section 3.3.10) that decides days: daily, weekly, monthly or yearly. Whether it ever
 * takes place depends on when it begins: see `takesPlace`.
 *
 * @returns the rule in capitals, without `RRULE:`; or a sentence that says what is wrong with it.
 */
export function readRule(text: string): { rule: string } | { problem: string } {
  const rule = text
    .trim()
    .replace(/^RRULE:/i, '')
    .toUpperCase();
  const problem = problemOf(rule);
  return problem === undefined ? { rule } : { problem };
}

/** Whether something planned ever takes place. */
export const takesPlace = (plan: Recurring): boolean => occurrences(plan, { from: plan.startsAt, limit: 1 }).length > 0;

function problemOf(rule: string): string | undefined {
  const parts = new Map<string, string>();
  for (const part of rule.split(';')) {
    const [name = '', value = '', ...more] = part.split('=');
    const check = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
    if (!check || more.length > 0) return `The rule must be made of ${Object.keys(PARTS).join(', ')}.`;
    if (parts.has(name)) return `${name} stands there twice.`;
    if (!check(value)) return `${name} is not right.`;
    parts.set(name, value);
  }
  return problemBetween(parts);
}

/** What parts that are right by themselves must not be together (RFC 5545, section 3.3.10). */
function problemBetween(parts: ReadonlyMap<string, string>): string | undefined {
  const frequency = parts.get('FREQ');
  if (frequency === undefined) return 'The rule must say FREQ.';
  if (parts.has('COUNT') && parts.has('UNTIL')) return 'The rule must not say both COUNT and UNTIL.';
  const isYearly = frequency === 'YEARLY';
  if (Number(parts.get('INTERVAL') ?? 1) > (LONGEST_INTERVALS[frequency] ?? 0)) return 'INTERVAL is too long.';
  if (parts.has('BYWEEKNO') && !isYearly) return 'BYWEEKNO is for FREQ=YEARLY alone.';
  if (parts.has('BYYEARDAY') && !isYearly) return 'BYYEARDAY is for FREQ=YEARLY alone.';
  if (parts.has('BYMONTHDAY') && frequency === 'WEEKLY') return 'BYMONTHDAY is not for FREQ=WEEKLY.';
  const isCounted = /\d/.test(parts.get('BYDAY') ?? '');
  if (isCounted && !(frequency === 'MONTHLY' || (isYearly && !parts.has('BYWEEKNO')))) {
    return 'BYDAY with numbers is for FREQ=MONTHLY and FREQ=YEARLY alone, without BYWEEKNO.';
  }
  const choosesDays = [...parts.keys()].some((name) => name.startsWith('BY') && name !== 'BYSETPOS');
  return parts.has('BYSETPOS') && !choosesDays ? 'BYSETPOS is for a rule with another BY part.' : undefined;
}

/**
 * The instants at which something takes place, from `from` on, before `to` or the horizon, at most `limit`. A local time that a change
 * of the clocks leaves out does not take place, as RFC 5545 wants it; one that comes twice takes place the first time.
 */
export function occurrences(
  plan: Recurring,
  { from, to, limit }: { readonly from: Date; readonly to?: Date; readonly limit: number },
): Date[] {
  const begin = Math.max(from.getTime(), plan.startsAt.getTime());
  const end = to ?? new Date(begin + HORIZON_MS);
  if (plan.recurrenceRule === null) {
    return plan.startsAt >= from && plan.startsAt < end && limit > 0 ? [plan.startsAt] : [];
  }
  const rule = parseRule(plan.recurrenceRule);
  const clock = clockOf(plan);
  const until = untilInstant(plan.recurrenceRule, plan.timeZone);
  // What is counted off is counted from the start.
  const first = rule.count === Infinity ? clock.dayOf(from) - DAY_MS : clock.startDay;
  const found: Date[] = [];
  let count = 0;
  for (const day of daysOf(rule, clock.startDay, first, clock.dayOf(end))) {
    const at = clock.instantOn(day);
    if (at === undefined) continue;
    count += 1;
    if (count > rule.count || at > until || at >= end.getTime() || found.length >= limit) break;
    if (at >= from.getTime()) found.push(new Date(at));
  }
  return found;
}

/** The clock of the plan's zone, with the time of day at which the plan begins. */
function clockOf({ startsAt, timeZone }: Recurring) {
  const dayOf = (instant: Date): number => Math.floor(wallClock(instant.getTime(), timeZone) / DAY_MS) * DAY_MS;
  const startDay = dayOf(startsAt);
  const time = wallClock(startsAt.getTime(), timeZone) - startDay;
  return {
    startDay,
    time,
    dayOf,
    /** Undefined where a change of the clocks leaves the time out. */
    instantOn: (day: number): number | undefined =>
      day === startDay ? startsAt.getTime() : firstInstantOf(day + time, timeZone),
  };
}

/** The rule without COUNT, for who knows its last time. */
export const withoutCount = (rule: string): string =>
  rule
    .split(';')
    .filter((part) => !part.startsWith('COUNT='))
    .join(';');

/**
 * The rule as every calendar program understands it, for something that first takes place at `first`: UNTIL as an instant, as a start in a
 * time zone asks for (RFC 5545, section 3.3.10: a date counts to its end and a local time counts as such, in the zone of the plan), or `last`
 * in place of what the rule says of its end; and the weekday, which some take from the start where BYWEEKNO stands alone, and some do not.
 */
export function explicitRule(rule: string, timeZone: string, first: Date, last: Date | undefined): string {
  const parts = rule.split(';').flatMap((part) => {
    if (last && /^(?:COUNT|UNTIL)=/.test(part)) return [];
    return part.startsWith('UNTIL=') ? [`UNTIL=${instantOf(part.slice(6), timeZone)}`] : [part];
  });
  const read = parseRule(rule);
  if (read.weeks.length > 0 && !saysDays(read)) parts.push(`BYDAY=${weekdayOf(first, timeZone)}`);
  if (last) parts.push(`UNTIL=${basic(last.toISOString())}`);
  return parts.join(';');
}

/** The weekday of an instant, as a rule says it. */
const weekdayOf = (instant: Date, timeZone: string): string =>
  instant.toLocaleDateString('en-US', { timeZone, weekday: 'short' }).slice(0, 2).toUpperCase();

/** The value of UNTIL as an instant. */
function instantOf(value: string, timeZone: string): string {
  const local = untilOf(value);
  if (local === undefined || value.endsWith('Z')) return value;
  return basic(local.toZonedDateTime(timeZone).toInstant().toString({ smallestUnit: 'second' }));
}

/** An instant of ISO 8601 as iCalendar writes it. */
const basic = (instant: string): string => instant.replace(/[-:]|\.\d+/g, '');

/** The last time of a plan whose rule counts its times, within some 20 years of now or of a later start; undefined for any other rule. */
export function lastCounted(plan: Recurring, now: Date): Date | undefined {
  if (!plan.recurrenceRule?.includes('COUNT=')) return;
  const to = new Date(Math.max(now.getTime(), plan.startsAt.getTime()) + HORIZON_MS);
  return occurrences(plan, { from: plan.startsAt, to, limit: Infinity }).at(-1);
}

/** The times of a plan's rule that some changes of its zone's clock leave out, as ms since 1970 as if they were UTC. */
export function leftOut(plan: Recurring, changes: readonly number[]): number[] {
  if (plan.recurrenceRule === null) return [];
  const rule = parseRule(plan.recurrenceRule);
  const { startDay, time } = clockOf(plan);
  return changes.flatMap((change) => {
    const [from, to] = [wallClock(change - 1, plan.timeZone) + 1, wallClock(change, plan.timeZone)];
    const day = Math.ceil((from - time) / DAY_MS) * DAY_MS;
    const isPlanned = day + time < to && [...daysOf(rule, startDay, day, day)].includes(day);
    return isPlanned ? [day + time] : [];
  });
}

/** The last instant that counts, in ms. */
function untilInstant(rule: string, timeZone: string): number {
  const value = /UNTIL=([^;]+)/.exec(rule)?.[1] ?? '';
  return untilOf(value)?.toZonedDateTime(value.endsWith('Z') ? 'UTC' : timeZone).epochMilliseconds ?? Infinity;
}

function untilOf(value: string): Temporal.PlainDateTime | undefined {
  const [, year, month, day, hour = '23', minute = '59', second = '59'] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/.exec(value) ?? [];
  try {
    return Temporal.PlainDateTime.from(`${year}-${month}-${day}T${hour}:${minute}:${second}`);
  } catch {
    return undefined;
  }
}
