import { z } from 'zod';
import { callerError } from '#platform/errors.ts';
import { decodeCursor, pageSize } from '#platform/pagination.ts';
import { line } from '#platform/server/input.ts';
import type { QueryResolvers } from '../__generated__/resolvers.ts';
import { requireLiveSession, viewerAccount } from '../context.ts';
import { loadPerson, loadSquad } from '../loaders.ts';
import { isGone } from '../store/accounts.ts';
import { searchPeople } from '../store/people.ts';
import { pageOf } from './people.ts';

/** As long as a username. */
const searchText = line(30);
/** Whether the name begins with the text, and the name. */
const matchCursor = z.tuple([z.boolean(), searchText]).transform(([begins, name]) => ({ begins, name }));

export const Query: QueryResolvers = {
  viewer: async (_root, _args, context) => (await viewerAccount(context)) ?? null,
  user: async (_root, { id }, { people }) => {
    const person = await loadPerson(people, id);
    return person && isGone(person) ? null : person;
  },
  squad: (_root, { id }, { squads }) => loadSquad(squads, id),
  searchUsers: async (_root, { query, first, after }, context) => {
    const { userId } = await requireLiveSession(context);
    const size = pageSize('first', first);
    const text = searchText.safeParse(query);
    if (!text.success) throw callerError('BAD_USER_INPUT', 'query must have 1 to 30 characters.');
    const place = decodeCursor(matchCursor, after);
    const found = await searchPeople(context.pool, userId, text.data, { size: size + 1, after: place });
    return pageOf(
      found,
      { size, hasPrevious: place !== undefined },
      ({ begins, name }) => [begins, name],
      (match) => context.people.load(match.userId),
    );
  },
};
