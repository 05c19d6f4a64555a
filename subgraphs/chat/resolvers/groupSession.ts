import { lookAgain } from '#platform/postgres/lookAgain.ts';
import { parseId } from '#platform/server/input.ts';
import type { GroupSessionResolvers } from '../__generated__/resolvers.ts';
import { hasRoom } from '../store/rooms.ts';
import { roomOf } from './roomOf.ts';

/** Who has just made a session asks for its room in the same breath: the event that brings it is waited for a little. */
const NEW_MS = 5000;

const room = roomOf('GROUP_SESSION');

export const GroupSession: GroupSessionResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  room: async (session, args, context) => {
    const { pool, now } = context;
    const id = parseId(session.id);
    if (id !== undefined && now().getTime() - madeAt(id) < NEW_MS)
      await lookAgain(async () => (await hasRoom(pool, 'GROUP_SESSION', id)) || undefined);
    return room(session, args, context);
  },
};

/** When an id was made, in ms since 1970: UUIDv7 begins with it. */
const madeAt = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
