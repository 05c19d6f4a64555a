import { z } from 'zod';
import { callerError } from '#platform/errors.ts';
import { decodeCursor, encodeCursor, forwardConnection, pageSize } from '#platform/pagination.ts';
import { moment } from '#platform/server/input.ts';
import { resolveViewer } from '#platform/viewer.ts';
import type { ViewerResolvers, WorkoutFilter } from '../__generated__/resolvers.ts';
import type { WorkoutCriteria } from '../store/workouts.ts';
import { plannedBetween } from '../training/occurrences.ts';

/** A cursor holds where its item stands: a workout's list position, a plan's id. */
const cursorKey = z.tuple([z.string().max(100)]);

export const viewer: ViewerResolvers = {
  __resolveReference: resolveViewer,
  scheduledWorkouts: async ({ id }, { first, after }, { schedules }) => {
    const size = pageSize('first', first);
    const key = decodeCursor(cursorKey, after);
    const found = await schedules.list(id, { after: key?.[0], limit: size + 1 });
    return forwardConnection(found, size, key !== undefined, (schedule) => ({
      cursor: encodeCursor([schedule._id]),
      node: schedule,
    }));
  },
  trainingCalendar: ({ id }, { from, to }, context) => plannedBetween(context, id, from, to),
  trainingCalendarUrl: async ({ id }, _args, { schedules, calendarUrls }) =>
    calendarUrls.make(id, await schedules.feedGeneration(id)),
  workouts: async ({ id }, { first, after, filter }, { workouts }) => {
    const size = pageSize('first', first);
    const key = decodeCursor(cursorKey, after);
    const page = { after: key?.[0], limit: size + 1 };
    const found = await workouts.list(id, criteriaOf(filter ?? {}), page);
    return forwardConnection(found, size, key !== undefined, (workout) => ({
      cursor: encodeCursor([workout.listPosition]),
      node: workout,
    }));
  },
};

function criteriaOf({ sports, from, to, minDistanceMeters, maxDistanceMeters }: WorkoutFilter): WorkoutCriteria {
  return {
    sports: sports ?? undefined,
    from: instantOf('from', from),
    to: instantOf('to', to),
    minDistanceMeters: minDistanceMeters ?? undefined,
    maxDistanceMeters: maxDistanceMeters ?? undefined,
  };
}

function instantOf(field: string, text: string | null | undefined): Date | undefined {
  if (text === null || text === undefined) return undefined;
  const parsed = moment().safeParse(text);
  if (parsed.success) return parsed.data;
  throw callerError('BAD_USER_INPUT', `${field}: ${parsed.error.issues[0]?.message ?? 'not an instant'}`);
}
