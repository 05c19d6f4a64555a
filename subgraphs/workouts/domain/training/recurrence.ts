import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';

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
/** How far ahead the next occurrences are looked for. */
const HORIZON_YEARS = 20;

/** How often it takes place at most in the horizon, as INTERVAL; and how many of its periods are looked through for a day. */
const FREQUENCIES: Readonly<Record<string, { readonly longestInterval: number; readonly mostPeriods: number }>> = {
  DAILY: { longestInterval: HORIZON_YEARS * 365, mostPeriods: 10_000 },
  WEEKLY: { longestInterval: HORIZON_YEARS * 52, mostPeriods: 2000 },
  MONTHLY: { longestInterval: HORIZON_YEARS * 12, mostPeriods: 1200 },
  YEARLY: { longestInterval: HORIZON_YEARS, mostPeriods: 1010 },
};

const integers = (from: number, to: number) => (value: string) =>
  value.split(',').every((each) => /^[+-]?\d{1,3}$/.test(each) && Number(each) >= from && Number(each) <= to);
const signed = (most: number) => (value: string) =>
  integers(-most, most)(value) && value.split(',').every((each) => Number(each) !== 0);

/** What a rule may be made of: what decides days. The time of day is that of the start. */
const PARTS: Readonly<Record<string, (value: string) => boolean>> = {
  FREQ: (value) => Object.hasOwn(FREQUENCIES, value),
  INTERVAL: (value) => /^\d{1,4}$/.test(value) && Number(value) >= 1,
  COUNT: (value) => /^\d{1,4}$/.test(value) && Number(value) >= 1 && Number(value) <= MAX_COUNT,
  UNTIL: (value) => /^\d{8}(?:T\d{6}Z?)?$/.test(value) && untilOf(value) !== undefined,
  BYDAY: (value) => value.split(',').every((each) => /^(?:[+-]?[1-9]\d?)?(?:MO|TU|WE|TH|FR|SA|SU)$/.test(each)),
  BYMONTHDAY: signed(31),
  BYYEARDAY: signed(366),
  BYWEEKNO: signed(53),
  BYMONTH: integers(1, 12),
  BYSETPOS: signed(366),
  WKST: (value) => /^(?:MO|TU|WE|TH|FR|SA|SU)$/.test(value),
};

/**
 * Reads a recurrence rule (RFC 5545, section 3.3.10) that decides days: daily, weekly, monthly or yearly.
 *
 * @returns the rule in capitals, without `RRULE:`; or a sentence that says what is wrong with it.
 */
export function readRule(
  text: string,
  start: Omit<Recurring, 'recurrenceRule'>,
): { rule: string } | { problem: string } {
  const rule = text
    .trim()
    .replace(/^RRULE:/i, '')
    .toUpperCase();
  const problem = problemOf(rule);
  if (problem !== undefined) return { problem };
  try {
    const first = occurrences({ ...start, recurrenceRule: rule }, { from: start.startsAt, limit: 1 });
    return first.length > 0 ? { rule } : { problem: 'The rule never takes place.' };
  } catch {
    return { problem: 'The rule cannot be followed.' };
  }
}

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
  if (Number(parts.get('INTERVAL') ?? 1) > (FREQUENCIES[frequency]?.longestInterval ?? 0))
    return 'INTERVAL is too long.';
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
 * The instants at which something takes place, from `from` on, before `to`, at most `limit`. A local time that a change
 * of the clocks leaves out does not take place, as RFC 5545 wants it; one that comes twice takes place the first time.
 */
export function occurrences(
  plan: Recurring,
  { from, to, limit }: { readonly from: Date; readonly to?: Date; readonly limit: number },
): Date[] {
  const end = to ?? new Date(from.getTime() + HORIZON_YEARS * 366 * 86_400_000);
  if (plan.recurrenceRule === null) {
    return plan.startsAt >= from && plan.startsAt < end && limit > 0 ? [plan.startsAt] : [];
  }
  const rule = ruleOf(plan, plan.recurrenceRule);
  const found: Date[] = [];
  let after = new Date(Math.max(from.getTime(), plan.startsAt.getTime()));
  let inclusive = true;
  while (found.length < limit) {
    const next = rule.next(after, inclusive);
    if (next === null || next.epochMilliseconds >= end.getTime()) break;
    after = new Date(next.epochMilliseconds);
    inclusive = false;
    found.push(after);
  }
  return found;
}

const ruleOf = ({ startsAt, timeZone }: Recurring, rule: string): RRuleTemporal =>
  new RRuleTemporal({
    maxIterations: FREQUENCIES[/FREQ=([A-Z]+)/.exec(rule)?.[1] ?? '']?.mostPeriods,
    rruleString: `RRULE:${withInstant(rule, timeZone)}`,
    dtstart: Temporal.Instant.fromEpochMilliseconds(startsAt.getTime()).toZonedDateTimeISO(timeZone),
  });

/** The rule with UNTIL as an instant, as a start in a time zone asks for (RFC 5545, section 3.3.10): a date counts to its end and a local time counts as such, in the zone of the plan. */
export const withInstant = (rule: string, timeZone: string): string =>
  rule.replace(/(?<=UNTIL=)[^;]+/, (value) => {
    const local = untilOf(value);
    if (local === undefined || value.endsWith('Z')) return value;
    const instant = local.toZonedDateTime(timeZone).toInstant().toString({ smallestUnit: 'second' });
    return instant.replace(/[-:]/g, '');
  });

function untilOf(value: string): Temporal.PlainDateTime | undefined {
  const [, year, month, day, hour = '23', minute = '59', second = '59'] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/.exec(value) ?? [];
  try {
    return Temporal.PlainDateTime.from(`${year}-${month}-${day}T${hour}:${minute}:${second}`);
  } catch {
    return undefined;
  }
}
