import { z } from 'zod';
import { callerError } from '#platform/errors.ts';
import { decodeCursor, encodeCursor, forwardConnection, pageSize, type Connection } from '#platform/pagination.ts';
import { calendarDay, moment } from '#platform/server/input.ts';
import { resolveViewer } from '#platform/viewer.ts';
import type { ViewerResolvers, WorkoutFilter } from '../__generated__/resolvers.ts';
import type { WorkoutOrder } from '../domain/diary/order.ts';
import type { WorkoutCriteria } from '../domain/diary/criteria.ts';
import type { WorkoutPage } from '../store/workoutList.ts';
import type { Workout } from '../store/workoutDocument.ts';
import { plannedBetween } from '../training/occurrences.ts';

/** The cursor of a plan or group session holds its id, that of an import the id it has for its workout. */
const idKey = z.tuple([z.uuid()]);
const MAX_POSITION_LENGTH = 100;
/** See domain/listPosition.ts. */
const POSITION = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /;

/** A cursor holds where its workout stands in the list; one of another order is none of this list. */
export const keySchema = (order: WorkoutOrder) =>
  z.object({
    order: z.literal(order),
    figure: z.number(),
    position: z.string().max(MAX_POSITION_LENGTH).regex(POSITION),
  });

export const viewer: ViewerResolvers = {
  __resolveReference: resolveViewer,
  groupSessions: async ({ id }, { first, after }, { groups, loaders }) => {
    const size = pageSize('first', first);
    const key = decodeCursor(idKey, after);
    const found = await groups.groupSessions.list(id, { before: key?.[0], limit: size + 1 });
    const page = forwardConnection(found, size, key !== undefined, (session) => ({
      cursor: encodeCursor([session._id]),
      node: session,
    }));
    // Whom a host has just blocked is on the way out of their sessions.
    const seen = await Promise.all(page.edges.map(({ node }) => loaders.groupSessions.load(node._id)));
    return { ...page, edges: page.edges.filter((_edge, i) => seen[i] !== null) };
  },
  scheduledWorkouts: async ({ id }, { first, after }, { schedules }) => {
    const size = pageSize('first', first);
    const key = decodeCursor(idKey, after);
    const found = await schedules.list(id, { after: key?.[0], limit: size + 1 });
    return forwardConnection(found, size, key !== undefined, (schedule) => ({
      cursor: encodeCursor([schedule._id]),
      node: schedule,
    }));
  },
  workoutImports: async ({ id }, { first, after, statuses }, { imports }) => {
    const size = pageSize('first', first);
    const key = decodeCursor(idKey, after);
    const found = await imports.list(id, { before: key?.[0], statuses: chosen(statuses), limit: size + 1 });
    return forwardConnection(found, size, key !== undefined, (workoutImport) => ({
      cursor: encodeCursor([workoutImport.newWorkoutId]),
      node: workoutImport,
    }));
  },
  trainingCalendar: ({ id }, { from, to }, context) =>
    plannedBetween(context, id, dateOf('from', from), dateOf('to', to)),
  trainingCalendarUrl: async ({ id }, _args, { schedules, calendarUrls }) =>
    calendarUrls.make(id, await schedules.feedGeneration(id)),
  workoutsInProgress: async ({ id }, _args, { live, loaders }) => {
    const running = await live.lives.openOf(id);
    const shown = await Promise.all(running.map(({ _id }) => loaders.workouts.load(_id)));
    return shown.filter((workout) => workout !== null);
  },
  workouts: async ({ id }, { first, after, filter, orderBy }, { list }) => {
    const limit = pageSize('first', first);
    const key = decodeCursor(keySchema(orderBy), after);
    const page = await list.page(id, criteriaOf(filter ?? {}), { order: orderBy, after: key, limit });
    return pageConnection(page, key !== undefined);
  },
  workoutStatistics: async ({ id }, { from, to, groupBy, sports }, { list }) => {
    const range = { from: dateOf('from', from), to: dateOf('to', to), sports: chosen(sports) };
    if (range.from > range.to) throw callerError('BAD_USER_INPUT', 'from must not lie after to.');
    return list.statistics(id, range, groupBy);
  },
};

/** A filter as the list takes it. */
export function criteriaOf({ sports, from, to, minDistanceMeters, maxDistanceMeters }: WorkoutFilter): WorkoutCriteria {
  return {
    sports: chosen(sports),
    from: instantOf('from', from),
    to: instantOf('to', to),
    minDistanceMeters: minDistanceMeters ?? undefined,
    maxDistanceMeters: maxDistanceMeters ?? undefined,
  };
}

/** What to restrict to; an empty list restricts as little as none said. */
const chosen = <Value>(values: readonly Value[] | null | undefined): readonly Value[] | undefined =>
  values && values.length > 0 ? values : undefined;

/** A page of workouts as a connection. */
export const pageConnection = ({ listed, hasMore }: WorkoutPage, hasPreviousPage: boolean): Connection<Workout> => {
  const edges = listed.map(({ key, workout }) => ({ cursor: encodeCursor(key), node: workout }));
  const [startCursor = null, endCursor = null] = [edges[0]?.cursor, edges.at(-1)?.cursor];
  return { edges, pageInfo: { hasNextPage: hasMore, hasPreviousPage, startCursor, endCursor } };
};

function dateOf(field: string, text: string): string {
  const parsed = calendarDay().safeParse(text);
  if (parsed.success) return parsed.data;
  throw callerError('BAD_USER_INPUT', `${field} must be a date such as 2026-05-01.`);
}

function instantOf(field: string, text: string | null | undefined): Date | undefined {
  if (text === null || text === undefined) return undefined;
  const parsed = moment().safeParse(text);
  if (parsed.success) return parsed.data;
  throw callerError('BAD_USER_INPUT', `${field}: ${parsed.error.issues[0]?.message ?? 'not an instant'}`);
}
