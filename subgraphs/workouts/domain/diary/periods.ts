export const STATISTICS_PERIODS = ['DAY', 'WEEK', 'MONTH', 'YEAR'] as const;
export type StatisticsPeriod = (typeof STATISTICS_PERIODS)[number];

const DAY_MS = 86_400_000;

/** The first date of the period a date lies in; weeks are those of ISO 8601, from Monday. Dates as `2026-05-01`. */
export function startOfPeriod(date: string, period: StatisticsPeriod): string {
  switch (period) {
    case 'DAY':
      return date;
    case 'WEEK':
      return mondayOf(date);
    case 'MONTH':
      return `${date.slice(0, 7)}-01`;
    case 'YEAR':
      return `${date.slice(0, 4)}-01-01`;
    default:
      return period satisfies never;
  }
}

function mondayOf(date: string): string {
  const sinceMonday = (new Date(date).getUTCDay() + 6) % 7;
  return addDays(date, -sinceMonday);
}

const FIRST_DATE = Date.parse('0001-01-01');
const LAST_DATE = Date.parse('9999-12-31');

/** The date so many days later, from 0001-01-01 to 9999-12-31: dates of other years do not sort as text. */
export const addDays = (date: string, days: number): string =>
  new Date(Math.min(Math.max(Date.parse(date) + days * DAY_MS, FIRST_DATE), LAST_DATE)).toISOString().slice(0, 10);
