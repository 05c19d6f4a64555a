import { failpoint } from '#platform/failpoints.ts';
import type { Transaction } from '#platform/postgres/connection.ts';
import { writeAtomically } from '#platform/postgres/write.ts';
import { refused, type Outcome } from '#platform/problems.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import type { Membership } from '../domain/room.ts';
import { sendRoomNotice } from '../live/roomNotices.ts';
import { openLog, type RoomLog } from '../store/log.ts';
import { lockMembership } from '../store/rooms.ts';

/** What a change of a room works with. */
export interface RoomChange {
  readonly tx: Transaction;
  readonly log: RoomLog;
  readonly membership: Membership;
}

/** Which room is to be changed, and the field of the input that leads to it. */
export interface Target {
  readonly roomId: string;
  readonly field: string;
}

/** The same for a room that does not exist and one the viewer is not in. */
export const noSuch = (field: string): Outcome<never> => refused('NOT_FOUND', 'There is no such thing for you.', field);

/**
 * Changes a room the viewer is in: one change at a time, with its events, in one transaction; then tells those who listen.
 * `name` names the failpoints.
 */
export async function changeRoom<Value>(
  context: Context,
  name: string,
  { roomId, field }: Target,
  work: (change: RoomChange) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  const { userId } = requirePerson(context.viewer);
  const { outcome, lastSequence } = await writeAtomically(context, name, async (tx) => {
    const membership = await lockMembership(tx, roomId, userId);
    if (!membership) return { outcome: noSuch(field) };
    const log = openLog(tx, roomId);
    return { outcome: await work({ tx, log, membership }), lastSequence: log.last() };
  });
  if (lastSequence !== undefined) {
    sendRoomNotice(context.notices, roomId, { kind: 'log', lastSequence });
    failpoint(`${name}.noticed`);
  }
  return outcome;
}
