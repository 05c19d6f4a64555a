import { parseId } from '#platform/server/input.ts';
import type { SquadResolvers } from '../__generated__/resolvers.ts';

export const Squad: SquadResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  room: async (squad, _args, { loaders }) => {
    const id = parseId(squad.id);
    const found = id === undefined ? null : await loaders.roomsOfSquads.load(id);
    return found?.room ?? null;
  },
};
