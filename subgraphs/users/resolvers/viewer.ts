import type { ViewerResolvers } from '../__generated__/resolvers.ts';
import { viewerAccount } from '../context.ts';
import { idleSince } from '../domain/session.ts';
import { findLiveSessions } from '../store/sessions.ts';
import { peopleOf, requestsOf } from './people.ts';

export const Viewer: ViewerResolvers = {
  // Whoever is named, only the one who asks is answered.
  __resolveReference: async ({ id }, context) => {
    const account = await viewerAccount(context);
    return account?.id === id ? account : null;
  },
  user: (account) => account,
  sessions: ({ id }, _args, { pool, now }) => findLiveSessions(pool, id, idleSince(now())),
  friends: peopleOf('friends'),
  friendRequestsReceived: requestsOf('requestsIn'),
  friendRequestsSent: requestsOf('requestsOut'),
  blockedUsers: peopleOf('blocked'),
};
