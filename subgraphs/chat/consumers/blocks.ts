import { UserBlocked, UserRegistered, UserUnblocked } from '#events/users.ts';
import { on, type Handler } from '#platform/events/handlers.ts';
import { failpoint } from '#platform/failpoints.ts';
import { transaction, type Transaction } from '#platform/postgres/connection.ts';
import { isForgotten } from '#platform/postgres/forgotten.ts';
import { sendRoomNotice } from '../live/roomNotices.ts';
import { openLog } from '../store/log.ts';
import { deleteMember, insertMember } from '../store/members.ts';
import { insertPerson, lockDirectRoom, lockPair, savePair, type Pair } from '../store/pairs.ts';
import { findRole } from '../store/rooms.ts';
import type { ConsumerContext } from './arrivals.ts';

/** Somebody has an account from now on. */
export const userRegistered = ({ pool }: ConsumerContext): Handler =>
  on(UserRegistered, ({ data: { userId } }) =>
    transaction(pool, async (tx) => {
      if (!(await isForgotten(tx, userId))) await insertPerson(tx, userId);
    }),
  );

/** What was heard of a block. */
interface BlockNews {
  readonly userId: string;
  readonly blockedId: string;
  readonly version: number;
  readonly blocked: boolean;
}

/** One person blocks another, or does so no more, in whatever order that is heard. */
export const blocks = (context: ConsumerContext): Handler[] => [
  on(UserBlocked, ({ time, data }) => keepBlock(context, { ...data, blocked: true }, new Date(time))),
  on(UserUnblocked, ({ time, data }) => keepBlock(context, { ...data, blocked: false }, new Date(time))),
];

/** Keeps whether a block stands. Their room is there for neither while it does. */
async function keepBlock({ pool, notices }: ConsumerContext, news: BlockNews, at: Date): Promise<void> {
  const { userId, blockedId, version, blocked } = news;
  const moved = await transaction(pool, async (tx) => {
    for (const id of [userId, blockedId].sort()) if (await isForgotten(tx, id)) return undefined;
    const pair = await lockPair(tx, userId, blockedId);
    if (pair.version >= version) return undefined;
    await savePair(tx, { ...pair, version, blockerId: blocked ? userId : null });
    const lastSequence = await moveBoth(tx, pair, blocked, at);
    failpoint('chat.block.before-commit');
    return lastSequence;
  });
  failpoint('chat.block.before-notice');
  if (moved) sendRoomNotice(notices, moved.roomId, { kind: 'log', lastSequence: moved.lastSequence });
}

/** Has both go out of their room, or come back into it. */
async function moveBoth(
  tx: Transaction,
  pair: Pair,
  out: boolean,
  at: Date,
): Promise<{ roomId: string; lastSequence: number } | undefined> {
  const roomId = await lockDirectRoom(tx, pair);
  if (roomId === undefined) return undefined;
  const log = openLog(tx, roomId);
  for (const userId of [pair.lowId, pair.highId]) {
    const isIn = (await findRole(tx, roomId, userId)) !== undefined;
    if (isIn !== out) continue;
    const sequence = await log.append({ kind: out ? 'MemberLeft' : 'MemberJoined', userId }, at);
    if (out) await deleteMember(tx, roomId, userId);
    else await insertMember(tx, { roomId, userId, role: 'MEMBER' }, sequence, sequence);
  }
  const lastSequence = log.last();
  return lastSequence === undefined ? undefined : { roomId, lastSequence };
}
