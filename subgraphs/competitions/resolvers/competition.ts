import { z } from 'zod';
import { decodeCursor, encodeCursor, forwardConnection, pageSize } from '#platform/pagination.ts';
import type { CompetitionResolvers } from '../__generated__/resolvers.ts';
import { inviteCodeFor } from '../domain/competition.ts';
import { statusAt } from '../domain/lifecycle.ts';
import { listParticipations } from '../store/participations.ts';
import { viewerId, visibleCompetition } from '../visibility.ts';

/** When somebody joined, and the participation's id. */
const cursor = z.tuple([z.iso.datetime(), z.uuid()]);

export const Competition: CompetitionResolvers = {
  __resolveReference: ({ id }, context) => visibleCompetition(id, context),
  status: (competition, _args, { now }) => statusAt(competition, now()),
  inviteCode: (competition, _args, context) => inviteCodeFor(competition, viewerId(context)),
  organizer: ({ organizerId }) => ({ id: organizerId }),
  participants: async ({ id }, { first, after }, { pool }) => {
    const size = pageSize('first', first);
    const [joinedAt, lastId] = decodeCursor(cursor, after) ?? [];
    const position = joinedAt && lastId ? { joinedAt: new Date(joinedAt), id: lastId } : undefined;
    const rows = await listParticipations(pool, id, size + 1, position);
    return forwardConnection(rows, size, position !== undefined, (node) => ({
      cursor: encodeCursor([node.joinedAt.toISOString(), node.id]),
      node,
    }));
  },
  viewerParticipation: ({ id }, _args, { loaders }) => loaders.viewerParticipations.load(id),
};
