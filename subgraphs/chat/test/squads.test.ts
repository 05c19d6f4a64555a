import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  SquadCreated,
  SquadDissolved,
  SquadMemberJoined,
  SquadMemberLeft,
  SquadMemberRoleChanged,
  SquadName,
} from '#events/users.ts';
import { createEvent, createState, type Message } from '#platform/events/envelope.ts';
import { until } from '#platform/testing/until.ts';
import { anyOrder } from '#platform/testing/anyOrder.ts';
import { followAndWait, heard, rolesIn, run, seeRoomOf, send } from './asking.ts';
import { keptOf, publishIn, somebody, startTestChat, type Somebody } from './support.ts';

const chat = await startTestChat();
const at = new Date('2026-05-01T12:00:00Z');
const member = (
  kind: typeof SquadMemberJoined | typeof SquadMemberLeft | typeof SquadMemberRoleChanged,
  squadId: string,
  version: number,
  { userId }: Somebody,
  role: 'OWNER' | 'MEMBER',
): Message => createEvent(kind, squadId, { version, squadId, userId, role }, at);
const made = (squadId: string, owner: Somebody): Message =>
  createEvent(SquadCreated, squadId, { version: 1, squadId, ownerId: owner.userId }, at);
const called = (squadId: string, version: number, name: string): Message =>
  createState(SquadName, `squads.${squadId}`, squadId, { version, squadId, name }, at);

const roomOfSquad = (squadId: string, who: Somebody) => seeRoomOf(chat, 'Squad', squadId, who);

describe('the room of a squad', () => {
  test('is for its members, who hear and write as long as they are in the squad', async () => {
    const [squadId, owner, ana, stranger] = [uuidv7(), somebody(), somebody(), somebody()];
    await chat.stream.publish(made(squadId, owner));
    await chat.stream.publish(called(squadId, 1, 'Birds'));
    await chat.stream.publish(member(SquadMemberJoined, squadId, 2, owner, 'OWNER'));
    await chat.stream.publish(member(SquadMemberJoined, squadId, 3, ana, 'MEMBER'));
    const room = await until('the room', async () => {
      const found = await roomOfSquad(squadId, ana);
      return found?.title === null ? undefined : found;
    });
    expect(room).toMatchObject({ kind: 'SQUAD', title: 'Birds' });
    expect(rolesIn(room)).toEqual({ [owner.userId]: 'OWNER', [ana.userId]: 'MEMBER' });
    expect(await roomOfSquad(squadId, stranger)).toBeUndefined();

    const listening = await followAndWait(chat, ana, room.id);
    await send(chat, ana, room.id, 'Good morning');
    await chat.stream.publish(member(SquadMemberLeft, squadId, 4, ana, 'MEMBER'));
    await until('to be out', async () => (await roomOfSquad(squadId, ana)) === undefined);
    await until('the end of the events', () => heard(listening).some((event) => event.__typename === 'MemberLeft'));
    await send(chat, owner, room.id, 'Gone already?');
    expect(heard(listening).map((event) => event.__typename)).toEqual(['MessagePosted', 'MemberLeft']);
    const late = await run(chat, ana, 'sendMessage', { roomId: room.id, body: 'Hello?', clientMessageId: uuidv7() });
    expect(late.problems).toEqual(['NOT_FOUND roomId']);
  });

  test('is the same whatever the order in which events come, and however often', async () => {
    const [owner, ana, ben] = [somebody(), somebody(), somebody()];
    const plan = (squadId: string) => [
      made(squadId, owner),
      called(squadId, 1, 'Birds'),
      member(SquadMemberJoined, squadId, 2, owner, 'OWNER'),
      member(SquadMemberJoined, squadId, 3, ana, 'MEMBER'),
      member(SquadMemberJoined, squadId, 4, ben, 'MEMBER'),
      called(squadId, 5, 'Owls'),
      member(SquadMemberLeft, squadId, 6, ana, 'MEMBER'),
      member(SquadMemberJoined, squadId, 7, ana, 'MEMBER'),
      member(SquadMemberRoleChanged, squadId, 8, ana, 'OWNER'),
      member(SquadMemberLeft, squadId, 9, ben, 'MEMBER'),
    ];
    await fc.assert(
      fc.asyncProperty(anyOrder(plan(uuidv7()).keys(), 2), async (order) => {
        const squadId = uuidv7();
        await publishIn(chat, order, plan(squadId));
        await until('the squad as it is', async () => {
          const room = await roomOfSquad(squadId, ana);
          const roles = JSON.stringify(rolesIn(room));
          const wanted = [
            { [owner.userId]: 'OWNER', [ana.userId]: 'OWNER' },
            { [ana.userId]: 'OWNER', [owner.userId]: 'OWNER' },
          ];
          return room?.title === 'Owls' && wanted.some((each) => JSON.stringify(each) === roles);
        });
      }),
      { numRuns: 8 },
    );
  });

  test('forgets its name and what was said with the squad, also when that is heard late', async () => {
    const [squadId, owner] = [uuidv7(), somebody()];
    const titles = async () => {
      const sql = 'SELECT title, is_closed FROM rooms WHERE squad_id = $1';
      return z
        .array(z.object({ title: z.string().nullable(), is_closed: z.boolean() }))
        .parse((await chat.pool.query(sql, [squadId])).rows);
    };
    await chat.stream.publish(member(SquadMemberJoined, squadId, 2, owner, 'OWNER'));
    await chat.stream.publish(called(squadId, 2, 'Robin and her birds'));
    await until('the name', async () => (await roomOfSquad(squadId, owner))?.title === 'Robin and her birds');
    const roomId = (await roomOfSquad(squadId, owner))?.id ?? '';
    await send(chat, owner, roomId, 'Tweet');
    await chat.stream.publish(member(SquadMemberLeft, squadId, 3, owner, 'OWNER'));
    await chat.stream.publish(createEvent(SquadDissolved, squadId, { version: 4, squadId }, at));
    await until('no name', async () => (await titles())[0]?.title === null);
    await chat.stream.publish(called(squadId, 5, 'Robin and her owls'));
    await chat.stream.publish(member(SquadMemberJoined, squadId, 2, somebody(), 'MEMBER'));
    // Names are heard one after the other.
    const another = uuidv7();
    await chat.stream.publish(member(SquadMemberJoined, another, 2, owner, 'OWNER'));
    await chat.stream.publish(called(another, 2, 'Later birds'));
    await until('what came after', async () => (await roomOfSquad(another, owner))?.title === 'Later birds');
    expect(await titles()).toEqual([{ title: null, is_closed: true }]);
    expect(await keptOf(chat, roomId)).toEqual({ rooms: 1 });
  });
});
