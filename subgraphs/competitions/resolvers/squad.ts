import { parseId } from '#platform/server/input.ts';
import type { SquadResolvers } from '../__generated__/resolvers.ts';
import { findSquadPlace } from '../store/squads.ts';
import { findTeamsOfSquad } from '../store/teams.ts';
import { viewerId, visibleTeams } from '../visibility.ts';

/** So many teams of a squad are shown. */
const SHOWN = 100;

export const Squad: SquadResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  teams: async (squad, _args, context) => {
    const [id, userId] = [parseId(squad.id), viewerId(context)];
    if (id === undefined || userId === undefined) return [];
    if (!(await findSquadPlace(context.pool, id, userId))) return [];
    return visibleTeams(await findTeamsOfSquad(context.pool, id, SHOWN), context);
  },
};
