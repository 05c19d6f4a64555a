import type { ViewerResolvers } from '../__generated__/resolvers.ts';
import { loadOwnAccount } from '../loaders.ts';

export const Viewer: ViewerResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  rewardAccount: ({ id }, _args, context) => loadOwnAccount(context, id),
};
