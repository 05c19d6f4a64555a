import type { RewardTransactionResolvers } from '../__generated__/resolvers.ts';
import { formatTokens } from '../domain/amount.ts';
import { reasonOf } from '../domain/ledger.ts';

export const RewardTransaction: RewardTransactionResolvers = {
  amountTokens: ({ amount }) => formatTokens(amount),
  reason: (transaction) => reasonOf(transaction),
};
