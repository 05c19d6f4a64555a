import type { CompetitionResolvers } from '../__generated__/resolvers.ts';
import { boardOfCompetition } from '../visibility.ts';

export const Competition: CompetitionResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  leaderboard: ({ id }, _args, context) => boardOfCompetition(id, context),
};
