import { parseId } from '#platform/server/input.ts';
import type { TeamResolvers } from '../__generated__/resolvers.ts';
import { findSquadPlace } from '../store/squads.ts';
import { viewerId, visibleCompetition } from '../visibility.ts';
import { pageOfParticipants } from './participants.ts';

export const Team: TeamResolvers = {
  __resolveReference: async (reference, context) => {
    const id = parseId(reference.id);
    const team = id === undefined ? null : await context.loaders.teams.load(id);
    return team && (await visibleCompetition(team.competitionId, context)) ? team : null;
  },
  competition: ({ competitionId }, _args, context) => visibleCompetition(competitionId, context),
  squad: async ({ squadId }, _args, context) => {
    const userId = viewerId(context);
    if (squadId === null || userId === undefined) return null;
    return (await findSquadPlace(context.pool, squadId, userId)) ? { id: squadId } : null;
  },
  memberCount: async ({ id }, _args, { loaders }) => (await loaders.teamCounts.load(id))?.count ?? 0,
  members: ({ id }, page, { pool }) => pageOfParticipants(pool, 'team', id, page),
};
