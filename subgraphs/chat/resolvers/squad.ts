import type { SquadResolvers } from '../__generated__/resolvers.ts';
import { roomOf } from './roomOf.ts';

export const Squad: SquadResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  room: roomOf('SQUAD'),
};
