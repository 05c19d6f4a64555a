import type { UserResolvers } from '../__generated__/resolvers.ts';
import { loadPerson } from '../loaders.ts';
import { personProfile } from '../personProfile.ts';

export const User: UserResolvers = {
  __resolveReference: ({ id }, { people }) => loadPerson(people, id),
  friendship: async ({ id }, _args, { pairs }) => {
    const found = await pairs.load(id);
    return found && (found.pair.request || found.pair.friendsSince) ? found : null;
  },
  mutualFriendCount: async ({ id }, _args, { mutualFriends }) => (await mutualFriends.load(id))?.count ?? 0,
  profile: ({ id }, _args, context) => personProfile(context, id),
};
