import DataLoader from 'dataloader';
import { createLoader, type Loader } from '#platform/loaders.ts';
import type { Pool } from '#platform/postgres/connection.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { Message } from './domain/message.ts';
import type { OwnedKind, Room } from './domain/room.ts';
import { countUnread, findMembers, type Member } from './store/members.ts';
import { findPages, findReadableMessages, type Page } from './store/messages.ts';
import { findRooms, findRoomsOf, type RoomOf } from './store/rooms.ts';

/** What a request reads by id, in one query each; of rooms only those the viewer is in. */
export interface Loaders {
  readonly rooms: Loader<Room>;
  /** By the id of what they are of. */
  readonly roomsOf: Readonly<Record<OwnedKind, Loader<RoomOf>>>;
  readonly messages: Loader<Message>;
  /** Pages of rooms as the viewer sees them, newest message first. */
  readonly pages: DataLoader<Omit<Page, 'readerId'>, Message[], string>;
  readonly members: DataLoader<string, Member[]>;
  readonly unread: Loader<{ roomId: string; count: number }>;
}

/** In place of somebody's id when nobody is logged in: nobody has it. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Makes the loaders of a request. */
export function createLoaders(pool: Pool, viewer: Viewer): Loaders {
  const readerId = viewer.kind === 'person' ? viewer.userId : NOBODY;
  const mine =
    <Value>(find: (ids: readonly string[], userId: string) => Promise<Value[]>) =>
    (ids: readonly string[]): Promise<Value[]> =>
      viewer.kind === 'person' ? find(ids, viewer.userId) : Promise.resolve([]);
  const roomsOf = (kind: OwnedKind): Loader<RoomOf> =>
    createLoader(
      mine((ids, userId) => findRoomsOf(pool, kind, ids, userId)),
      ({ ofId }) => ofId,
    );
  return {
    rooms: createLoader(
      mine((ids, userId) => findRooms(pool, ids, userId)),
      ({ id }) => id,
    ),
    roomsOf: { COMPETITION: roomsOf('COMPETITION'), SQUAD: roomsOf('SQUAD'), GROUP_SESSION: roomsOf('GROUP_SESSION') },
    messages: createLoader(
      mine((ids, userId) => findReadableMessages(pool, ids, userId)),
      ({ id }) => id,
    ),
    pages: new DataLoader(
      (pages) =>
        findPages(
          pool,
          pages.map((page) => ({ ...page, readerId })),
        ),
      {
        cacheKeyFn: ({ roomId, size, before }) => `${roomId} ${size} ${before}`,
      },
    ),
    members: new DataLoader(async (roomIds) => {
      const found = Map.groupBy(await findMembers(pool, roomIds, readerId), ({ roomId }) => roomId);
      return roomIds.map((roomId) => found.get(roomId) ?? []);
    }),
    unread: createLoader(
      mine((ids, userId) => countUnread(pool, ids, userId)),
      ({ roomId }) => roomId,
    ),
  };
}
