import { z } from 'zod';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import type { Context } from '../context.ts';
import { deleteMember } from '../store/members.ts';
import { forgetIfLeft } from '../store/rooms.ts';
import { changeRoom, noSuch } from './changeRoom.ts';

/** Leaves a group's room, which goes with the last who does. The rooms of competitions, squads, group sessions and of two are left as what they are for is. */
export const leaveRoom = defineAction({
  input: z.object({ roomId: z.string() }),
  run: async (context: Context, wanted): Promise<Outcome<object>> => {
    const roomId = parseId(wanted.roomId);
    const room = roomId === undefined ? null : await context.loaders.rooms.load(roomId);
    if (!room) return noSuch('roomId');
    if (room.kind !== 'GROUP') return refused('FORBIDDEN', 'This room cannot be left by itself.', 'roomId');
    return changeRoom(context, 'chat.leave', { roomId: room.id, field: 'roomId' }, async ({ tx, log, membership }) => {
      await deleteMember(tx, room.id, membership.userId);
      await log.append({ kind: 'MemberLeft', userId: membership.userId }, context.now());
      await forgetIfLeft(tx, room.id);
      return done({});
    });
  },
});
