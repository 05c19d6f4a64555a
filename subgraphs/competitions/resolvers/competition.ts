import type { CompetitionResolvers } from '../__generated__/resolvers.ts';
import { inviteCodeFor } from '../domain/competition.ts';
import { statusAt } from '../domain/lifecycle.ts';
import { pageOfParticipants } from './participants.ts';
import { viewerId, visibleCompetition } from '../visibility.ts';

export const Competition: CompetitionResolvers = {
  __resolveReference: ({ id }, context) => visibleCompetition(id, context),
  status: (competition, _args, { now }) => statusAt(competition, now()),
  inviteCode: (competition, _args, context) => inviteCodeFor(competition, viewerId(context)),
  organizer: ({ organizerId }, _args, { loaders }) => loaders.showPerson(organizerId),
  participants: ({ id }, page, { pool }) => pageOfParticipants(pool, 'competition', id, page),
  viewerParticipation: ({ id }, _args, { loaders }) => loaders.viewerParticipations.load(id),
  teams: ({ id }, _args, { loaders }) => loaders.teamsIn.load(id),
};
