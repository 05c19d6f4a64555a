import type { UserResolvers } from '../__generated__/resolvers.ts';
import { loadAccount } from '../loaders.ts';

export const User: UserResolvers = {
  __resolveReference: ({ id }, { accounts }) => loadAccount(accounts, id),
};
