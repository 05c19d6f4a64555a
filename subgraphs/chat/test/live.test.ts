import { describe, expect, test, vi } from 'vitest';
import type { Listening } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import { follow, followAndWait, heard, newRoom, run, send, type RoomEvent } from './asking.ts';
import { joined, somebody, startTestChat, type Somebody } from './support.ts';

const chat = await startTestChat();

/** The code with which a subscription was refused. */
async function refusalOf({ ended, results }: Listening): Promise<string | undefined> {
  await ended;
  return results[0]?.errors?.[0]?.extensions?.code;
}

/** An event but for its place, which is another text each time it is told. */
const withoutPlace = (event: RoomEvent) => ({ ...event, position: undefined });

describe('listening to a room', () => {
  test('brings every event in order, with its place', async () => {
    const { roomId, competitionId, owner, others } = await newRoom(chat, 1);
    const [ben = owner] = others;
    const listening = await followAndWait(chat, owner, roomId);
    const { id } = await send(chat, ben, roomId, 'Helo');
    await run(chat, ben, 'editMessage', { messageId: id, body: 'Hello' });
    await run(chat, owner, 'markRoomRead', { roomId, upToMessageId: id });
    await run(chat, ben, 'deleteMessage', { messageId: id });
    const ana = somebody();
    await chat.stream.publish(joined(competitionId, ana));
    const events = await until('five events', () => (heard(listening).length >= 5 ? heard(listening) : undefined));
    expect(events.map(({ __typename }) => __typename)).toEqual([
      'MessagePosted',
      'MessageEdited',
      'ReadMarkerMoved',
      'MessageDeleted',
      'MemberJoined',
    ]);
    expect(events[2]).toMatchObject({ user: { id: owner.userId }, upToMessageId: id });
    expect(events[3]?.message).toMatchObject({ id, body: null });
    expect(events[4]).toMatchObject({ user: { id: ana.userId } });
    expect(new Set(events.map(({ position }) => position)).size).toBe(5);
  });

  test('loses nothing and repeats nothing while many write at once, the same for all who listen', async () => {
    const { roomId, owner, others } = await newRoom(chat, 2);
    const everybody = [owner, ...others];
    const listeners = await Promise.all(everybody.map((who) => followAndWait(chat, who, roomId)));
    const posted = await Promise.all(
      everybody.flatMap((who) => Array.from({ length: 30 }, (_, turn) => send(chat, who, roomId, `Message ${turn}`))),
    );
    for (const listener of listeners) {
      await until('all messages', () => heard(listener).length >= posted.length);
      expect(heard(listener)).toHaveLength(posted.length);
      expect(new Set(heard(listener).map(({ message }) => message?.id))).toEqual(new Set(posted.map(({ id }) => id)));
      expect(heard(listener).map(withoutPlace)).toEqual(heard(listeners[0] ?? listener).map(withoutPlace));
    }
    const { rows } = await chat.pool.query<{ message_id: string }>(
      `SELECT message_id FROM room_events WHERE room_id = $1 AND kind = 'MessagePosted' ORDER BY sequence`,
      [roomId],
    );
    const [first] = listeners;
    expect(first && heard(first).map(({ message }) => message?.id)).toEqual(rows.map((row) => row.message_id));
  });

  test('goes on after the last event that was heard', async () => {
    const { roomId, owner } = await newRoom(chat, 0);
    const before = await followAndWait(chat, owner, roomId);
    await send(chat, owner, roomId, 'One');
    const [{ position } = {}] = await until('the first', () => (heard(before).length > 0 ? heard(before) : undefined));
    await before.close();
    for (const text of ['Two', 'Three']) await send(chat, owner, roomId, text);
    const again = await follow(chat, owner, roomId, position);
    await until('what was missed', () => heard(again).length === 2);
    await send(chat, owner, roomId, 'Four');
    await until('what comes', () => heard(again).length === 3);
    expect(heard(again).map(({ message }) => message?.body)).toEqual(['Two', 'Three', 'Four']);
  });

  test('is refused after a place that is none in the room', async () => {
    const [one, other] = [await newRoom(chat, 0), await newRoom(chat, 0)];
    const listening = await followAndWait(chat, other.owner, other.roomId);
    await send(chat, other.owner, other.roomId, 'Elsewhere');
    const [{ position } = {}] = await until('it', () => (heard(listening).length > 0 ? heard(listening) : undefined));
    for (const place of [position, 'NA'])
      expect(await refusalOf(await follow(chat, one.owner, one.roomId, place))).toBe('BAD_USER_INPUT');
  });

  test('hears what is said at another instance of the service', async () => {
    const { roomId, owner } = await newRoom(chat, 0);
    const another = await chat.another();
    const listening = await followAndWait(another, owner, roomId);
    const { id } = await send(chat, owner, roomId, 'Over here');
    await until('the message', () => heard(listening)[0]?.message?.id === id);
  });

  test('hears afterwards what happened while the broker was away', async () => {
    const { roomId, owner } = await newRoom(chat, 0);
    const listening = await followAndWait(chat, owner, roomId);
    await chat.nats.stop();
    const sent = [await send(chat, owner, roomId, 'One'), await send(chat, owner, roomId, 'Two')];
    await until('both messages', () => heard(listening).length === 2);
    await chat.nats.start();
    sent.push(await send(chat, owner, roomId, 'Three'));
    await until('all messages', () => heard(listening).length === 3);
    expect(heard(listening).map(({ message }) => message?.id)).toEqual(sent.map(({ id }) => id));
  });

  test('shows messages as they are, also those that are answered', async () => {
    const { roomId, owner } = await newRoom(chat, 0);
    const listening = await followAndWait(chat, owner, roomId);
    const question = await send(chat, owner, roomId, 'Who?');
    await send(chat, owner, roomId, 'I', { replyToId: question.id });
    await until('the answer', () => heard(listening).length === 2);
    await run(chat, owner, 'editMessage', { messageId: question.id, body: 'Who comes?' });
    await send(chat, owner, roomId, 'I too', { replyToId: question.id });
    await until('the second answer', () => heard(listening).length === 4);
    expect(heard(listening).at(-1)?.message?.replyTo).toEqual({ id: question.id, body: 'Who comes?' });
  });

  test('tells who is typing, and that it stopped; nothing of it is kept', async () => {
    const { roomId, owner, others } = await newRoom(chat, 1);
    const [ben = owner] = others;
    const listening = await followAndWait(chat, owner, roomId);
    await run(chat, ben, 'setTyping', { roomId, typing: true });
    await run(chat, ben, 'setTyping', { roomId, typing: false });
    const ofBen = () =>
      listening.results
        .map(({ data }) => data?.['roomEvent'])
        .filter((event) => JSON.stringify(event).includes(ben.userId));
    await until('both', () => ofBen().length === 2);
    expect(ofBen()).toEqual([
      { __typename: 'TypingChanged', user: { id: ben.userId }, typing: true },
      { __typename: 'TypingChanged', user: { id: ben.userId }, typing: false },
    ]);
    expect((await run(chat, somebody(), 'setTyping', { roomId, typing: true })).problems).toEqual(['NOT_FOUND roomId']);
  });
});

describe('a room lets in', () => {
  test('no strangers', async () => {
    const { roomId, owner } = await newRoom(chat, 0);
    const listening = await follow(chat, somebody(), roomId);
    expect(await refusalOf(listening)).toBe('NOT_FOUND');
    await send(chat, owner, roomId, 'Among us');
    expect(listening.results).toHaveLength(1);
  });

  test.each(['no id', '>', '*'])('nobody by the id %j', async (id) => {
    const listening = await follow(chat, somebody(), id);
    expect(await refusalOf(listening)).toBe('NOT_FOUND');
  });

  test('whoever just joined, though the event is still on its way', async () => {
    const { roomId, competitionId, owner } = await newRoom(chat, 0);
    const [ana, ben] = [somebody(), somebody()];
    const queries = vi.spyOn(chat.pool, 'query');
    const lookedFor = ({ userId }: Somebody) => JSON.stringify(queries.mock.calls).includes(userId);
    const listening = follow(chat, ana, roomId);
    const sending = send(chat, ben, roomId, 'I am here');
    await until('both to be looked for', () => lookedFor(ana) && lookedFor(ben));
    queries.mockRestore();
    await chat.stream.publish(joined(competitionId, ana));
    await chat.stream.publish(joined(competitionId, ben));
    expect((await sending).author).toEqual({ id: ben.userId });
    const { results } = await listening;
    await until('to hear somebody', async () => {
      await run(chat, owner, 'setTyping', { roomId, typing: true });
      return results.length > 0;
    });
  });
});
