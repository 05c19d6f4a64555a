import { notFound } from '#platform/errors.ts';
import { pageSize } from '#platform/pagination.ts';
import type { SubscriptionLeaderboardUpdatedArgs, SubscriptionResolvers } from '../__generated__/resolvers.ts';
import type { Page } from '../domain/board.ts';
import { visibleBoard } from '../visibility.ts';

const DEFAULT_FIRST = 10;

export const Subscription: SubscriptionResolvers = {
  leaderboardUpdated: {
    subscribe: async (_root, { competitionId, first }, context) => {
      pageSize('first', first ?? DEFAULT_FIRST);
      const board = await visibleBoard(competitionId, context);
      if (!board) throw notFound('leaderboard');
      return context.feeds.listen(board.id);
    },
    resolve: (page: Page, { first }: Pick<SubscriptionLeaderboardUpdatedArgs, 'first'>) => {
      // Its competition is no more: the feed ends with that.
      if (!page.board.rules) throw notFound('leaderboard');
      return { page, first: first ?? DEFAULT_FIRST };
    },
  },
};
