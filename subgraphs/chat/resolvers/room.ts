import { backwardConnection, pageSize } from '#platform/pagination.ts';
import { parseId } from '#platform/server/input.ts';
import type { RoomMemberResolvers, RoomResolvers } from '../__generated__/resolvers.ts';
import { place } from '../actions/inputs.ts';

export const Room: RoomResolvers = {
  __resolveReference: (reference, { loaders }) => {
    const id = parseId(reference.id);
    return id === undefined ? null : loaders.rooms.load(id);
  },
  groupSession: ({ groupSessionId }) => (groupSessionId === null ? null : { id: groupSessionId }),
  members: ({ id }, _args, { loaders }) => loaders.members.load(id),
  unreadCount: async ({ id }, _args, { loaders }) => (await loaders.unread.load(id))?.count ?? 0,
  lastMessage: async ({ id }, _args, { loaders }) => {
    const [newest] = await loaders.pages.load({ roomId: id, size: 1, before: undefined });
    return newest ?? null;
  },
  messages: async ({ id }, args, { loaders, places }) => {
    const size = pageSize('last', args.last);
    const before = places.decode(id, place, args.before);
    const found = await loaders.pages.load({ roomId: id, size: size + 1, before });
    return backwardConnection(found, size, before !== undefined, (message) => ({
      cursor: places.encode(id, message.sequence),
      node: message,
    }));
  },
};

export const RoomMember: RoomMemberResolvers = {
  user: ({ userId }) => ({ id: userId }),
};
