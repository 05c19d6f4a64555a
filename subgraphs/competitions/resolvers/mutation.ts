import { mutation } from '#platform/server/mutation.ts';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { createCompetition } from '../actions/createCompetition.ts';
import { enterSquad } from '../actions/enterSquad.ts';
import { joinCompetition } from '../actions/joinCompetition.ts';

export const Mutation: MutationResolvers = {
  createCompetition: mutation(createCompetition, { competition: null }),
  enterSquad: mutation(enterSquad, { team: null }),
  joinCompetition: mutation(joinCompetition, { participation: null }),
};
