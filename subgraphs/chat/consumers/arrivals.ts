import type { Notices } from '#platform/events/notices.ts';
import { failpoint } from '#platform/failpoints.ts';
import { isForgotten } from '#platform/postgres/forgotten.ts';
import { oncePerEvent } from '#platform/postgres/inbox.ts';
import type { Pool, Transaction } from '#platform/postgres/connection.ts';
import { decideArrival, type Role } from '../domain/room.ts';
import { sendRoomNotice } from '../live/roomNotices.ts';
import { openLog } from '../store/log.ts';
import { insertMember, saveRole } from '../store/members.ts';
import { findRole, lockRoomOf } from '../store/rooms.ts';

/** What the consumers work with. */
export interface ConsumerContext {
  readonly pool: Pool;
  readonly notices: Notices;
}

/** Somebody who is to be in the room of a competition. */
export interface Arrival {
  readonly eventId: string;
  readonly competitionId: string;
  readonly userId: string;
  readonly role: Role;
  readonly at: Date;
}

/**
 * Has somebody in the room of a competition; once for each event. The room is made by whichever event comes first; `also`
 * does what else is to be done to it.
 */
export async function arrive(
  { pool, notices }: ConsumerContext,
  { eventId, competitionId, userId, role, at }: Arrival,
  also?: (tx: Transaction, roomId: string) => Promise<void>,
): Promise<void> {
  let notice: { roomId: string; lastSequence: number } | undefined;
  await oncePerEvent(pool, 'rooms', eventId, async (tx) => {
    const { id: roomId, isClosed } = await lockRoomOf(tx, 'COMPETITION', competitionId, at);
    await also?.(tx, roomId);
    if (isClosed || (await isForgotten(tx, userId))) return;
    const member = { roomId, userId, role };
    switch (decideArrival(await findRole(tx, roomId, userId), role)) {
      case 'joins': {
        const lastSequence = await openLog(tx, roomId).append({ kind: 'MemberJoined', userId }, at);
        await insertMember(tx, member, lastSequence);
        notice = { roomId, lastSequence };
        break;
      }
      case 'is promoted':
        await saveRole(tx, member);
        break;
      case 'stays':
        break;
    }
  });
  if (!notice) return;
  failpoint('chat.arrival.before-notice');
  sendRoomNotice(notices, notice.roomId, { kind: 'log', lastSequence: notice.lastSequence });
}
