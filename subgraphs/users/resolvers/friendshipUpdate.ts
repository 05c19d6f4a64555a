import type { FriendshipUpdateResolvers } from '../__generated__/resolvers.ts';
import { loadPerson } from '../loaders.ts';

export const FriendshipUpdate: FriendshipUpdateResolvers = {
  friendshipId: ({ pair }) => pair.id,
  friendship: (found) => (found.pair.friendsSince || found.pair.request ? found : null),
  user: ({ userId }, _args, { people }) => loadPerson(people, userId),
};
