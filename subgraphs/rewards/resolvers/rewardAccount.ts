import { z } from 'zod';
import { forwardConnection, pageSize } from '#platform/pagination.ts';
import type { RewardAccountResolvers } from '../__generated__/resolvers.ts';
import { formatTokens } from '../domain/amount.ts';
import { pendingOf } from '../domain/ledger.ts';
import { loadOwnAccount } from '../loaders.ts';
import { findTransactions, movedSince } from '../store/ledger.ts';

/** The position of a transaction. */
const cursor = z.string().regex(/^\d{1,18}$/);

export const RewardAccount: RewardAccountResolvers = {
  __resolveReference: ({ id }, context) => loadOwnAccount(context, id),
  id: ({ ownerId }) => ownerId,
  balanceTokens: ({ balance }) => formatTokens(balance),
  pendingTokens: async ({ ownerId, balance }, _args, { pool, now, holdSeconds }) => {
    const since = new Date(now().getTime() - holdSeconds * 1000);
    return formatTokens(pendingOf(balance, await movedSince(pool, ownerId, since)));
  },
  transactions: async ({ ownerId }, { first, after }, { pool, cursors }) => {
    const size = pageSize('first', first);
    const before = cursors.decode(ownerId, cursor, after);
    const found = await findTransactions(pool, ownerId, before, size + 1);
    return forwardConnection(found, size, before !== undefined, (node) => ({
      cursor: cursors.encode(ownerId, node.position),
      node,
    }));
  },
};
