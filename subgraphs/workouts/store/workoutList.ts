import { isPresent, monthOfPosition, type Entry } from '../domain/diary/entry.ts';
import { compareKeys, isByTime, listKeyOf, type ListKey, type WorkoutOrder } from '../domain/diary/order.ts';
import { addDays, type StatisticsPeriod } from '../domain/diary/periods.ts';
import { countWithin, isWhole, statisticsOf, touches } from '../domain/diary/statistics.ts';
import type { Statistics, StatisticsRange } from '../domain/diary/statistics.ts';
import type { MonthTotals } from '../domain/diary/totals.ts';
import type { Sport } from '../domain/sport.ts';
import type { Visibility } from '../domain/visibility.ts';
import type { DiaryStore } from './diaries.ts';
import type { Workout } from './workoutDocument.ts';
import type { WorkoutStore } from './workouts.ts';

/** Which workouts to list; what is undefined does not restrict. */
export interface WorkoutCriteria {
  readonly sports?: readonly Sport[];
  readonly visibilities?: readonly Visibility[];
  readonly from?: Date;
  readonly to?: Date;
  readonly minDistanceMeters?: number;
  readonly maxDistanceMeters?: number;
}

/** Which part of a list: its order, where it begins, how many at most. */
export interface ListPage {
  readonly order: WorkoutOrder;
  readonly after: ListKey | undefined;
  readonly limit: number;
}

/** A span of time, both its ends included. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** A workout of a list and where it stands there. */
export interface Listed {
  readonly key: ListKey;
  readonly workout: Workout;
}

/** A page of a list. */
export interface WorkoutPage {
  readonly listed: readonly Listed[];
  readonly hasMore: boolean;
}

/** A person's workouts as lists and in figures, read from the person's diary. */
export interface WorkoutList {
  /**
   * A page of a person's workouts, and whether there is more. In the order of time it reads the months it shows; in
   * another order all months of the criteria.
   */
  page(ownerId: string, criteria: WorkoutCriteria, page: ListPage): Promise<WorkoutPage>;
  /** A person's workouts that started within one of these spans. */
  startedWithin(ownerId: string, spans: readonly Span[]): Promise<Workout[]>;
  /** What a person did on the local dates of a range: reads a small document for each month of it. */
  statistics(ownerId: string, range: StatisticsRange, groupBy: StatisticsPeriod): Promise<Statistics>;
}

export function createWorkoutList(diaries: DiaryStore, workouts: Pick<WorkoutStore, 'getMany'>): WorkoutList {
  const shown = (entries: readonly Entry[]): Promise<Workout[]> => workouts.getMany(entries.map(({ id }) => id));
  return {
    page: async (ownerId, criteria, page) => {
      const entries = await pageOf(diaries, ownerId, criteria, page);
      const known = new Map((await shown(entries.slice(0, page.limit))).map((workout) => [workout._id, workout]));
      const listed = entries.slice(0, page.limit).flatMap((entry) => {
        const workout = known.get(entry.id);
        return workout ? [{ key: listKeyOf(page.order, entry), workout }] : [];
      });
      return { listed, hasMore: entries.length > page.limit };
    },
    startedWithin: async (ownerId, spans) => {
      const isWithin = (started: string): boolean =>
        spans.some(({ from, to }) => started >= from.toISOString() && started <= to.toISOString());
      const known = await diaries.months(ownerId);
      const months = known.filter((month) => spans.some((span) => isMonthWithin(month, span)));
      const entries = await diaries.entries(ownerId, months);
      return shown(
        entries.filter(isPresent).filter(({ isTimed, position }) => isTimed && isWithin(position.split(' ')[0] ?? '')),
      );
    },
    statistics: async (ownerId, range, groupBy) =>
      statisticsOf(await monthsWithin(diaries, ownerId, range), range, groupBy),
  };
}

/** The first entries of a page, one more than its limit where there are more. */
async function pageOf(diaries: DiaryStore, ownerId: string, criteria: WorkoutCriteria, page: ListPage) {
  const { order, after, limit } = page;
  const months = await monthsOf(diaries, ownerId, withinPage(criteria, page));
  if (order !== 'OLDEST_FIRST') months.reverse();
  const found: { entry: Entry; key: ListKey }[] = [];
  // By time, more and more months at once until the page is full; else all of them, since each may hold the first.
  let step = isByTime(order) ? 1 : Math.max(1, months.length);
  for (let at = 0; at < months.length && found.length <= limit; step *= 2) {
    const some = months.slice(at, at + step);
    at += some.length;
    const entries = await matching(diaries, ownerId, some, criteria);
    const keyed = entries.map((entry) => ({ entry, key: listKeyOf(order, entry) }));
    found.push(...keyed.filter(({ key }) => after === undefined || compareKeys(key, after) > 0));
  }
  found.sort((a, b) => compareKeys(a.key, b.key));
  return found.slice(0, limit + 1).map(({ entry }) => entry);
}

/** By time, what lies before the page need not be read. */
function withinPage(criteria: WorkoutCriteria, { order, after }: ListPage): Pick<WorkoutCriteria, 'from' | 'to'> {
  if (!after || !isByTime(order)) return criteria;
  const instant = new Date(after.position.split(' ')[0] ?? '');
  if (Number.isNaN(instant.getTime())) return criteria;
  if (order === 'NEWEST_FIRST')
    return { from: criteria.from, to: earlier(criteria.to, new Date(instant.getTime() + 1)) };
  return { from: instant, to: criteria.to };
}

const earlier = (a: Date | undefined, b: Date): Date => (a && a < b ? a : b);

/** The months of a diary that may hold workouts between two instants, oldest first. */
const monthsOf = async (diaries: DiaryStore, ownerId: string, span: Partial<Span>): Promise<string[]> =>
  (await diaries.months(ownerId)).filter((month) => isMonthWithin(month, span));

function isMonthWithin(month: string, { from, to }: Partial<Span>): boolean {
  const first = from ? monthOfPosition(from.toISOString()) : '';
  const last = to ? monthOfPosition(to.toISOString()) : '9999-12';
  return month >= first && month <= last;
}

async function matching(diaries: DiaryStore, ownerId: string, months: string[], criteria: WorkoutCriteria) {
  const entries = await diaries.entries(ownerId, months);
  return entries.filter(isPresent).filter((entry) => matches(entry, criteria));
}

function matches(entry: Entry, criteria: WorkoutCriteria): boolean {
  const { sports, visibilities, from, to, minDistanceMeters: min, maxDistanceMeters: max } = criteria;
  const [start = ''] = entry.position.split(' ');
  return (
    (!sports || sports.includes(entry.sport)) &&
    (!visibilities || visibilities.includes(entry.visibility)) &&
    (!from || (entry.isTimed && start >= from.toISOString())) &&
    (!to || (entry.isTimed && start < to.toISOString())) &&
    (min === undefined || (entry.distanceMeters !== null && entry.distanceMeters >= min)) &&
    (max === undefined || (entry.distanceMeters !== null && entry.distanceMeters <= max))
  );
}

/** The months of a range; those that it cuts through are counted anew within it. */
async function monthsWithin(diaries: DiaryStore, ownerId: string, range: StatisticsRange): Promise<MonthTotals[]> {
  // A diary's months are those of UTC: a local date may lie in the one before or after.
  const first = monthOfPosition(addDays(range.from, -1));
  const last = monthOfPosition(addDays(range.to, 1));
  const months = (await diaries.months(ownerId)).filter((month) => month >= first && month <= last);
  const counted = await Promise.all(
    months.map(async (month) => {
      const totals = await diaries.totals(ownerId, month);
      if (!touches(totals, range)) return [];
      return [isWhole(totals, range) ? totals : countWithin(await diaries.entries(ownerId, [month]), range)];
    }),
  );
  return counted.flat();
}
