import type { QueryResolvers } from '../__generated__/resolvers.ts';
import { viewerAccount } from '../context.ts';
import { loadAccount } from '../loaders.ts';

export const Query: QueryResolvers = {
  viewer: async (_root, _args, context) => (await viewerAccount(context)) ?? null,
  user: (_root, { id }, { accounts }) => loadAccount(accounts, id),
};
