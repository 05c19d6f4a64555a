import { decodeCursor, pageSize } from '#platform/pagination.ts';
import { parseId } from '#platform/server/input.ts';
import type { UserResolvers } from '../__generated__/resolvers.ts';
import { maySee, openTo } from '../domain/visibility.ts';
import { criteriaOf, keySchema, pageConnection } from './viewer.ts';

export const user: UserResolvers = {
  __resolveReference: ({ id }) => ({ id: parseId(id) ?? '' }),
  workouts: async ({ id }, { first, after, filter, orderBy }, { list, loaders }) => {
    const limit = pageSize('first', first);
    const key = decodeCursor(keySchema(orderBy), after);
    const relation = (await loaders.seeing.load(id))?.relation ?? 'OTHER';
    const criteria = { ...criteriaOf(filter ?? {}), visibilities: openTo(relation) };
    const page = await list.page(id, criteria, { order: orderBy, after: key, limit });
    // The list may not know yet that a workout is seen by fewer people now.
    const listed = page.listed.filter(({ workout }) => maySee(relation, workout.visibility));
    return pageConnection({ ...page, listed }, key !== undefined);
  },
};
