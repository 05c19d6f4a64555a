import type { QueryResolvers } from '../__generated__/resolvers.ts';
import { visibleCompetition } from '../visibility.ts';

export const Query: QueryResolvers = {
  competition: (_root, { id }, context) => visibleCompetition(id, context),
};
