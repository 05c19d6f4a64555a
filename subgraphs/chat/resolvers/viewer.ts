import { z } from 'zod';
import { decodeCursor, encodeCursor, forwardConnection, pageSize } from '#platform/pagination.ts';
import { resolveViewer } from '#platform/viewer.ts';
import type { ViewerResolvers } from '../__generated__/resolvers.ts';
import { listRooms, type RoomPlace } from '../store/rooms.ts';

const roomCursor = z
  .tuple([z.iso.datetime(), z.uuid()])
  .transform(([activeAt, id]): RoomPlace => ({ activeAt: new Date(activeAt), id }));

export const Viewer: ViewerResolvers = {
  __resolveReference: resolveViewer,
  rooms: async ({ id }, args, { pool }) => {
    const size = pageSize('first', args.first);
    const after = decodeCursor(roomCursor, args.after);
    const rooms = await listRooms(pool, id, { size: size + 1, after });
    return forwardConnection(rooms, size, after !== undefined, (room) => ({
      cursor: encodeCursor([room.activeAt, room.id]),
      node: room,
    }));
  },
};
