import { failpoint } from '#platform/failpoints.ts';
import { isForgotten } from '#platform/postgres/forgotten.ts';
import { transaction, type Transaction } from '#platform/postgres/connection.ts';
import type { OwnedKind, Role } from '../domain/room.ts';
import { sendRoomNotice } from '../live/roomNotices.ts';
import { keepHeardMember, type HeardMember } from '../store/heardMembers.ts';
import { openLog } from '../store/log.ts';
import { deleteMember, insertMember, saveRole } from '../store/members.ts';
import { closeRoom, findRole, forgetIfLeft, lockRoomOf } from '../store/rooms.ts';
import type { ConsumerContext } from './arrivals.ts';

/** What a room is of. */
export interface Owner {
  readonly kind: OwnedKind;
  readonly id: string;
}

/** Has somebody in a room as they are in what it is of, in whatever order that is heard. */
export async function keepInStep(
  { pool, notices }: ConsumerContext,
  owner: Owner,
  { userId, version, role }: Omit<HeardMember, 'roomId'>,
  at: Date,
): Promise<void> {
  const moved = await transaction(pool, async (tx) => {
    const { id: roomId, isClosed } = await lockRoomOf(tx, owner.kind, owner.id, at);
    if (isClosed || (await isForgotten(tx, userId))) return undefined;
    if (!(await keepHeardMember(tx, { roomId, userId, version, role }))) return undefined;
    const lastSequence = await move(tx, roomId, userId, role, at);
    if (role === null) await forgetIfLeft(tx, roomId);
    failpoint('chat.member.before-commit');
    return lastSequence === undefined ? undefined : { roomId, lastSequence };
  });
  failpoint('chat.member.before-notice');
  if (moved) sendRoomNotice(notices, moved.roomId, { kind: 'log', lastSequence: moved.lastSequence });
}

/** Has somebody come, go, or be something else in a room that this transaction has locked. @returns the log's new end. */
async function move(
  tx: Transaction,
  roomId: string,
  userId: string,
  role: Role | null,
  at: Date,
): Promise<number | undefined> {
  const present = await findRole(tx, roomId, userId);
  if (role === null) {
    if (present === undefined) return undefined;
    await deleteMember(tx, roomId, userId);
    return openLog(tx, roomId).append({ kind: 'MemberLeft', userId }, at);
  }
  if (present !== undefined) {
    await saveRole(tx, { roomId, userId, role });
    return undefined;
  }
  const lastSequence = await openLog(tx, roomId).append({ kind: 'MemberJoined', userId }, at);
  await insertMember(tx, { roomId, userId, role }, lastSequence);
  return lastSequence;
}

/** What a room is of is no more: nobody is in it, also who is heard of later; what was said there, and what it was called, is forgotten. */
export async function close({ pool, notices }: ConsumerContext, owner: Owner, at: Date): Promise<void> {
  const { roomId, lastSequence } = await transaction(pool, async (tx) => {
    const { id } = await lockRoomOf(tx, owner.kind, owner.id, at);
    return { roomId: id, lastSequence: await closeRoom(tx, id) };
  });
  sendRoomNotice(notices, roomId, { kind: 'log', lastSequence });
}
