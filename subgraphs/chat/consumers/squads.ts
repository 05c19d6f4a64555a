import { on, onSubject, type Handler } from '#platform/events/handlers.ts';
import { failpoint } from '#platform/failpoints.ts';
import { isForgotten } from '#platform/postgres/forgotten.ts';
import { transaction, type Transaction } from '#platform/postgres/connection.ts';
import {
  SquadDissolved,
  SquadMemberJoined,
  SquadMemberLeft,
  SquadMemberRoleChanged,
  SquadName,
} from '#events/users.ts';
import { sendRoomNotice } from '../live/roomNotices.ts';
import { openLog } from '../store/log.ts';
import { deleteMember, insertMember, saveRole } from '../store/members.ts';
import { emptyRoom, findRole, lockRoomOf, saveTitle } from '../store/rooms.ts';
import { keepSquadPerson, type SquadPerson } from '../store/squads.ts';
import type { ConsumerContext } from './arrivals.ts';

/** A squad has a room of its name, with its members in it as they come and go, in whatever order that is heard. */
export const squads = (context: ConsumerContext): Handler[] => [
  on(SquadMemberJoined, ({ time, data }) => keepInStep(context, data, new Date(time))),
  on(SquadMemberRoleChanged, ({ time, data }) => keepInStep(context, data, new Date(time))),
  on(SquadMemberLeft, ({ time, data }) => keepInStep(context, { ...data, role: null }, new Date(time))),
  on(SquadDissolved, ({ time, data }) => dissolve(context, data, new Date(time))),
];

/** A squad has a name, or another: so has its room. */
export const squadName = (context: ConsumerContext): Handler =>
  onSubject('squads.*', SquadName, ({ time, data }) => rename(context, data, new Date(time)));

const rename = (
  { pool }: ConsumerContext,
  { squadId, name, version }: { squadId: string; name: string; version: number },
  at: Date,
): Promise<void> =>
  transaction(pool, async (tx) => saveTitle(tx, await lockRoomOf(tx, 'SQUAD', squadId, at), name, version));

/** Nobody is in its room any more: what was said there, and what it was called, is forgotten. */
const dissolve = (
  { pool }: ConsumerContext,
  { squadId, version }: { squadId: string; version: number },
  at: Date,
): Promise<void> => transaction(pool, async (tx) => emptyRoom(tx, await lockRoomOf(tx, 'SQUAD', squadId, at), version));

async function keepInStep({ pool, notices }: ConsumerContext, person: SquadPerson, at: Date): Promise<void> {
  const moved = await transaction(pool, async (tx) => {
    const roomId = await lockRoomOf(tx, 'SQUAD', person.squadId, at);
    if ((await isForgotten(tx, person.userId)) || !(await keepSquadPerson(tx, person))) return undefined;
    const lastSequence = await move(tx, roomId, person, at);
    failpoint('chat.squad.before-commit');
    return lastSequence === undefined ? undefined : { roomId, lastSequence };
  });
  failpoint('chat.squad.before-notice');
  if (moved) sendRoomNotice(notices, moved.roomId, { kind: 'log', lastSequence: moved.lastSequence });
}

/** Has somebody come, go, or be something else in a room that this transaction has locked. @returns the log's new end. */
async function move(
  tx: Transaction,
  roomId: string,
  { userId, role }: SquadPerson,
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
