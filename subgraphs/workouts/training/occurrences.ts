import { callerError } from '#platform/errors.ts';
import { timesBetween, type PlannedTime } from '../domain/training/chapters.ts';
import { MAX_SCHEDULES } from '../domain/training/limits.ts';
import { matchOccurrences, type Matched } from '../domain/training/matching.ts';
import type { Sport } from '../domain/sport.ts';
import type { Schedule, ScheduleStore } from '../store/schedules.ts';
import type { Workout } from '../store/workoutDocument.ts';
import type { WorkoutList } from '../store/workoutList.ts';

const DAY_MS = 86_400_000;
/** The longest stretch that is asked for at once, in days. */
const MAX_DAYS = 93;
/** So many planned times are told at once. */
const MAX_TOLD = 1000;
/**
 * So many days before and after are matched, too: on other dates in other zones there may be plans that want the same
 * workouts, and so on.
 */
const AROUND_DAYS = 7;
/** Dates of different zones begin at different times. */
const ZONES_DAYS = 1;

interface Reads {
  readonly schedules: Pick<ScheduleStore, 'list'>;
  readonly list: Pick<WorkoutList, 'startedWithin'>;
  readonly now: () => Date;
}

/** One time a plan takes place; `plan` is how it was planned for then. */
export interface PlannedOccurrence extends PlannedTime {
  readonly schedule: Schedule;
  readonly sport: Sport;
  readonly timeZone: string;
}

/**
 * What a person planned for the days `from` to `to` (both included, each by the clock of the plan's own zone), in order of
 * time, with what became of it.
 *
 * @throws BAD_USER_INPUT unless `to` lies 0 to 92 days after `from`, and at most 1000 times are planned.
 */
export async function plannedBetween(
  { schedules, list, now }: Reads,
  ownerId: string,
  from: string,
  to: string,
): Promise<Matched<PlannedOccurrence, Workout>[]> {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  if (last < first || last - first >= MAX_DAYS * DAY_MS) {
    throw callerError('BAD_USER_INPUT', `to must lie 0 to ${MAX_DAYS - 1} days after from.`);
  }
  const plans = await schedules.list(ownerId, { after: undefined, limit: MAX_SCHEDULES });
  const around = { from: daysFrom(first, -AROUND_DAYS - ZONES_DAYS), to: daysFrom(last, 1 + AROUND_DAYS + ZONES_DAYS) };
  const planned = plans
    .flatMap((schedule) => timesOf(schedule, around))
    .sort((one, other) => one.startsAt.getTime() - other.startsAt.getTime());
  const found = planned.length > 0 ? await list.startedWithin(ownerId, [around]) : [];
  const told = matchOccurrences(planned, found, now()).filter(({ date }) => date >= from && date <= to);
  if (told.length > MAX_TOLD) {
    throw callerError('BAD_USER_INPUT', `More than ${MAX_TOLD} times are planned on these days: ask for fewer.`);
  }
  return told;
}

const daysFrom = (day: number, days: number): Date => new Date(day + days * DAY_MS);

const timesOf = (schedule: Schedule, stretch: { readonly from: Date; readonly to: Date }): PlannedOccurrence[] =>
  timesBetween(schedule, stretch).map((time) => {
    const { sport, timeZone } = time.plan;
    return { schedule, ...time, sport, timeZone };
  });
