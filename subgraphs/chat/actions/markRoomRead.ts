import { z } from 'zod';
import { done, type Outcome } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import type { Context } from '../context.ts';
import type { Room } from '../domain/room.ts';
import { saveReadMarker } from '../store/rooms.ts';
import { findForReader } from './changeMessage.ts';
import { changeRoom, noSuch, type RoomChange } from './changeRoom.ts';

/** Moves the viewer's read marker forward to a message. */
export const markRoomRead = defineAction({
  input: z.object({ roomId: z.string(), upToMessageId: z.string() }),
  run: async (context: Context, wanted): Promise<Outcome<{ room: Room }>> => {
    const roomId = parseId(wanted.roomId);
    if (roomId === undefined) return noSuch('roomId');
    const marked = await changeRoom(context, 'chat.mark-read', { roomId, field: 'roomId' }, (change) =>
      mark(change, wanted.upToMessageId, context.now()),
    );
    if (!marked.ok) return marked;
    const room = await context.loaders.rooms.load(roomId);
    return room ? done({ room }) : noSuch('roomId');
  },
});

async function mark(
  { tx, log, membership }: RoomChange,
  upToMessageId: string,
  now: Date,
): Promise<Outcome<undefined>> {
  const message = await findForReader(tx, upToMessageId, membership.userId);
  if (message?.roomId !== membership.roomId) return noSuch('upToMessageId');
  if (message.sequence > membership.readSequence) {
    await saveReadMarker(tx, membership, message.sequence);
    await log.append({ kind: 'ReadMarkerMoved', userId: membership.userId, messageId: message.id }, now);
  }
  return done(undefined);
}
