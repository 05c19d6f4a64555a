import type { LeaderboardEntryResolvers } from '../__generated__/resolvers.ts';
import { percentile } from '../domain/ranking.ts';

export const LeaderboardEntry: LeaderboardEntryResolvers = {
  percentile: ({ rank, entryCount }) => percentile(rank, entryCount),
  participant: ({ userId }, _args, { showPerson }) => showPerson(userId),
};
