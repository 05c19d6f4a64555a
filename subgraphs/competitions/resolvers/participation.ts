import type { ParticipationResolvers } from '../__generated__/resolvers.ts';
import { progressOf } from '../domain/scoring.ts';
import { visibleParticipation } from '../visibility.ts';

export const Participation: ParticipationResolvers = {
  __resolveReference: ({ id }, context) => visibleParticipation(id, context),
  score: async ({ score, competitionId }, _args, { loaders }) => {
    const competition = await loaders.competitions.load(competitionId);
    return score ?? (competition?.metric === 'FASTEST_EFFORT' ? null : 0);
  },
  progress: async ({ score, competitionId }, _args, { loaders }) => {
    const competition = await loaders.competitions.load(competitionId);
    if (!competition || competition.target === null) return null;
    return progressOf(competition.metric, score, competition.target);
  },
  user: ({ userId }, _args, { loaders }) => loaders.showPerson(userId),
  team: ({ teamId }, _args, { loaders }) => (teamId === null ? null : loaders.teams.load(teamId)),
};
