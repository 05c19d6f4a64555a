// Which days a recurrence rule decides (RFC 5545, section 3.3.10). Days are instants of their midnight as if in UTC, in ms.

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;
const DAY_MS = 86_400_000;
/** No period of a frequency is longer, in days. */
const LONGEST_DAYS: Readonly<Record<string, number>> = { DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366 };

/** A rule taken apart. Lists are empty where the rule does not say that part. */
export interface DayRule {
  readonly frequency: string;
  readonly interval: number;
  readonly count: number;
  readonly weekStart: number;
  readonly months: readonly number[];
  readonly monthDays: readonly number[];
  readonly yearDays: readonly number[];
  readonly weeks: readonly number[];
  /** `nth` is 0 for each such weekday; else counted in the month or year, from its end when below 0. */
  readonly weekdays: readonly { readonly nth: number; readonly weekday: number }[];
  readonly positions: readonly number[];
}

/** Takes a rule apart that is known to be right. */
export function parseRule(rule: string): DayRule {
  const parts = new Map(rule.split(';').map((part) => [part.split('=')[0], part.split('=')[1] ?? '']));
  const numbers = (name: string): number[] => (parts.get(name)?.split(',') ?? []).map(Number);
  return {
    frequency: parts.get('FREQ') ?? '',
    interval: Number(parts.get('INTERVAL') ?? 1),
    count: Number(parts.get('COUNT') ?? Infinity),
    weekStart: weekdayOf(parts.get('WKST') ?? 'MO'),
    months: numbers('BYMONTH'),
    monthDays: numbers('BYMONTHDAY'),
    yearDays: numbers('BYYEARDAY'),
    weeks: numbers('BYWEEKNO'),
    weekdays: (parts.get('BYDAY')?.split(',') ?? []).map((text) => ({
      nth: Number(text.slice(0, -2)),
      weekday: weekdayOf(text.slice(-2)),
    })),
    positions: numbers('BYSETPOS'),
  };
}

const weekdayOf = (text: string): number => WEEKDAYS.findIndex((name) => name === text);

/** The days of a rule that began on `start`, rising; all from `from` on, perhaps some before, and none of a period after `end`. */
export function* daysOf(rule: DayRule, start: number, from: number, end: number): Generator<number> {
  const stepMs = rule.interval * (LONGEST_DAYS[rule.frequency] ?? 1) * DAY_MS;
  const isWanted = dayFilter(rule, start);
  for (let index = Math.max(0, Math.floor((from - start) / stepMs) - 1); ; index += 1) {
    const [first, next] = periodOf(rule, start, index);
    if (first > end) return;
    const days: number[] = [];
    for (let day = first; day < next; day += DAY_MS) if (isWanted(day)) days.push(day);
    yield* chosen(days, rule.positions).filter((day) => day >= start);
  }
}

/** The days at some places of their period, counted from its end when below 0. */
function chosen(days: readonly number[], positions: readonly number[]): readonly number[] {
  if (positions.length === 0) return days;
  const places = new Set(positions.map((position) => (position > 0 ? position - 1 : days.length + position)));
  return days.filter((_, place) => places.has(place));
}

/** The first day of a period, and that of the day after it. */
function periodOf({ frequency, interval, weekStart }: DayRule, start: number, index: number): [number, number] {
  const [year, month] = [yearOf(start), monthOf(start)];
  const steps = index * interval;
  switch (frequency) {
    case 'YEARLY':
      return [Date.UTC(year + steps, 0), Date.UTC(year + steps + 1, 0)];
    case 'MONTHLY':
      return [Date.UTC(year, month - 1 + steps), Date.UTC(year, month + steps)];
    case 'WEEKLY': {
      const first = weekOf(start, weekStart) + steps * 7 * DAY_MS;
      return [first, first + 7 * DAY_MS];
    }
    default:
      return [start + steps * DAY_MS, start + (steps + 1) * DAY_MS];
  }
}

/** Whether a rule says which days of its weeks, months or years; else it is that of its first day. */
export const saysDays = ({ monthDays, yearDays, weekdays }: DayRule): boolean =>
  monthDays.length + yearDays.length + weekdays.length > 0;

/** Whether a day of a period is one of the rule's; what the rule does not say is as on its first day. */
function dayFilter(rule: DayRule, start: number): (day: number) => boolean {
  const { frequency, months, monthDays, yearDays, weeks, weekdays } = rule;
  const isYearly = frequency === 'YEARLY';
  const isOfStart = !saysDays(rule);
  const tests: ((day: number) => boolean)[] = [];
  if (months.length > 0) tests.push((day) => months.includes(monthOf(day)));
  if (weeks.length > 0) tests.push((day) => isInWeek(day, rule));
  if (yearDays.length > 0) tests.push((day) => holdsPlace(yearDays, day, ...yearAround(day)));
  if (monthDays.length > 0) tests.push((day) => holdsPlace(monthDays, day, ...monthAround(day)));
  if (weekdays.length > 0) {
    const around = isYearly && months.length === 0 ? yearAround : monthAround;
    tests.push((day) => isWeekday(day, rule, around));
  }
  if (isOfStart && (frequency === 'WEEKLY' || weeks.length > 0)) tests.push((day) => isSame(day, start, weekday));
  else if (isOfStart && frequency !== 'DAILY') tests.push((day) => isSame(day, start, dayOfMonth));
  if (isOfStart && isYearly && months.length + weeks.length === 0) tests.push((day) => isSame(day, start, monthOf));
  return (day) => tests.every((test) => test(day));
}

type Around = (day: number) => [first: number, next: number];

const yearOf = (day: number): number => new Date(day).getUTCFullYear();
const monthOf = (day: number): number => new Date(day).getUTCMonth() + 1;
const dayOfMonth = (day: number): number => new Date(day).getUTCDate();
const weekday = (day: number): number => new Date(day).getUTCDay();
const isSame = (day: number, other: number, part: (day: number) => number): boolean => part(day) === part(other);
const yearAround: Around = (day) => [Date.UTC(yearOf(day), 0), Date.UTC(yearOf(day) + 1, 0)];
const monthAround: Around = (day) => [Date.UTC(yearOf(day), monthOf(day) - 1), Date.UTC(yearOf(day), monthOf(day))];
const weekOf = (day: number, weekStart: number): number => day - ((weekday(day) - weekStart + 7) % 7) * DAY_MS;

/** Whether a day stands at one of some places between two others: from 1, or from -1 at the end. */
const holdsPlace = (places: readonly number[], day: number, first: number, next: number): boolean =>
  places.includes((day - first) / DAY_MS + 1) || places.includes((day - next) / DAY_MS);

const isWeekday = (day: number, { weekdays }: DayRule, around: Around): boolean =>
  weekdays.some(({ nth, weekday: wanted }) => {
    if (weekday(day) !== wanted) return false;
    if (nth === 0) return true;
    const [first, next] = around(day);
    return nth > 0
      ? Math.floor((day - first) / (7 * DAY_MS)) === nth - 1
      : Math.floor((next - DAY_MS - day) / (7 * DAY_MS)) === -nth - 1;
  });

/** Weeks belong to the year in which they have four days or more. */
function isInWeek(day: number, { weeks, weekStart }: DayRule): boolean {
  const week = weekOf(day, weekStart);
  const firstOf = (year: number): number => weekOf(Date.UTC(year, 0, 4), weekStart);
  const year = yearOf(week + 3 * DAY_MS);
  const place = (week - firstOf(year)) / (7 * DAY_MS) + 1;
  return weeks.includes(place) || weeks.includes((week - firstOf(year + 1)) / (7 * DAY_MS));
}
