import { z } from 'zod';
import { done, type Outcome } from '#platform/problems.ts';
import { parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import { sendRoomNotice } from '../live/roomNotices.ts';
import { findApart } from '../store/pairs.ts';
import { findMembership } from '../store/rooms.ts';
import { noSuch } from './changeRoom.ts';

/** Tells those who listen to a room that the viewer writes, or stopped. */
export const setTyping = defineAction({
  input: z.object({ roomId: z.string(), typing: z.boolean() }),
  run: async ({ viewer, pool, notices }: Context, wanted): Promise<Outcome<object>> => {
    const { userId } = requirePerson(viewer);
    const roomId = parseId(wanted.roomId);
    if (roomId === undefined || !(await findMembership(pool, roomId, userId))) return noSuch('roomId');
    sendRoomNotice(notices, roomId, {
      kind: 'TypingChanged',
      userId,
      typing: wanted.typing,
      hiddenFrom: await findApart(pool, userId),
    });
    return done({});
  },
});
