import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { untilPublished } from '#platform/testing/outbox.ts';
import { queriesAbout } from '#platform/testing/queries.ts';
import { until } from '#platform/testing/until.ts';
import { anonymous } from '#platform/viewer.ts';
import { anyOrder } from '#platform/testing/anyOrder.ts';
import { newRoom, roomOf, roomsOf, send } from './asking.ts';
import { created, joined, publishIn, somebody, startTestChat, type Somebody } from './support.ts';

const chat = await startTestChat();

const roomFields = z
  .object({
    title: z.string().nullable(),
    kind: z.string(),
    members: z.array(z.object({ user: z.object({ id: z.string() }), role: z.string() })),
  })
  .nullable();

async function roomFor({ viewer }: Somebody, id: string) {
  const query = 'query ($id: ID!) { room(id: $id) { title kind members { user { id } role } } }';
  const { data } = await chat.ask(viewer, query, { id });
  return roomFields.parse(data?.['room']);
}
const names = (members: { user: { id: string }; role: string }[] | undefined) =>
  members?.map(({ user, role }) => `${role} ${user.id}`);

describe('the room of a competition', () => {
  test('comes by itself, with its title, for its organizer and those who take part, in the order they came', async () => {
    const { roomId, owner, others } = await newRoom(chat, 2, 'Run to the sea');
    const expected = { title: 'Run to the sea', kind: 'COMPETITION' };
    const members = [`OWNER ${owner.userId}`, ...others.map(({ userId }) => `MEMBER ${userId}`)];
    for (const who of [owner, ...others]) {
      const room = await roomFor(who, roomId);
      expect(room).toMatchObject(expected);
      expect(names(room?.members)).toEqual(members);
    }
  });

  test('keeps who took part before the competition was heard of', async () => {
    const [competitionId, owner, ana] = [uuidv7(), somebody(), somebody()];
    await chat.stream.publish(joined(competitionId, ana));
    const roomId = await until('the room', () => roomOf(chat, competitionId, ana));
    expect(await roomFor(ana, roomId)).toMatchObject({ title: null });
    await chat.stream.publish(created(competitionId, owner, 'Late'));
    await until('the title', async () => (await roomFor(ana, roomId))?.title);
    expect(names((await roomFor(owner, roomId))?.members)).toEqual([`MEMBER ${ana.userId}`, `OWNER ${owner.userId}`]);
  });

  test('is the same whatever the order in which events come, and however often', async () => {
    const [owner, ana, ben] = [somebody(), somebody(), somebody()];
    const plan = (competitionId: string) => [
      created(competitionId, owner),
      ...[owner, ana, ben].map((who) => joined(competitionId, who)),
    ];
    await fc.assert(
      fc.asyncProperty(anyOrder(plan(uuidv7()).keys(), 2), async (order) => {
        const competitionId = uuidv7();
        await publishIn(chat, order, plan(competitionId));
        const done = await until('all to be in', async () => {
          const roomId = await roomOf(chat, competitionId, owner);
          const room = roomId === undefined ? null : await roomFor(owner, roomId);
          return room?.title && room.members.length >= 3 ? { roomId, members: room.members } : undefined;
        });
        expect(names(done.members)?.sort()).toEqual(
          [`MEMBER ${ana.userId}`, `MEMBER ${ben.userId}`, `OWNER ${owner.userId}`].sort(),
        );
        const { rows } = await chat.pool.query(
          `SELECT sequence FROM room_events WHERE room_id = $1 ORDER BY sequence`,
          [done.roomId],
        );
        expect(rows).toEqual([{ sequence: '1' }, { sequence: '2' }, { sequence: '3' }]);
      }),
      { numRuns: 8 },
    );
  });

  test('is not there for strangers, whichever way they come', async () => {
    const { competitionId, roomId, owner } = await newRoom(chat, 0);
    const posted = await send(chat, owner, roomId, 'Hello');
    const stranger = somebody();
    expect(await roomOf(chat, competitionId, stranger)).toBeUndefined();
    expect(await roomFor(stranger, roomId)).toBeNull();
    const query = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Room { id title } ... on Message { id body } }
    }`;
    const representations = [
      { __typename: 'Room', id: roomId },
      { __typename: 'Message', id: posted.id },
    ];
    expect((await chat.ask(stranger.viewer, query, { representations })).data).toEqual({ _entities: [null, null] });
    expect((await chat.ask(owner.viewer, query, { representations })).data).toMatchObject({
      _entities: [{ id: roomId }, { body: 'Hello' }],
    });
    const { errors } = await chat.ask(anonymous, 'query ($id: ID!) { room(id: $id) { id } }', { id: roomId });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  test.each(['no id', '', '\0', uuidv7()])('is null for the id %j', async (id) => {
    expect(await roomFor(somebody(), id)).toBeNull();
    expect(await roomOf(chat, id, somebody())).toBeUndefined();
  });
});

/** Somebody in so many rooms, each with a message. */
async function inRooms(count: number) {
  const ana = somebody();
  const made: string[] = [];
  for (let turn = 0; turn < count; turn++) {
    const { competitionId, roomId, owner } = await newRoom(chat, 0);
    await chat.stream.publish(joined(competitionId, ana));
    await until('the room', () => roomOf(chat, competitionId, ana));
    await send(chat, owner, roomId, `Message ${turn}`);
    made.push(roomId);
  }
  return { ana, made };
}

describe('the rooms of a person', () => {
  test('come with the newest message first, page by page', async () => {
    const { ana, made } = await inRooms(3);
    const [first, second, third] = made;
    await send(chat, ana, first ?? '', 'The newest');
    const page = await roomsOf(chat, ana, '', 2);
    expect(page?.edges.map(({ node }) => node.id)).toEqual([first, third]);
    expect(page?.pageInfo.hasNextPage).toBe(true);
    const rest = await roomsOf(chat, ana, '', 2, page?.pageInfo.endCursor);
    expect(rest?.edges.map(({ node }) => node.id)).toEqual([second]);
    expect(rest?.pageInfo.hasNextPage).toBe(false);
  });

  test('cost the same number of queries however many there are', async () => {
    const { ana, made } = await inRooms(4);
    await untilPublished(chat.pool);
    const fields = 'unreadCount members { role } lastMessage { id } messages(last: 2) { edges { node { id } } }';
    const queriesFor = (first: number) =>
      queriesAbout(chat.pool, [ana.userId, ...made], () => roomsOf(chat, ana, fields, first));
    expect([await queriesFor(1), await queriesFor(4)]).toEqual([4, 4]);
  });

  test('are shown to that person alone', async () => {
    const { ana } = await inRooms(1);
    expect(await roomsOf(chat, { ...somebody(), userId: ana.userId }, '', 5)).toBeUndefined();
  });

  test('refuse a page of none and of 101, and a cursor of something else', async () => {
    const ana = somebody();
    const query = `query ($representations: [_Any!]!, $first: Int!, $after: String) {
      _entities(representations: $representations) { ... on Viewer { rooms(first: $first, after: $after) { edges { cursor } } } }
    }`;
    const representations = [{ __typename: 'Viewer', id: ana.userId }];
    for (const page of [{ first: 0 }, { first: 101 }, { first: 5, after: 'nonsense' }]) {
      const { errors } = await chat.ask(ana.viewer, query, { representations, ...page });
      expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    }
  });
});

describe('the service', () => {
  test('is ready while its stores answer', async () => {
    const ready = await fetch(`${chat.url}/readyz`);
    expect(await ready.json()).toEqual({ ready: true, checks: { postgres: 'ok', broker: 'ok' } });
  });
});
