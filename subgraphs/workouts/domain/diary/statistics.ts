import type { Sport } from '../sport.ts';
import { isPresent, type EntryOrGone } from './entry.ts';
import { startOfPeriod, type StatisticsPeriod } from './periods.ts';
import { bestOf, type PersonalRecord } from './records.ts';
import { addTotals, groupTotals, noTotals, totalsBySport, totalsOfEntries } from './totals.ts';
import type { DayTotals, MonthTotals, Totals } from './totals.ts';

/** Local dates, both inclusive, and the sports that count (all when undefined). */
export interface StatisticsRange {
  readonly from: string;
  readonly to: string;
  readonly sports: readonly Sport[] | undefined;
}

/** Workouts counted: altogether, by sport, by period, and the records among them. */
export interface Statistics {
  readonly totals: Totals;
  readonly bySport: readonly { sport: Sport; totals: Totals }[];
  readonly periods: readonly {
    startDate: string;
    totals: Totals;
    bySport: readonly { sport: Sport; totals: Totals }[];
  }[];
  readonly records: readonly PersonalRecord[];
}

/** The part of a month's entries that lies in the range, counted anew. */
export const countWithin = (entries: readonly EntryOrGone[], range: StatisticsRange): MonthTotals =>
  totalsOfEntries(entries.filter(isPresent).filter(({ counted }) => counted && isWithin(counted.localDate, range)));

const isWithin = (date: string, { from, to }: StatisticsRange): boolean => date >= from && date <= to;

/** Whether all that a month counts lies in the range, so that its records are those of the range. */
export const isWhole = ({ days }: MonthTotals, range: StatisticsRange): boolean =>
  days.every(({ date }) => isWithin(date, range));

/** Whether anything of a month lies in the range. */
export const touches = ({ days }: MonthTotals, range: StatisticsRange): boolean =>
  days.some(({ date }) => isWithin(date, range));

/** Puts months together that lie in the range as a whole. */
export function statisticsOf(
  months: readonly MonthTotals[],
  { sports }: StatisticsRange,
  groupBy: StatisticsPeriod,
): Statistics {
  const counts = (sport: Sport): boolean => sports === undefined || sports.includes(sport);
  const days = months.flatMap((month) => month.days).filter(({ sport }) => counts(sport));
  return {
    totals: days.reduce((sum, day) => addTotals(sum, day.totals), noTotals),
    bySport: totalsBySport(days),
    periods: periodsOf(days, groupBy),
    records: bestOf(months.flatMap(({ records }) => records).filter(({ sport }) => counts(sport))),
  };
}

function periodsOf(days: readonly DayTotals[], groupBy: StatisticsPeriod): Statistics['periods'] {
  const byPeriod = Map.groupBy(days, ({ date }) => startOfPeriod(date, groupBy));
  return groupTotals(days, ({ date }) => startOfPeriod(date, groupBy)).map(({ key, totals }) => ({
    startDate: key,
    totals,
    bySport: totalsBySport(byPeriod.get(key) ?? []),
  }));
}
