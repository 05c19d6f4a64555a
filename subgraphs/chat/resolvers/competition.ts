import { parseId } from '#platform/server/input.ts';
import type { CompetitionResolvers } from '../__generated__/resolvers.ts';

export const Competition: CompetitionResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  room: async (competition, _args, { loaders }) => {
    const id = parseId(competition.id);
    const found = id === undefined ? null : await loaders.roomsOfCompetitions.load(id);
    return found?.room ?? null;
  },
};
