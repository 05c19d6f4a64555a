import { z } from 'zod';
import type { Notice, Notices } from '#platform/events/notices.ts';
import type { TypingChanged } from '../domain/events.ts';

/** What is said of a room to whoever listens: how far its log goes now, or that somebody writes. */
export type RoomNotice = { readonly kind: 'log'; readonly lastSequence: number } | TypingChanged;

const schema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('log'), lastSequence: z.int() }),
  z.object({
    kind: z.literal('TypingChanged'),
    userId: z.string(),
    typing: z.boolean(),
    hiddenFrom: z.array(z.string()),
  }),
]);

const topic = (roomId: string): string => `chat.room.${roomId}`;

/** Says something of a room to the listeners of all instances. */
export const sendRoomNotice = (notices: Notices, roomId: string, notice: RoomNotice): void =>
  notices.send(topic(roomId), notice);

/** Listens to what is said of a room. `roomId` must be an id: it becomes part of a subject. */
export const listenToRoom = (notices: Notices, roomId: string): AsyncIterableIterator<Notice> =>
  notices.listen(topic(roomId));

/** What a notice says; undefined for what this version does not understand. */
export const readRoomNotice = (data: unknown): RoomNotice | undefined => schema.safeParse(data).data;
