import { parseId } from '#platform/server/input.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { QueryResolvers } from '../__generated__/resolvers.ts';

export const Query: QueryResolvers = {
  room: (_root, args, { viewer, loaders }) => {
    requirePerson(viewer);
    const id = parseId(args.id);
    return id === undefined ? null : loaders.rooms.load(id);
  },
};
