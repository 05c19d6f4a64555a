import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { unauthenticated } from '#platform/errors.ts';
import type { Pool, Transaction } from '#platform/postgres/connection.ts';
import { isForgotten } from '#platform/postgres/forgotten.ts';
import { lookAgain } from '#platform/postgres/lookAgain.ts';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { line, parseId } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requirePerson } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import { decideMeeting, MAX_GROUP, noSuchPerson, type Role, type Room } from '../domain/room.ts';
import { openLog } from '../store/log.ts';
import { insertMember } from '../store/members.ts';
import { findPeople, lockDirectRoom, lockPair } from '../store/pairs.ts';
import { insertRoom } from '../store/rooms.ts';

/** Opens the room of the viewer and another, or answers the one they have. */
export const openDirectRoom = defineAction({
  input: z.object({ userId: z.string() }),
  run: async (context: Context, wanted): Promise<Outcome<{ room: Room }>> => {
    const { userId } = requirePerson(context.viewer);
    const [otherId] = await findAll(context.pool, [wanted.userId]);
    if (otherId === undefined) return noSuchPerson('userId');
    if (otherId === userId) return refused('INVALID_INPUT', 'This is you.', 'userId');
    return openFor(context, 'chat.open-direct', async (tx, now) => {
      if (!(await holdAll(tx, userId, [otherId]))) return noSuchPerson('userId');
      const pair = await lockPair(tx, userId, otherId);
      const met = decideMeeting(pair.blockerId, userId, 'userId');
      if (!met.ok) return met;
      const present = await lockDirectRoom(tx, pair);
      if (present !== undefined) return done(present);
      const { lowId, highId } = pair;
      const id = await insertRoom(tx, { id: uuidv7(), kind: 'DIRECT', title: null, lowId, highId }, now);
      for (const each of [userId, otherId]) await enter(tx, id, each, 'MEMBER', now);
      return done(id);
    });
  },
});

const title = line(120).nullish();
const memberIds = z.array(z.string()).max(MAX_GROUP - 1, `At most ${MAX_GROUP - 1} people are allowed.`);

/** Makes a room for the viewer and others. */
export const createRoom = defineAction({
  input: z.object({ title, memberIds }),
  run: async (context: Context, wanted): Promise<Outcome<{ room: Room }>> => {
    const { userId } = requirePerson(context.viewer);
    const ids = await findAll(context.pool, wanted.memberIds);
    const unknown = ids.indexOf(undefined);
    if (unknown >= 0) return noSuchPerson('memberIds', String(unknown));
    const others = [...new Set(ids)].flatMap((id) => (id === undefined || id === userId ? [] : [id]));
    return openFor(context, 'chat.create-room', async (tx, now) => {
      if (!(await holdAll(tx, userId, others))) return noSuchPerson('memberIds');
      for (const otherId of others.toSorted()) {
        const { blockerId } = await lockPair(tx, userId, otherId);
        const met = decideMeeting(blockerId, userId, 'memberIds', String(ids.indexOf(otherId)));
        if (!met.ok) return met;
      }
      const none = { lowId: null, highId: null };
      const id = await insertRoom(tx, { id: uuidv7(), kind: 'GROUP', title: wanted.title ?? null, ...none }, now);
      await enter(tx, id, userId, 'OWNER', now);
      for (const otherId of others) await enter(tx, id, otherId, 'MEMBER', now);
      return done(id);
    });
  },
});

/** People by what may be their ids, in the order asked for; undefined for those who are nobody. */
async function findAll(pool: Pool, given: readonly string[]): Promise<(string | undefined)[]> {
  const ids = given.map(parseId);
  const wanted = [...new Set(ids.flatMap((id) => id ?? []))];
  // Who registered a moment ago may be ahead of the event that says so.
  await lookAgain(async () => ((await findPeople(pool, wanted)).length === wanted.length ? true : undefined));
  const found = new Set(await findPeople(pool, wanted));
  return ids.map((id) => (id !== undefined && found.has(id) ? id : undefined));
}

/** Has people stay who are known until the transaction ends. @returns whether all others are there. @throws when the viewer is not. */
async function holdAll(tx: Transaction, userId: string, others: readonly string[]): Promise<boolean> {
  let all = true;
  for (const id of [userId, ...others].toSorted()) {
    if (!(await isForgotten(tx, id))) continue;
    if (id === userId) throw unauthenticated();
    all = false;
  }
  return all;
}

async function enter(tx: Transaction, roomId: string, userId: string, role: Role, now: Date): Promise<void> {
  const sequence = await openLog(tx, roomId).append({ kind: 'MemberJoined', userId }, now);
  await insertMember(tx, { roomId, userId, role }, sequence);
}

async function openFor(
  context: Context,
  name: string,
  open: (tx: Transaction, now: Date) => Promise<Outcome<string>>,
): Promise<Outcome<{ room: Room }>> {
  const opened = await writeAtomically(context, name, (tx) => open(tx, context.now()));
  if (!opened.ok) return opened;
  const room = await context.loaders.rooms.clear(opened.value).load(opened.value);
  return room ? done({ room }) : noSuchPerson('userId');
}
