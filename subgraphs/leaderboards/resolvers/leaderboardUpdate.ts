import type { LeaderboardUpdateResolvers } from '../__generated__/resolvers.ts';

export const LeaderboardUpdate: LeaderboardUpdateResolvers = {
  leaderboard: ({ page }) => page.board,
  entries: ({ page, first }) => page.entries.slice(0, first),
  position: ({ page }) => page.board.position,
};
