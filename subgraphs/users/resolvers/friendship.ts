import type { FriendshipResolvers } from '../__generated__/resolvers.ts';
import { loadPerson } from '../loaders.ts';

export const Friendship: FriendshipResolvers = {
  id: ({ pair }) => pair.id,
  status: ({ pair }) => (pair.friendsSince ? 'ACCEPTED' : 'PENDING'),
  since: ({ pair }) => pair.friendsSince,
  requestedAt: ({ pair }) => pair.request?.at ?? null,
  requestedByViewer: ({ pair, userId }) => (pair.request ? pair.request.requesterId !== userId : null),
  user: ({ userId }, _args, { people }) => loadPerson(people, userId),
};
