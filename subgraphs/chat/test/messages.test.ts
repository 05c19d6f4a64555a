import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { MessagePosted } from '#events/chat.ts';
import { until } from '#platform/testing/until.ts';
import { MESSAGE, newRoom, roomOf, run, send } from './asking.ts';
import { joined, somebody, startTestChat, type Somebody } from './support.ts';

const chat = await startTestChat();

const page = z.object({
  edges: z.array(z.object({ cursor: z.string(), node: z.object({ id: z.string(), body: z.string().nullable() }) })),
  pageInfo: z.object({ hasPreviousPage: z.boolean(), hasNextPage: z.boolean(), startCursor: z.string().nullable() }),
});

async function messagesOf({ viewer }: Somebody, roomId: string, last: number, before?: string | null) {
  const query = `query ($id: ID!, $last: Int!, $before: String) {
    room(id: $id) { unreadCount messages(last: $last, before: $before) {
      edges { cursor node { ${MESSAGE} } } pageInfo { hasPreviousPage hasNextPage startCursor }
    } }
  }`;
  const { data } = await chat.ask(viewer, query, { id: roomId, last, before });
  return z.object({ unreadCount: z.int(), messages: page }).parse(data?.['room']);
}
const bodies = ({ messages }: Awaited<ReturnType<typeof messagesOf>>) => messages.edges.map(({ node }) => node.body);
const unreadOf = async (who: Somebody, roomId: string) => (await messagesOf(who, roomId, 1)).unreadCount;

const eventsOf = async (roomId: string) => {
  const { rows } = await chat.pool.query('SELECT kind FROM room_events WHERE room_id = $1 ORDER BY sequence', [roomId]);
  return z
    .array(z.object({ kind: z.string() }))
    .parse(rows)
    .map(({ kind }) => kind);
};

describe('sending a message', () => {
  test('posts it in the name of the sender', async () => {
    const { roomId, owner } = await newRoom(chat, 0);
    const posted = await send(chat, owner, roomId, '  Good luck!\nSee you there 🏃 ');
    expect(posted).toMatchObject({
      body: 'Good luck!\nSee you there 🏃',
      author: { id: owner.userId },
      editedAt: null,
      deletedAt: null,
      replyTo: null,
    });
  });

  test('again with the same id answers the message already posted', async () => {
    const { roomId, owner } = await newRoom(chat, 0);
    const clientMessageId = uuidv7();
    const first = await send(chat, owner, roomId, 'Once', { clientMessageId });
    expect(await send(chat, owner, roomId, 'Twice', { clientMessageId })).toEqual(first);
    expect(bodies(await messagesOf(owner, roomId, 10))).toEqual(['Once']);
  });

  test('many times at the same moment posts it once and tells of it once', async () => {
    const { roomId, owner } = await newRoom(chat, 0);
    const clientMessageId = uuidv7();
    const posted = await Promise.all(
      Array.from({ length: 10 }, () => send(chat, owner, roomId, 'Hello', { clientMessageId })),
    );
    expect(new Set(posted.map(({ id }) => id)).size).toBe(1);
    expect(await eventsOf(roomId)).toEqual(['MemberJoined', 'MessagePosted']);
  });

  test('takes the same id of two people for two messages', async () => {
    const { roomId, owner, others } = await newRoom(chat, 1);
    for (const who of [owner, ...others]) await send(chat, who, roomId, 'Hello', { clientMessageId: 'first' });
    expect(bodies(await messagesOf(owner, roomId, 10))).toEqual(['Hello', 'Hello']);
  });

  test('takes an id that was used in another room, also at the same moment', async () => {
    const owners = await Promise.all([newRoom(chat, 0), newRoom(chat, 0)]);
    const ana = somebody();
    for (const { competitionId } of owners) {
      await chat.stream.publish(joined(competitionId, ana));
      await until('the room', () => roomOf(chat, competitionId, ana));
    }
    const clientMessageId = uuidv7();
    const results = await Promise.all(
      owners.map(({ roomId }) => send(chat, ana, roomId, 'Hello', { clientMessageId })),
    );
    expect(new Set(results.map(({ id }) => id)).size).toBe(2);
  });

  test('can answer a message of the same room', async () => {
    const [here, there] = [await newRoom(chat, 0), await newRoom(chat, 0)];
    const question = await send(chat, here.owner, here.roomId, 'Who comes?');
    const answer = await send(chat, here.owner, here.roomId, 'I do', { replyToId: question.id });
    expect(answer.replyTo).toEqual({ id: question.id, body: 'Who comes?' });
    for (const replyToId of [question.id, uuidv7(), 'no id']) {
      const input = { roomId: there.roomId, body: 'I do', clientMessageId: uuidv7(), replyToId };
      expect((await run(chat, there.owner, 'sendMessage', input)).problems).toEqual(['NOT_FOUND replyToId']);
    }
  });

  test.each([
    ['nothing', { body: ' \n ' }, 'INVALID_INPUT body'],
    ['4001 characters', { body: 'x'.repeat(4001) }, 'INVALID_INPUT body'],
    ['a NUL', { body: 'a\0b' }, 'INVALID_INPUT body'],
    ['an empty client id', { clientMessageId: '' }, 'INVALID_INPUT clientMessageId'],
    ['a client id of 101 characters', { clientMessageId: 'x'.repeat(101) }, 'INVALID_INPUT clientMessageId'],
    ['a room that is none', { roomId: 'no id' }, 'NOT_FOUND roomId'],
  ])('refuses %s', async (_what, changes, problem) => {
    const { roomId, owner } = await newRoom(chat, 0);
    const input = { roomId, body: 'Hello', clientMessageId: uuidv7(), ...changes };
    expect((await run(chat, owner, 'sendMessage', input)).problems).toEqual([problem]);
  });

  test('refuses a text of which nothing is seen', async () => {
    const { roomId, owner } = await newRoom(chat, 0);
    for (const body of ['\u200b\u200d', '\u202e', '\u2066', '\u00ad', '\u{e0041}', '\u2800\n\u3164']) {
      const { problems } = await run(chat, owner, 'sendMessage', { roomId, body, clientMessageId: uuidv7() });
      expect([body, problems]).toEqual([body, ['INVALID_INPUT body']]);
    }
  });

  test('takes 4000 characters, counted as people see them', async () => {
    const { roomId, owner } = await newRoom(chat, 0);
    expect((await send(chat, owner, roomId, '🏃'.repeat(4000))).body).toHaveLength(8000);
  });

  test('is for those in the room', async () => {
    const { roomId, owner } = await newRoom(chat, 0);
    const input = { roomId, body: 'Hello', clientMessageId: uuidv7() };
    expect((await run(chat, somebody(), 'sendMessage', input)).problems).toEqual(['NOT_FOUND roomId']);
    expect(bodies(await messagesOf(owner, roomId, 10))).toEqual([]);
  });

  test('tells other domains, without its text', async () => {
    const { roomId, owner } = await newRoom(chat, 0);
    const { id, sentAt } = await send(chat, owner, roomId, 'a secret');
    const event = await chat.stream.next(`events.chat.MessagePosted.${id}`);
    expect(MessagePosted.data.parse(event.data)).toEqual({
      version: 1,
      messageId: id,
      roomId,
      authorId: owner.userId,
      sentAt,
    });
    expect(JSON.stringify(event)).not.toContain('a secret');
  });
});

describe('a message', () => {
  test('can be changed by its author, who may repeat that', async () => {
    const { roomId, owner } = await newRoom(chat, 0);
    const { id } = await send(chat, owner, roomId, 'Helo');
    const edited = await run(chat, owner, 'editMessage', { messageId: id, body: 'Hello' });
    expect(edited.message).toMatchObject({ id, body: 'Hello', deletedAt: null });
    expect(edited.message?.editedAt).not.toBeNull();
    const unseen = await run(chat, owner, 'editMessage', { messageId: id, body: '\u200b\u200d' });
    expect(unseen.problems).toEqual(['INVALID_INPUT body']);
    expect(await run(chat, owner, 'editMessage', { messageId: id, body: 'Hello' })).toEqual(edited);
    expect(await eventsOf(roomId)).toEqual(['MemberJoined', 'MessagePosted', 'MessageEdited']);
  });

  test('keeps its place when it is deleted, and nothing of its text', async () => {
    const { roomId, owner, others } = await newRoom(chat, 1);
    await send(chat, owner, roomId, 'One');
    const { id } = await send(chat, owner, roomId, 'Two');
    await send(chat, owner, roomId, 'Three');
    const deleted = await run(chat, owner, 'deleteMessage', { messageId: id });
    expect(deleted.message).toMatchObject({ id, body: null });
    expect(deleted.message?.deletedAt).not.toBeNull();
    expect(await run(chat, owner, 'deleteMessage', { messageId: id })).toEqual(deleted);
    for (const who of [owner, ...others]) {
      expect(bodies(await messagesOf(who, roomId, 10))).toEqual(['One', null, 'Three']);
    }
    expect((await eventsOf(roomId)).filter((kind) => kind === 'MessageDeleted')).toHaveLength(1);
    const { rows } = await chat.pool.query('SELECT body FROM messages WHERE id = $1', [id]);
    expect(rows).toEqual([{ body: null }]);
  });

  test('cannot be changed once it is deleted', async () => {
    const { roomId, owner } = await newRoom(chat, 0);
    const { id } = await send(chat, owner, roomId, 'Hello');
    await run(chat, owner, 'deleteMessage', { messageId: id });
    const { problems } = await run(chat, owner, 'editMessage', { messageId: id, body: 'Again' });
    expect(problems).toEqual(['MESSAGE_DELETED messageId']);
  });

  test('belongs to its author alone, and is not there for strangers', async () => {
    const { roomId, owner, others } = await newRoom(chat, 1);
    const { id } = await send(chat, owner, roomId, 'Mine');
    const attempts = async (who: Somebody, messageId: string) => [
      ...(await run(chat, who, 'editMessage', { messageId, body: 'Yours' })).problems,
      ...(await run(chat, who, 'deleteMessage', { messageId })).problems,
    ];
    expect(await attempts(others[0] ?? owner, id)).toEqual(['FORBIDDEN messageId', 'FORBIDDEN messageId']);
    const nothing = ['NOT_FOUND messageId', 'NOT_FOUND messageId'];
    expect(await attempts(somebody(), id)).toEqual(nothing);
    expect(await attempts(owner, uuidv7())).toEqual(nothing);
    expect(await attempts(owner, 'no id')).toEqual(nothing);
    expect(bodies(await messagesOf(owner, roomId, 10))).toEqual(['Mine']);
  });
});

describe('messages', () => {
  test('are paged from the newest back, oldest first in a page', async () => {
    const { roomId, owner } = await newRoom(chat, 0);
    for (const body of ['1', '2', '3', '4', '5']) await send(chat, owner, roomId, body);
    const newest = await messagesOf(owner, roomId, 2);
    expect(bodies(newest)).toEqual(['4', '5']);
    expect(newest.messages.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
    await send(chat, owner, roomId, '6');
    const middle = await messagesOf(owner, roomId, 2, newest.messages.pageInfo.startCursor);
    expect(bodies(middle)).toEqual(['2', '3']);
    expect(middle.messages.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true });
    const oldest = await messagesOf(owner, roomId, 2, middle.messages.pageInfo.startCursor);
    expect(bodies(oldest)).toEqual(['1']);
    expect(oldest.messages.pageInfo.hasPreviousPage).toBe(false);
  });

  test('sent by many at the same moment keep one order for all', async () => {
    const { roomId, owner, others } = await newRoom(chat, 2);
    const everybody = [owner, ...others];
    await Promise.all(
      everybody.flatMap((who, person) =>
        Array.from({ length: 10 }, (_, turn) => send(chat, who, roomId, `${person}.${turn}`)),
      ),
    );
    const orders = await Promise.all(everybody.map(async (who) => bodies(await messagesOf(who, roomId, 100))));
    expect(orders[0]).toHaveLength(30);
    for (const order of orders) expect(order).toEqual(orders[0]);
  });
});

describe('what is unread', () => {
  test('are messages of others after the read marker', async () => {
    const { roomId, owner, others } = await newRoom(chat, 1);
    const [ben = owner] = others;
    const [first] = [await send(chat, owner, roomId, 'One'), await send(chat, owner, roomId, 'Two')];
    await send(chat, ben, roomId, 'Mine');
    expect(await unreadOf(ben, roomId)).toBe(2);
    expect(await unreadOf(owner, roomId)).toBe(1);
    const { unreadCount } = await run(chat, ben, 'markRoomRead', { roomId, upToMessageId: first.id });
    expect(unreadCount).toBe(1);
    const three = await send(chat, owner, roomId, 'Three');
    expect(await unreadOf(ben, roomId)).toBe(2);
    await run(chat, owner, 'deleteMessage', { messageId: three.id });
    expect(await unreadOf(ben, roomId)).toBe(1);
  });

  test('never grows again by an older marker', async () => {
    const { roomId, owner, others } = await newRoom(chat, 1);
    const [ben = owner] = others;
    const sent = [await send(chat, owner, roomId, 'One'), await send(chat, owner, roomId, 'Two')];
    const marks = [...sent, ...sent].map(({ id }) => ({ roomId, upToMessageId: id }));
    await Promise.all(marks.map((input) => run(chat, ben, 'markRoomRead', input)));
    expect(await unreadOf(ben, roomId)).toBe(0);
    const [older] = marks;
    expect((await run(chat, ben, 'markRoomRead', older ?? {})).unreadCount).toBe(0);
    const moved = (await eventsOf(roomId)).filter((kind) => kind === 'ReadMarkerMoved');
    expect(moved.length).toBeLessThanOrEqual(2);
  });

  test('is marked with messages of the room by those in it', async () => {
    const [here, there] = [await newRoom(chat, 0), await newRoom(chat, 0)];
    const { id } = await send(chat, there.owner, there.roomId, 'Elsewhere');
    const mark = async (who: Somebody, roomId: string, upToMessageId: string) =>
      (await run(chat, who, 'markRoomRead', { roomId, upToMessageId })).problems;
    expect(await mark(here.owner, here.roomId, id)).toEqual(['NOT_FOUND upToMessageId']);
    expect(await mark(here.owner, here.roomId, 'no id')).toEqual(['NOT_FOUND upToMessageId']);
    expect(await mark(here.owner, there.roomId, id)).toEqual(['NOT_FOUND roomId']);
    expect(await mark(here.owner, 'no id', id)).toEqual(['NOT_FOUND roomId']);
  });
});
