import type { QueryResolvers } from '../__generated__/resolvers.ts';
import { visibleBoard } from '../visibility.ts';

export const Query: QueryResolvers = {
  leaderboard: (_root, { id }, context) => visibleBoard(id, context),
};
