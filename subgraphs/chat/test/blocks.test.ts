import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CompetitionCancelled } from '#events/competitions.ts';
import { UserBlocked, UserDeleted, UserRegistered, UserUnblocked } from '#events/users.ts';
import { createEvent, type Message } from '#platform/events/envelope.ts';
import { until } from '#platform/testing/until.ts';
import { anyOrder } from '#platform/testing/anyOrder.ts';
import { follow, followAndWait, heard, newRoom, roomOf, roomsOf, run, send } from './asking.ts';
import { created, joined, keptOf, somebody, startTestChat } from './support.ts';
import type { Somebody } from './support.ts';

const chat = await startTestChat();
const at = new Date();

/** People with accounts, of whom the chat has heard. */
async function people(count: number): Promise<Somebody[]> {
  const some = Array.from({ length: count }, somebody);
  for (const { userId } of some) {
    await chat.stream.publish(createEvent(UserRegistered, userId, { version: 1, userId }, at));
  }
  return some;
}
const pairIds = new Map<string, string>();
function between(version: number, definition: typeof UserBlocked, one: Somebody, other: Somebody): Message {
  const key = [one.userId, other.userId].sort().join();
  const friendshipId = pairIds.get(key) ?? uuidv7();
  pairIds.set(key, friendshipId);
  return createEvent(
    definition,
    friendshipId,
    { version, friendshipId, userId: one.userId, blockedId: other.userId },
    at,
  );
}
const blocked = (version: number, one: Somebody, other: Somebody) => between(version, UserBlocked, one, other);
const unblocked = (version: number, one: Somebody, other: Somebody) => between(version, UserUnblocked, one, other);

const opened = z.object({
  room: z.object({ id: z.string(), kind: z.string(), members: z.array(z.object({ role: z.string() })) }).nullable(),
  userErrors: z.array(z.object({ code: z.string(), path: z.array(z.string()) })),
});
async function open({ viewer }: Somebody, name: 'openDirectRoom' | 'createRoom', input: object) {
  const type = name === 'createRoom' ? 'CreateRoomInput' : 'OpenDirectRoomInput';
  const query = `mutation ($input: ${type}!) {
    ${name}(input: $input) { room { id kind members { role } } userErrors { code path } }
  }`;
  const { data, errors } = await chat.ask(viewer, query, { input });
  if (errors) throw new Error(JSON.stringify(errors));
  const { room, userErrors } = opened.parse(data?.[name]);
  return { room, problems: userErrors.map(({ code, path }) => `${code} ${path.join('.')}`) };
}
const direct = (one: Somebody, userId: string) => open(one, 'openDirectRoom', { userId });

const seen = z.object({
  room: z
    .object({
      unreadCount: z.int(),
      lastMessage: z.object({ body: z.string() }).nullable(),
      members: z.array(z.object({ user: z.object({ id: z.string() }) })),
      messages: z.object({
        edges: z.array(
          z.object({ node: z.object({ body: z.string(), replyTo: z.object({ body: z.string() }).nullable() }) }),
        ),
      }),
    })
    .nullable(),
});
/** A room as somebody sees it. */
async function see({ viewer }: Somebody, id: string) {
  const query = `query ($id: ID!) {
    room(id: $id) {
      unreadCount lastMessage { body } members { user { id } }
      messages(last: 2) { edges { node { body replyTo { body } } } }
    }
  }`;
  const { room } = seen.parse((await chat.ask(viewer, query, { id })).data);
  return room && { ...room, messages: room.messages.edges.map(({ node }) => node.body) };
}

describe('a room of two', () => {
  test('is one for both, however often and at whatever moment they open it', async () => {
    const [ana, ben, cid] = await people(3);
    if (!ana || !ben || !cid) throw new Error('nobody came');
    const answers = await Promise.all(
      [1, 2, 3, 4].flatMap(() => [direct(ana, ben.userId), direct(ben, ana.userId.toUpperCase())]),
    );
    expect(new Set(answers.map(({ room }) => room?.id)).size).toBe(1);
    const [first] = answers;
    expect(first).toMatchObject({
      problems: [],
      room: { kind: 'DIRECT', members: [{ role: 'MEMBER' }, { role: 'MEMBER' }] },
    });
    const roomId = first?.room?.id ?? '';
    await send(chat, ana, roomId, 'hello');
    expect(await see(ben, roomId)).toMatchObject({
      messages: ['hello'],
      unreadCount: 1,
      lastMessage: { body: 'hello' },
    });
    expect(await see(cid, roomId)).toBeNull();
  });

  test('is with somebody else who exists', async () => {
    const [ana] = await people(1);
    if (!ana) throw new Error('nobody came');
    await until('her account', async () => (await direct(ana, ana.userId)).problems[0] === 'INVALID_INPUT userId');
    for (const nobody of [uuidv7(), 'x', '\u0000'])
      expect((await direct(ana, nobody)).problems).toEqual(['NOT_FOUND userId']);
  });

  test('is there for neither while a block stands, ends what they listen to, and comes back with all in it', async () => {
    const [ana, ben] = await people(2);
    if (!ana || !ben) throw new Error('nobody came');
    const roomId = (await direct(ana, ben.userId)).room?.id ?? '';
    await send(chat, ben, roomId, 'you');
    const listening = await followAndWait(chat, ben, roomId);
    await chat.stream.publish(blocked(1, ana, ben));
    await until('the end of the room', async () => (await see(ben, roomId)) === null);
    expect(await see(ana, roomId)).toBeNull();
    await until('the end of the events', () => heard(listening).at(-1)?.__typename === 'MemberLeft');
    expect(heard(listening).map(({ user }) => user?.id)).toEqual([ben.userId]);
    const late = await run(chat, ben, 'sendMessage', { roomId, body: 'you!', clientMessageId: uuidv7() });
    expect(late.problems).toEqual(['NOT_FOUND roomId']);
    expect((await direct(ben, ana.userId)).problems).toEqual(['NOT_FOUND userId']);
    expect((await direct(ana, ben.userId)).problems).toEqual(['FORBIDDEN userId']);

    await chat.stream.publish(unblocked(2, ana, ben));
    const again = await until('the room', async () => see(ana, roomId));
    expect(again).toMatchObject({ messages: ['you'], unreadCount: 0 });
    expect((await direct(ben, ana.userId)).room?.id).toBe(roomId);
  });

  test('tells who was out of it, and goes on from before, nothing of how they left', async () => {
    const [ana, ben] = await people(2);
    if (!ana || !ben) throw new Error('nobody came');
    const roomId = (await direct(ana, ben.userId)).room?.id ?? '';
    const listening = await followAndWait(chat, ben, roomId);
    await send(chat, ana, roomId, 'you');
    const [first] = await until('it', () => (heard(listening).length > 0 ? heard(listening) : undefined));
    await chat.stream.publish(blocked(1, ana, ben));
    await until('the end of the room', async () => (await see(ben, roomId)) === null);
    await chat.stream.publish(unblocked(2, ana, ben));
    await until('the room', async () => see(ben, roomId));

    const goesOn = await follow(chat, ben, roomId, first?.position);
    await send(chat, ana, roomId, 'me');
    await until('what comes', () => heard(goesOn).at(-1)?.message?.body === 'me');
    expect(heard(goesOn).map(({ __typename }) => __typename)).not.toContain('MemberLeft');
  });

  test('follows the newest that was heard of the two, in whatever order and however often', async () => {
    const order = anyOrder([1, 2, 3, 4, 5], 2);
    await fc.assert(
      fc.asyncProperty(order, fc.nat({ max: 10 }), fc.boolean(), async (versions, opensAt, isBlockedLast) => {
        const [ana, ben, cid] = await people(3);
        if (!ana || !ben || !cid) throw new Error('nobody came');
        await direct(cid, ben.userId);
        let roomId = '';
        const openNow = async () => (roomId ||= (await direct(ana, ben.userId)).room?.id ?? '');
        await until('all three', async () => (await direct(ana, cid.userId)).room);
        for (const [index, version] of versions.entries()) {
          if (index === opensAt) await openNow();
          const blocks = (version % 2 === 1) === isBlockedLast;
          await chat.stream.publish(blocks ? blocked(version, ana, ben) : unblocked(version, ana, ben));
        }
        await chat.stream.publish(blocked(1, cid, ben));
        await until('all of it', async () => (await direct(cid, ben.userId)).problems[0] === 'FORBIDDEN userId');
        if (isBlockedLast) expect((await direct(ana, ben.userId)).problems).toEqual(['FORBIDDEN userId']);
        else expect((await direct(ana, ben.userId)).room).not.toBeNull();
        if (roomId !== '') expect((await see(ben, roomId)) === null).toBe(isBlockedLast);
      }),
      { numRuns: 8 },
    );
  });
});

describe('a room of many', () => {
  test('hides from two of whom one blocked the other what the other does, live too', async () => {
    const { roomId, owner: ana, others } = await newRoom(chat, 2);
    const [ben, cid] = others;
    if (!ben || !cid) throw new Error('nobody came');
    const [first, ofBen] = [await send(chat, ana, roomId, 'from ana'), await send(chat, ben, roomId, 'from ben')];
    await send(chat, cid, roomId, 'to ana', { replyToId: first.id });
    const listening = await followAndWait(chat, ben, roomId);
    await chat.stream.publish(blocked(1, ana, ben));
    await until('the block', async () => (await see(ben, roomId))?.members.length === 2);
    await send(chat, ana, roomId, 'unseen');
    await run(chat, ana, 'setTyping', { roomId, typing: false });
    await run(chat, ana, 'markRoomRead', { roomId, upToMessageId: ofBen.id });
    await send(chat, cid, roomId, 'seen');

    expect(await see(ben, roomId)).toMatchObject({
      messages: ['to ana', 'seen'],
      unreadCount: 2,
      lastMessage: { body: 'seen' },
    });
    expect(await see(ana, roomId)).toMatchObject({ messages: ['unseen', 'seen'], unreadCount: 2 });
    expect(await see(cid, roomId)).toMatchObject({ messages: ['unseen', 'seen'], unreadCount: 3 });
    await until('what comes', () => heard(listening).some(({ message }) => message?.body === 'seen'));
    expect(heard(listening).map(({ __typename, message }) => [__typename, message?.body])).toEqual([
      ['MessagePosted', 'seen'],
    ]);
    expect(listening.results.every(({ data }) => !JSON.stringify(data).includes(ana.userId))).toBe(true);
    const reply = { roomId, body: 'hey', clientMessageId: uuidv7(), replyToId: first.id };
    expect((await run(chat, ben, 'sendMessage', reply)).problems).toEqual(['NOT_FOUND replyToId']);
    const query = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Message { body } } }';
    const of = [{ __typename: 'Message', id: first.id }];
    expect((await chat.ask(ben.viewer, query, { of })).data).toEqual({ _entities: [null] });

    await chat.stream.publish(unblocked(2, ana, ben));
    await until('the end of the block', async () => (await see(ben, roomId))?.members.length === 3);
    expect(await see(ben, roomId)).toMatchObject({ messages: ['unseen', 'seen'] });
  });

  test('does not tell by its place among their rooms what the other writes', async () => {
    const { roomId, owner: ana, others } = await newRoom(chat, 2);
    const [ben, cid] = others;
    if (!ben || !cid) throw new Error('nobody came');
    const both = [ana, ben];
    const { competitionId, roomId: otherId } = await newRoom(chat, 0);
    for (const who of both) {
      await chat.stream.publish(joined(competitionId, who));
      await until('the other room', () => roomOf(chat, competitionId, who));
    }
    await send(chat, cid, roomId, 'seen by all');
    await send(chat, ana, otherId, 'newer, of ana');
    await send(chat, ben, otherId, 'newer, of ben');
    await chat.stream.publish(blocked(1, ana, ben));
    await until('the block', async () => (await see(ben, roomId))?.members.length === 2);
    const listsOf = () => Promise.all(both.map((who) => roomsOf(chat, who, '', 5)));
    const before = await listsOf();
    for (const list of before) expect(list?.edges.map(({ node }) => node.id)).toEqual([otherId, roomId]);

    await send(chat, ana, roomId, 'hidden from ben');
    const [, ofBen] = await listsOf();
    expect(ofBen).toEqual(before[1]);
    await send(chat, ben, roomId, 'hidden from ana');
    const [ofAna] = await listsOf();
    await send(chat, ben, roomId, 'hidden from ana, too');
    expect((await listsOf())[0]).toEqual(ofAna);
    expect((await roomsOf(chat, cid, '', 1))?.edges.map(({ node }) => node.id)).toEqual([roomId]);
    // Page by page it is the same list.
    const first = await roomsOf(chat, ana, '', 1);
    const rest = await roomsOf(chat, ana, '', 1, first?.pageInfo.endCursor);
    expect([...(first?.edges ?? []), ...(rest?.edges ?? [])]).toEqual(ofAna?.edges);

    await send(chat, cid, roomId, 'seen by all');
    for (const list of await listsOf()) expect(list?.edges.map(({ node }) => node.id)).toEqual([roomId, otherId]);
  });

  test('tells them of no message of the other, whoever reads it, and takes none for one of theirs', async () => {
    const { roomId, owner: ana, others } = await newRoom(chat, 2);
    const [ben, cid] = others;
    if (!ben || !cid) throw new Error('nobody came');
    await chat.stream.publish(blocked(1, ana, ben));
    await until('the block', async () => (await see(ben, roomId))?.members.length === 2);
    const listening = await followAndWait(chat, ben, roomId);
    const reads = (who: Somebody, upToMessageId: string) => run(chat, who, 'markRoomRead', { roomId, upToMessageId });
    const before = await send(chat, ana, roomId, 'unseen, before anything else');
    await reads(cid, before.id);
    const seen = await send(chat, ben, roomId, 'seen');
    const unseen = [await send(chat, ana, roomId, 'unseen'), await send(chat, ana, roomId, 'unseen, too')];
    for (const { id } of unseen) await reads(cid, id);
    const last = await send(chat, cid, roomId, 'last');
    await reads(cid, last.id);
    await until('the last marker', () => heard(listening).at(-1)?.upToMessageId === last.id);
    const markers = heard(listening).filter(({ __typename }) => __typename === 'ReadMarkerMoved');
    expect(markers.map(({ user, upToMessageId }) => [user?.id, upToMessageId])).toEqual([
      [cid.userId, seen.id],
      [cid.userId, last.id],
    ]);

    const messageId = unseen[0]?.id ?? '';
    expect((await reads(ben, messageId)).problems).toEqual(['NOT_FOUND upToMessageId']);
    const edit = { messageId, body: 'mine' };
    expect((await run(chat, ben, 'editMessage', edit)).problems).toEqual(['NOT_FOUND messageId']);
    expect((await run(chat, ben, 'deleteMessage', { messageId })).problems).toEqual(['NOT_FOUND messageId']);
    expect((await run(chat, cid, 'deleteMessage', { messageId })).problems).toEqual(['FORBIDDEN messageId']);
  });
});

describe('a room of a group', () => {
  test('is made of people who exist and did not block the one who makes it, and can be left', async () => {
    const [ana, ben, cid] = await people(3);
    if (!ana || !ben || !cid) throw new Error('nobody came');
    await chat.stream.publish(blocked(1, cid, ana));
    await until('the block', async () => (await direct(ana, cid.userId)).problems[0] === 'NOT_FOUND userId');
    const make = (memberIds: string[], title?: string) => open(ana, 'createRoom', { memberIds, title });
    expect((await make([ben.userId, cid.userId])).problems).toEqual(['NOT_FOUND memberIds.1']);
    expect((await make([ben.userId, uuidv7()])).problems).toEqual(['NOT_FOUND memberIds.1']);
    expect((await make([ben.userId], 'a\u0000')).problems).toEqual(['INVALID_INPUT title']);
    expect((await make(Array.from({ length: 100 }, () => ben.userId))).problems).toEqual(['INVALID_INPUT memberIds']);
    const { room } = await make([ben.userId, ben.userId, ana.userId], 'Runs');
    expect(room).toMatchObject({ kind: 'GROUP', members: [{ role: 'OWNER' }, { role: 'MEMBER' }] });
    const roomId = room?.id ?? '';
    expect((await run(chat, cid, 'leaveRoom', { roomId })).problems).toEqual(['NOT_FOUND roomId']);
    expect((await run(chat, ben, 'leaveRoom', { roomId })).problems).toEqual([]);
    expect(await see(ben, roomId)).toBeNull();
    const two = (await direct(ana, ben.userId)).room?.id ?? '';
    expect((await run(chat, ben, 'leaveRoom', { roomId: two })).problems).toEqual(['FORBIDDEN roomId']);
  });

  test('is opened with nobody who deleted their account', async () => {
    const [ana, ben] = await people(2);
    if (!ana || !ben) throw new Error('nobody came');
    const roomId = (await direct(ana, ben.userId)).room?.id ?? '';
    await send(chat, ben, roomId, 'bye');
    await chat.stream.publish(createEvent(UserDeleted, ben.userId, { version: 1, userId: ben.userId }, at));
    await until('him to be forgotten', async () => (await direct(ana, ben.userId)).problems[0] === 'NOT_FOUND userId');
    expect(await see(ana, roomId)).toMatchObject({ messages: ['bye'] });
  });
});

test('Who deletes their account leaves all rooms they are in, and those who listen hear of it once in each', async () => {
  const [ana, ben, cid] = await people(3);
  if (!ana || !ben || !cid) throw new Error('nobody came');
  const group = await until('the group', async () => {
    const memberIds = [ben.userId, cid.userId];
    return (await open(ana, 'createRoom', { memberIds, title: 'Runs' })).room?.id;
  });
  const competitionId = uuidv7();
  await chat.stream.publish(created(competitionId, ana));
  await chat.stream.publish(joined(competitionId, ben));
  const competition = await until('the room of the competition', () => roomOf(chat, competitionId, ben));
  const rooms = [(await direct(ana, ben.userId)).room?.id ?? '', group, competition];
  const listening = await Promise.all(rooms.map((roomId) => followAndWait(chat, ana, roomId)));
  const gone = () => createEvent(UserDeleted, ben.userId, { version: 1, userId: ben.userId }, at);
  for (const copy of [gone(), gone()]) await chat.stream.publish(copy);
  for (const [index, each] of listening.entries()) {
    await until('the word that he left', () => heard(each).length > 0);
    await send(chat, ana, rooms[index] ?? '', 'Is he gone?');
    await until('what came after', () => heard(each).at(-1)?.__typename === 'MessagePosted');
    expect(heard(each).map(({ __typename, user }) => user?.id ?? __typename)).toEqual([ben.userId, 'MessagePosted']);
  }
  const { members = [] } = (await see(ana, group)) ?? {};
  expect(members.map(({ user }) => user.id)).toEqual([ana.userId, cid.userId]);
});

describe('a room goes with the last who is in it, and all that was said there,', () => {
  const leaves = ({ userId }: Somebody) =>
    chat.stream.publish(createEvent(UserDeleted, userId, { version: 1, userId }, at));

  test('of a group when they leave it', async () => {
    const [ana, ben] = await people(2);
    if (!ana || !ben) throw new Error('nobody came');
    const { room } = await until('the group', async () => {
      const made = await open(ana, 'createRoom', { memberIds: [ben.userId], title: 'Runs' });
      return made.room && made;
    });
    const roomId = room?.id ?? '';
    await send(chat, ana, roomId, 'Anybody here?');
    const listening = await followAndWait(chat, ana, roomId);
    await leaves(ben);
    await until('him to leave', () => heard(listening).some(({ user }) => user?.id === ben.userId));
    expect(await keptOf(chat, roomId)).toMatchObject({ rooms: 1, messages: 1 });
    expect((await run(chat, ana, 'leaveRoom', { roomId })).problems).toEqual([]);
    expect(await keptOf(chat, roomId)).toEqual({});
    await listening.ended;
  });

  test('of two when both have deleted their accounts', async () => {
    const [ana, ben] = await people(2);
    if (!ana || !ben) throw new Error('nobody came');
    const roomId = await until('the room', async () => (await direct(ana, ben.userId)).room?.id);
    await send(chat, ana, roomId, 'Hello');
    await leaves(ana);
    await until('her to leave', async () => (await see(ben, roomId))?.members.length === 1);
    expect(await see(ben, roomId)).toMatchObject({ messages: ['Hello'] });
    await leaves(ben);
    await until('nothing', async () => Object.keys(await keptOf(chat, roomId)).length === 0);
  });

  test('of two when a block keeps both out of it and one deletes their account', async () => {
    const [ana, ben] = await people(2);
    if (!ana || !ben) throw new Error('nobody came');
    const roomId = await until('the room', async () => (await direct(ana, ben.userId)).room?.id);
    await send(chat, ana, roomId, 'Hello');
    await chat.stream.publish(blocked(1, ben, ana));
    await until('the block', async () => (await see(ben, roomId)) === null);
    expect(await keptOf(chat, roomId)).toMatchObject({ rooms: 1, messages: 1 });
    await leaves(ana);
    await until('nothing', async () => Object.keys(await keptOf(chat, roomId)).length === 0);
  });

  test('of a competition when it is no more', async () => {
    const { competitionId, roomId, owner } = await newRoom(chat, 0, 'Party of Anna');
    await send(chat, owner, roomId, 'Hello');
    const makes = created(competitionId, owner, 'Party of Anna');
    await leaves(owner);
    await until('her to leave', async () => (await roomOf(chat, competitionId, owner)) === undefined);
    const data = { version: 3, competitionId };
    await chat.stream.publish(createEvent(CompetitionCancelled, competitionId, data, at));
    await until('no word', async () => (await keptOf(chat, roomId))['messages'] === undefined);
    // Nor does it get its name back by what is heard late.
    await chat.stream.publish(makes);
    await newRoom(chat, 0);
    expect(await keptOf(chat, roomId)).toEqual({ rooms: 1 });
    const { rows } = await chat.pool.query('SELECT title FROM rooms WHERE id = $1', [roomId]);
    expect(rows).toEqual([{ title: null }]);
  });
});
