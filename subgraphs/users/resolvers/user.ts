import { callerError } from '#platform/errors.ts';
import type { UserResolvers } from '../__generated__/resolvers.ts';
import { avatarAddress } from '../profile/avatars.ts';
import { isHidden, loadReference } from '../loaders.ts';
import { personProfile } from '../profile/personProfile.ts';

const MAX_SIZE = 4096;

export const User: UserResolvers = {
  __resolveReference: ({ id }, loaders) => loadReference(loaders, id),
  friendship: async ({ id }, _args, { pairs }) => {
    const found = await pairs.load(id);
    return found && (found.pair.request || found.pair.friendsSince) ? found : null;
  },
  mutualFriendCount: async ({ id }, _args, { mutualFriends, pairs }) =>
    (await isHidden(pairs, id)) ? 0 : ((await mutualFriends.load(id))?.count ?? 0),
  avatarUrl: ({ avatarMediaId }, { size }, { publicUrl }) => {
    if (size < 1 || size > MAX_SIZE) throw callerError('BAD_USER_INPUT', `size must be 1 to ${MAX_SIZE}.`);
    return avatarMediaId === null ? null : avatarAddress(publicUrl, avatarMediaId, size);
  },
  profile: ({ id }, _args, context) => personProfile(context, id),
};
