import { UserDeleted } from '#events/users.ts';
import { onLong, type Handler } from '#platform/events/handlers.ts';
import { transaction } from '#platform/postgres/connection.ts';
import { forgetPerson } from '#platform/postgres/forgotten.ts';
import { sendRoomNotice } from '../live/roomNotices.ts';
import { deleteHeardMember } from '../store/heardMembers.ts';
import { openLog } from '../store/log.ts';
import { deleteMember, findRoomsWith } from '../store/members.ts';
import { deletePersonAndPairs } from '../store/pairs.ts';
import { forgetIfLeft, lockMembership } from '../store/rooms.ts';
import type { ConsumerContext } from './arrivals.ts';

/**
 * Somebody deleted their account: they leave all rooms, and those in them hear of it. Their messages stay, for those they
 * wrote to, under an id that users answers as "deleted person"; where nobody is left, they go with the room.
 */
export const userDeleted = (context: ConsumerContext): Handler =>
  onLong(UserDeleted, async ({ time, data: { userId } }) => {
    await forgetPerson(context.pool, userId, async (tx) => {
      await deleteHeardMember(tx, userId);
      await deletePersonAndPairs(tx, userId);
    });
    // Nobody brings them into a room any more. One after the other: who comes into a room holds it, and then asks who is forgotten.
    for (const roomId of await findRoomsWith(context.pool, userId))
      await leave(context, roomId, userId, new Date(time));
  });

async function leave({ pool, notices }: ConsumerContext, roomId: string, userId: string, at: Date): Promise<void> {
  const lastSequence = await transaction(pool, async (tx) => {
    const isIn = await lockMembership(tx, roomId, userId);
    if (isIn) await deleteMember(tx, roomId, userId);
    const sequence = isIn && (await openLog(tx, roomId).append({ kind: 'MemberLeft', userId }, at));
    await forgetIfLeft(tx, roomId);
    return sequence;
  });
  if (lastSequence !== undefined) sendRoomNotice(notices, roomId, { kind: 'log', lastSequence });
}
