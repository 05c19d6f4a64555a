import { decodeCursor, pageSize, type Connection } from '#platform/pagination.ts';
import type { SquadInvitationResolvers, SquadMemberResolvers, SquadResolvers } from '../__generated__/resolvers.ts';
import type { Context } from '../context.ts';
import { loadPerson, loadSquad } from '../loaders.ts';
import { listMembers, listSquads, type SquadHead, type SquadPlace } from '../store/squads.ts';
import { pageOf, peopleOf, placeCursor, type PageArgs } from './people.ts';

const invited = peopleOf('invited');

export const Squad: SquadResolvers = {
  __resolveReference: ({ id }, { squads }) => loadSquad(squads, id),
  memberCount: async ({ id }, _args, { squadCounts }) => (await squadCounts.load(id))?.memberCount ?? 0,
  viewerRole: async ({ id }, _args, { squadCounts }) => (await squadCounts.load(id))?.viewerRole ?? null,
  invitedUsers: async (squad, args, context) =>
    (await context.squadCounts.load(squad.id))?.viewerRole === 'OWNER' ? invited(squad, args, context) : null,
  members: async ({ id }, { first, after }, { pool }) => {
    const size = pageSize('first', first);
    const place = decodeCursor(placeCursor, after);
    const rows = await listMembers(pool, id, { size: size + 1, after: place });
    return pageOf(
      rows,
      { size, hasPrevious: place !== undefined },
      ({ joinedAt, id }) => [joinedAt, id],
      (member) => Promise.resolve(member),
    );
  },
};

export const SquadMember: SquadMemberResolvers = {
  user: ({ userId }, _args, { people }) => loadPerson(people, userId),
};

export const SquadInvitation: SquadInvitationResolvers = {
  invitedBy: ({ inviterId }, _args, { people }) => (inviterId === null ? null : people.load(inviterId)),
  invitedAt: ({ at }) => at,
};

/** Makes the resolver of a list of squads that the viewer has. */
export const squadsOf =
  <Node>(list: 'squads' | 'invitations', toNode: (squad: SquadHead, place: SquadPlace) => Node) =>
  async (viewer: { readonly id: string }, { first, after }: PageArgs, context: Context): Promise<Connection<Node>> => {
    const size = pageSize('first', first);
    const place = decodeCursor(placeCursor, after);
    const rows = await listSquads(context.pool, list, viewer.id, { size: size + 1, after: place });
    return pageOf(
      rows,
      { size, hasPrevious: place !== undefined },
      ({ at, id }) => [at, id],
      async (row) => {
        const squad = await context.squads.load(row.id);
        return squad && toNode(squad, row);
      },
    );
  };
