import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { UserDeleted } from '#events/users.ts';
import {
  GroupSessionCreated,
  GroupSessionEnded,
  GroupSessionJoined,
  GroupSessionLeft,
  GroupSessionStarted,
} from '#events/workouts.ts';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import { until } from '#platform/testing/until.ts';
import { anyOrder } from '#platform/testing/anyOrder.ts';
import { followAndWait, heard, newRoom, rolesIn, run, seeRoomOf, send } from './asking.ts';
import { keptOf, publishIn, somebody, startTestChat, type Somebody } from './support.ts';

const chat = await startTestChat();
const at = new Date('2026-05-01T12:00:00Z');
const made = (groupSessionId: string, { userId }: Somebody): Message =>
  createEvent(
    GroupSessionCreated,
    groupSessionId,
    { version: 1, groupSessionId, hostId: userId, sport: 'RUNNING', visibility: 'FRIENDS', startsAt: null },
    at,
  );
const comes = (id: string, version: number, { userId }: Somebody, role: 'HOST' | 'PARTICIPANT' = 'PARTICIPANT') =>
  createEvent(GroupSessionJoined, id, { version, groupSessionId: id, userId, role }, at);
const goes = (id: string, version: number, { userId }: Somebody): Message =>
  createEvent(GroupSessionLeft, id, { version, groupSessionId: id, userId }, at);
const starts = (id: string, version: number): Message =>
  createEvent(GroupSessionStarted, id, { version, groupSessionId: id, startedAt: at.toISOString() }, at);
const ends = (id: string, version: number, isCancelled: boolean): Message =>
  createEvent(
    GroupSessionEnded,
    id,
    { version, groupSessionId: id, endedAt: at.toISOString(), isCancelled, results: [] },
    at,
  );

const see = (id: string, who: Somebody) => seeRoomOf(chat, 'GroupSession', id, who);
const idOfRoom = async (id: string): Promise<string | undefined> =>
  (await chat.pool.query<{ id: string }>('SELECT id FROM rooms WHERE group_session_id = $1', [id])).rows[0]?.id;
/** Waits until all that was published of sessions was heard: one after the other. */
async function untilHeard(): Promise<void> {
  const [last, who] = [uuidv7(), somebody()];
  await chat.stream.publish(comes(last, 2, who));
  await until('what came last', () => see(last, who));
}
/** A session with a host and a participant, who are in its room. */
async function newSession() {
  const [id, host, ana] = [uuidv7(), somebody(), somebody()];
  for (const each of [made(id, host), comes(id, 2, host, 'HOST'), comes(id, 3, ana)]) await chat.stream.publish(each);
  const room = await until('the room', () => see(id, ana));
  return { id, host, ana, room };
}

describe('the room of a group session', () => {
  test('is waited for by who asks for it in the moment in which they make the session', async () => {
    const [host, id] = [somebody(), uuidv7()];
    const asked = see(id, host);
    await chat.stream.publish(made(id, host));
    await chat.stream.publish(comes(id, 1, host, 'HOST'));
    expect((await asked)?.kind).toBe('GROUP_SESSION');
  });

  test('is for those who take part, as long as they do, also when it is over; it says of which session it is', async () => {
    const { id, host, ana, room } = await newSession();
    expect(room).toMatchObject({ kind: 'GROUP_SESSION', title: null, groupSession: { id } });
    expect(rolesIn(room)).toEqual({ [host.userId]: 'OWNER', [ana.userId]: 'MEMBER' });
    expect(await see(id, somebody())).toBeUndefined();

    const listening = await followAndWait(chat, ana, room.id);
    for (const each of [starts(id, 4), ends(id, 5, false)]) await chat.stream.publish(each);
    await untilHeard();
    await send(chat, ana, room.id, 'Well run');
    expect((await run(chat, ana, 'leaveRoom', { roomId: room.id })).problems).toEqual(['FORBIDDEN roomId']);
    await chat.stream.publish(goes(id, 6, ana));
    await until('to be out', async () => (await see(id, ana)) === undefined);
    await until('the end of the events', () => heard(listening).some((event) => event.__typename === 'MemberLeft'));
    await send(chat, host, room.id, 'Gone already?');
    expect(heard(listening).map((event) => event.__typename)).toEqual(['MessagePosted', 'MemberLeft']);
    const late = await run(chat, ana, 'sendMessage', { roomId: room.id, body: 'Hello?', clientMessageId: uuidv7() });
    expect(late.problems).toEqual(['NOT_FOUND roomId']);
  });

  test('is that of a session alone', async () => {
    const { roomId, owner } = await newRoom(chat, 0);
    const query = 'query ($id: ID!) { room(id: $id) { kind groupSession { id } } }';
    const { data } = await chat.ask(owner.viewer, query, { id: roomId });
    expect(data).toEqual({ room: { kind: 'COMPETITION', groupSession: null } });
  });

  test('is the same whatever the order in which events come, and however often', async () => {
    const [host, ana, ben] = [somebody(), somebody(), somebody()];
    const plan = (id: string) => [
      made(id, host),
      comes(id, 2, host, 'HOST'),
      comes(id, 3, ana),
      comes(id, 4, ben),
      goes(id, 5, ana),
      comes(id, 6, ana),
      comes(id, 7, ana, 'HOST'),
      goes(id, 8, host),
      starts(id, 9),
      ends(id, 10, false),
    ];
    await fc.assert(
      fc.asyncProperty(anyOrder(plan(uuidv7()).keys(), 2), async (order) => {
        const id = uuidv7();
        await publishIn(chat, order, plan(id));
        await untilHeard();
        expect(rolesIn(await see(id, ana))).toEqual({ [ana.userId]: 'OWNER', [ben.userId]: 'MEMBER' });
      }),
      { numRuns: 8 },
    );
  });

  test('has nobody in it when the session was given up, and nothing that was said there is kept', async () => {
    const { id, host, ana, room } = await newSession();
    await send(chat, ana, room.id, 'It rains');
    const listening = await followAndWait(chat, ana, room.id);
    await chat.stream.publish(ends(id, 4, true));
    await listening.ended;
    expect([await see(id, host), await see(id, ana)]).toEqual([undefined, undefined]);
    expect(await keptOf(chat, room.id)).toEqual({ rooms: 1 });
  });

  test('has nobody in it when the session was given up, whatever the order in which that is heard', async () => {
    const [host, ana] = [somebody(), somebody()];
    const plan = (id: string) => [comes(id, 2, host, 'HOST'), comes(id, 3, ana), goes(id, 4, ana), ends(id, 5, true)];
    await fc.assert(
      fc.asyncProperty(anyOrder(plan(uuidv7()).keys()), async (order) => {
        const id = uuidv7();
        await publishIn(chat, order, plan(id));
        await untilHeard();
        expect(await keptOf(chat, (await idOfRoom(id)) ?? '')).toEqual({ rooms: 1 });
      }),
      { numRuns: 8 },
    );
  });

  test('forgets what was said there with the last who leaves the session, and who comes after finds it empty', async () => {
    const { id, host, ana, room } = await newSession();
    await send(chat, host, room.id, 'Between us');
    await chat.stream.publish(goes(id, 4, ana));
    await until('her to leave', async () => (await see(id, ana)) === undefined);
    expect(await keptOf(chat, room.id)).toMatchObject({ room_members: 1, messages: 1 });
    const listening = await followAndWait(chat, host, room.id);
    await chat.stream.publish(goes(id, 5, host));
    await listening.ended;
    expect(await keptOf(chat, room.id)).toEqual({ rooms: 1 });
    await chat.stream.publish(comes(id, 6, ana));
    expect((await until('her to come back', () => see(id, ana))).id).toBe(room.id);
    await send(chat, ana, room.id, 'Anybody here?');
    expect(await keptOf(chat, room.id)).toMatchObject({ room_members: 1, messages: 1 });
  });

  test('is left by who deletes their account, who does not come back; with the last of them goes what was said', async () => {
    const { id, host, ana, room } = await newSession();
    const leaves = ({ userId }: Somebody) =>
      chat.stream.publish(createEvent(UserDeleted, userId, { version: 1, userId }, at));
    await send(chat, ana, room.id, 'Farewell');
    await leaves(ana);
    await until('her to leave', async () => (await see(id, ana)) === undefined);
    await chat.stream.publish(comes(id, 4, ana));
    await untilHeard();
    expect(rolesIn(await see(id, host))).toEqual({ [host.userId]: 'OWNER' });
    const { rows } = await chat.pool.query('SELECT FROM heard_members WHERE user_id = $1', [ana.userId]);
    expect(rows).toEqual([]);
    expect(await keptOf(chat, room.id)).toMatchObject({ messages: 1 });
    await leaves(host);
    await until('nothing', async () => (await keptOf(chat, room.id))['messages'] === undefined);
    expect(await keptOf(chat, room.id)).toEqual({ rooms: 1 });
  });
});
