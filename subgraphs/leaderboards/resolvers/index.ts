import type { Resolvers } from '../__generated__/resolvers.ts';
import { Competition } from './competition.ts';
import { Leaderboard } from './leaderboard.ts';
import { LeaderboardEntry } from './leaderboardEntry.ts';
import { LeaderboardTeamEntry } from './leaderboardTeamEntry.ts';
import { LeaderboardUpdate } from './leaderboardUpdate.ts';
import { Query } from './query.ts';
import { Subscription } from './subscription.ts';

/** All resolvers of the subgraph. */
export const resolvers: Resolvers = {
  Competition,
  Leaderboard,
  LeaderboardEntry,
  LeaderboardTeamEntry,
  LeaderboardUpdate,
  Query,
  Subscription,
};
