import type { LeaderboardTeamEntryResolvers } from '../__generated__/resolvers.ts';

export const LeaderboardTeamEntry: LeaderboardTeamEntryResolvers = {
  team: ({ userId }) => ({ id: userId }),
};
