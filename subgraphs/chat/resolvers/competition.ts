import type { CompetitionResolvers } from '../__generated__/resolvers.ts';
import { roomOf } from './roomOf.ts';

export const Competition: CompetitionResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  room: roomOf('COMPETITION'),
};
