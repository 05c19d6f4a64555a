import { decodeCursor, encodeCursor, forwardConnection, pageSize } from '#platform/pagination.ts';
import { parseId } from '#platform/server/input.ts';
import type { UserResolvers } from '../__generated__/resolvers.ts';
import { openTo } from '../domain/visibility.ts';
import { criteriaOf, cursorKey } from './viewer.ts';

export const user: UserResolvers = {
  __resolveReference: ({ id }) => ({ id: parseId(id) ?? '' }),
  workouts: async ({ id }, { first, after, filter }, { workouts, loaders }) => {
    const size = pageSize('first', first);
    const key = decodeCursor(cursorKey, after);
    const visibilities = openTo((await loaders.seeing.load(id))?.relation ?? 'OTHER');
    const page = { after: key?.[0], limit: size + 1 };
    const found = await workouts.list(id, { ...criteriaOf(filter ?? {}), visibilities }, page);
    return forwardConnection(found, size, key !== undefined, (workout) => ({
      cursor: encodeCursor([workout.listPosition]),
      node: workout,
    }));
  },
};
