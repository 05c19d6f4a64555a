import { callerError } from '#platform/errors.ts';
import { MAX_SCHEDULES } from '../actions/training/scheduleWorkout.ts';
import type { Context } from '../context.ts';
import { matchOccurrences, type Matched } from '../domain/training/matching.ts';
import { occurrences } from '../domain/training/recurrence.ts';
import type { Sport } from '../domain/sport.ts';
import { instantOfWallClock } from '../domain/times.ts';
import type { Schedule } from '../store/schedules.ts';
import type { Workout } from '../store/workoutDocument.ts';

const DAY_MS = 86_400_000;
/** The longest stretch that is asked for at once, in days. */
const MAX_DAYS = 93;

/** One time a plan takes place. */
export interface PlannedOccurrence {
  readonly schedule: Schedule;
  readonly startsAt: Date;
  readonly sport: Sport;
  readonly timeZone: string;
}

/**
 * What a person planned for the days `from` to `to` (both included, each by the clock of the plan's own zone), in order of
 * time, with what became of it.
 *
 * @throws BAD_USER_INPUT unless there are 1 to 93 days.
 */
export async function plannedBetween(
  { schedules, list, now }: Pick<Context, 'schedules' | 'list' | 'now'>,
  ownerId: string,
  from: string,
  to: string,
): Promise<Matched<PlannedOccurrence, Workout>[]> {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  if (last < first || last - first >= MAX_DAYS * DAY_MS) {
    throw callerError('BAD_USER_INPUT', `from and to must be 1 to ${MAX_DAYS} days apart, from first.`);
  }
  const plans = await schedules.list(ownerId, { after: undefined, limit: MAX_SCHEDULES });
  const planned = plans
    .flatMap((schedule) => timesOf(schedule, first, last + DAY_MS))
    .sort((one, other) => one.startsAt.getTime() - other.startsAt.getTime());
  // A day longer at both ends: the days of the zones begin at different times.
  const found = await list.startedWithin(ownerId, [
    { from: new Date(first - DAY_MS), to: new Date(last + 2 * DAY_MS) },
  ]);
  return matchOccurrences(planned, found, now());
}

function timesOf(schedule: Schedule, first: number, end: number): PlannedOccurrence[] {
  const { sport, timeZone } = schedule;
  const from = new Date(instantOfWallClock(first, timeZone));
  const to = new Date(instantOfWallClock(end, timeZone));
  return occurrences(schedule, { from, to, limit: MAX_DAYS }).map((startsAt) => ({
    schedule,
    startsAt,
    sport,
    timeZone,
  }));
}
