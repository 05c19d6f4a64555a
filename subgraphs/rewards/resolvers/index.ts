import type { Resolvers } from '../__generated__/resolvers.ts';
import { RewardAccount } from './rewardAccount.ts';
import { RewardTransaction } from './rewardTransaction.ts';
import { Viewer } from './viewer.ts';

/** The resolvers of the rewards subgraph. */
export const resolvers: Resolvers = { RewardAccount, RewardTransaction, Viewer };
