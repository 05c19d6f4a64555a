import { isMonthWithin, matcherOf, type OpenSpan, type WorkoutCriteria } from '../domain/diary/criteria.ts';
import { monthOfPosition, type Listing } from '../domain/diary/entry.ts';
import { isByTime, type ListKey } from '../domain/diary/order.ts';
import { buildPage, type ListPage, type PageBuilder, type Placed } from '../domain/diary/page.ts';
import { addDays, type StatisticsPeriod } from '../domain/diary/periods.ts';
import { countWithin, isWhole, statisticsOf, touches } from '../domain/diary/statistics.ts';
import type { Statistics, StatisticsRange } from '../domain/diary/statistics.ts';
import type { MonthTotals } from '../domain/diary/totals.ts';
import { LONGEST_SECONDS } from '../domain/times.ts';
import type { Diary, DiaryStore } from './diaries.ts';
import type { Workout } from './workoutDocument.ts';
import type { WorkoutStore } from './workouts.ts';

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
  /**
   * A person's workouts of which any part lies within one of these spans; of one that lasts longer than a week, as only a
   * file can, its first week counts. Reads the listings of the months of the spans and of the week before.
   */
  liesWithin(ownerId: string, spans: readonly Span[]): Promise<Workout[]>;
  /** What a person did on the local dates of a range: reads a small document for each month of it. */
  statistics(ownerId: string, range: StatisticsRange, groupBy: StatisticsPeriod): Promise<Statistics>;
}

type WorkoutReads = Pick<WorkoutStore, 'getMany' | 'getVersions'>;

export function createWorkoutList(diaries: DiaryStore, workouts: WorkoutReads): WorkoutList {
  return {
    page: async (ownerId, criteria, page) => {
      const built = await readPage(await diaries.open(ownerId), criteria, page);
      return { listed: await readListed(workouts, criteria, built.placed()), hasMore: built.hasMore() };
    },
    startedWithin: async (ownerId, spans) => workouts.getMany(await timedIn(await diaries.open(ownerId), spans, 0)),
    liesWithin: async (ownerId, spans) =>
      workouts.getMany(await timedIn(await diaries.open(ownerId), spans, LONGEST_SECONDS * 1000)),
    statistics: async (ownerId, range, groupBy) =>
      statisticsOf(await monthsWithin(await diaries.open(ownerId), range), range, groupBy),
  };
}

/** The ids of workouts that started within one of the spans, or at most so long before one that they last until then. */
async function timedIn(diary: Diary, spans: readonly Span[], longestMs: number): Promise<string[]> {
  const reached = spans.map(({ from, to }) => ({ from: new Date(from.getTime() - longestMs), to, since: from }));
  const months = diary.months.filter((month) => reached.some((span) => isMonthWithin(month, span)));
  const listings = (await diary.listings(months)).flat().filter(({ isTimed }) => isTimed);
  const isWithin = ({ position, elapsedSeconds }: Listing): boolean => {
    const startedAt = Date.parse(position.split(' ')[0] ?? '');
    const endedAt = startedAt + Math.min((elapsedSeconds ?? 0) * 1000, longestMs);
    return reached.some(({ since, to }) => endedAt >= since.getTime() && startedAt <= to.getTime());
  };
  return listings.filter(isWithin).map(({ id }) => id);
}

/** The workouts of a page. What only some may see is read as it is now: the diary may not know yet that it was hidden. */
async function readListed(workouts: WorkoutReads, criteria: WorkoutCriteria, placed: readonly Placed[]) {
  const found = criteria.visibilities
    ? await workouts.getMany(placed.map(({ listing }) => listing.id))
    : await workouts.getVersions(placed.map(({ listing }) => listing));
  const known = new Map(found.map((workout) => [workout._id, workout]));
  return placed.flatMap(({ listing: { id }, key }) => {
    const workout = known.get(id);
    return workout ? [{ key, workout }] : [];
  });
}

/** Puts a page together of as few months as will do. */
async function readPage(diary: Diary, criteria: WorkoutCriteria, page: ListPage): Promise<PageBuilder> {
  const span = withinPage(criteria, page);
  const months = diary.months.filter((month) => isMonthWithin(month, span));
  if (page.order !== 'OLDEST_FIRST') months.reverse();
  const built = buildPage(page, matcherOf(criteria));
  // By time, more and more months at once until the page is full; else all of them, since each may hold the first.
  let step = isByTime(page.order) ? 1 : Math.max(1, months.length);
  for (let at = 0; at < months.length && !built.hasMore(); step *= 2) {
    const some = months.slice(at, at + step);
    at += some.length;
    for (const listings of await diary.listings(some)) built.add(listings);
  }
  return built;
}

/** By time, what lies before the page need not be read. */
function withinPage(criteria: WorkoutCriteria, { order, after }: ListPage): OpenSpan {
  if (!after || !isByTime(order)) return criteria;
  const instant = new Date(after.position.split(' ')[0] ?? '');
  if (Number.isNaN(instant.getTime())) return criteria;
  if (order === 'NEWEST_FIRST')
    return { from: criteria.from, to: earlier(criteria.to, new Date(instant.getTime() + 1)) };
  return { from: instant, to: criteria.to };
}

const earlier = (a: Date | undefined, b: Date): Date => (a && a < b ? a : b);

/** The months of a range; those that it cuts through are counted anew within it. */
async function monthsWithin(diary: Diary, range: StatisticsRange): Promise<MonthTotals[]> {
  // A diary's months are those of UTC: a local date may lie in the one before or after.
  const first = monthOfPosition(addDays(range.from, -1));
  const last = monthOfPosition(addDays(range.to, 1));
  const months = diary.months.filter((month) => month >= first && month <= last);
  const counted = await Promise.all(
    months.map(async (month) => {
      const totals = await diary.totals(month);
      if (!touches(totals, range)) return [];
      return [isWhole(totals, range) ? totals : countWithin(await diary.entries(month), range)];
    }),
  );
  return counted.flat();
}
