import { z } from 'zod';
import { callerError } from '#platform/errors.ts';
import { decodeCursor, encodeCursor, forwardConnection, pageSize } from '#platform/pagination.ts';
import { moment } from '#platform/server/input.ts';
import { resolveViewer } from '#platform/viewer.ts';
import type { ViewerResolvers, WorkoutFilter } from '../__generated__/resolvers.ts';
import type { WorkoutCriteria } from '../store/workouts.ts';

/** A cursor holds the list position of its workout. */
export const cursorKey = z.tuple([z.string().max(100)]);

export const viewer: ViewerResolvers = {
  __resolveReference: resolveViewer,
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

export function criteriaOf({ sports, from, to, minDistanceMeters, maxDistanceMeters }: WorkoutFilter): WorkoutCriteria {
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
