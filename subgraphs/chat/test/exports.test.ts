import { v7 as uuidv7 } from 'uuid';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { DataExportRequested, Profile, UserBlocked, UserRegistered } from '#events/users.ts';
import { openBroker } from '#platform/events/broker.ts';
import { createEvent, createState } from '#platform/events/envelope.ts';
import { hasGiven } from '#platform/events/exportParts.ts';
import { createService } from '#platform/lifecycle.ts';
import { transaction } from '#platform/postgres/connection.ts';
import { jsonGiven } from '#platform/testing/exports.ts';
import { until } from '#platform/testing/until.ts';
import { newRoom, send } from './asking.ts';
import { somebody, startTestChat, type Somebody } from './support.ts';

const chat = await startTestChat();
const { service, close } = createService('test', 'silent');
afterAll(close);
const broker = await openBroker(service, chat.nats.url);
const at = new Date();

/** Opens the room of two as soon as both are known. */
const openWith = ({ viewer }: Somebody, { userId }: Somebody): Promise<string> =>
  until('the room', async () => {
    const query = `mutation ($userId: ID!) { openDirectRoom(input: { userId: $userId }) { room { id } } }`;
    const { data } = await chat.ask(viewer, query, { userId });
    const opened = z.object({ openDirectRoom: z.object({ room: z.object({ id: z.string() }).nullable() }) });
    return opened.parse(data).openDirectRoom.room?.id;
  });

test('Who takes their data along reads of each room what it is for, what it or whoever else is in it is called, and what they wrote, but not how much others did', async () => {
  const [ben, cid] = [somebody(), somebody()];
  const { owner: ana, roomId } = await newRoom(chat, 1, 'May Challenge');
  for (const { userId } of [ana, ben, cid]) {
    await chat.stream.publish(createEvent(UserRegistered, userId, { version: 1, userId }, at));
  }
  const profile = Profile.data.parse({
    ...{ version: 1, userId: ben.userId, username: 'ben-of-the-hills', timeZone: 'UTC', defaultVisibility: 'ONLY_ME' },
    ...{ birthDate: null, sex: null, weightKilograms: null, restingHeartRateBpm: null, maxHeartRateBpm: null },
  });
  await chat.stream.publish(createState(Profile, `profiles.${ben.userId}`, ben.userId, profile, at));
  const rooms = [roomId, await openWith(ana, ben), await openWith(cid, ana)];
  const { id: messageId } = await send(chat, ana, roomId, 'Good luck!');
  const exportId = uuidv7();
  const asked = { version: 1, exportId, userId: ana.userId };
  await chat.stream.publish(createEvent(DataExportRequested, exportId, asked, at));
  const given = await jsonGiven(broker, exportId, 'chat');
  const message = { id: messageId, room_id: roomId, author_id: ana.userId, body: 'Good luck!', reply_to_id: null };
  expect(given.get('chat/messages.json')).toEqual([
    {
      ...{ ...message, client_message_id: expect.any(String), sent_at: expect.any(String) },
      ...{ edited_at: null, deleted_at: null },
    },
  ]);
  expect(JSON.stringify(given.get('chat/rooms.json'))).not.toContain('sequence');
  const told = z
    .array(
      z.object({
        room_id: z.string(),
        kind: z.string(),
        title: z.string().nullable(),
        other_id: z.unknown(),
        other_username: z.unknown(),
      }),
    )
    .parse(given.get('chat/rooms.json'));
  expect(new Map(told.map(({ room_id: id, ...each }) => [id, each]))).toEqual(
    new Map(
      [
        { kind: 'COMPETITION', title: 'May Challenge', other_id: null, other_username: null },
        { kind: 'DIRECT', title: null, other_id: ben.userId, other_username: 'ben-of-the-hills' },
        // Of him no profile is known, as of somebody who deleted their account.
        { kind: 'DIRECT', title: null, other_id: cid.userId, other_username: null },
      ].map((each, index) => [rooms[index], each]),
    ),
  );
});

test('Blocks are heard while what somebody else has written is read for their archive', async () => {
  const [ana, ben, cid] = [somebody(), somebody(), somebody()];
  for (const { userId } of [ana, ben]) {
    await chat.stream.publish(createEvent(UserRegistered, userId, { version: 1, userId }, at));
  }
  const id = await openWith(ana, ben);
  const isIn = async (): Promise<boolean> => {
    const { data } = await chat.ask(ben.viewer, 'query ($id: ID!) { room(id: $id) { id } }', { id });
    return data?.room !== null;
  };
  expect(await isIn()).toBe(true);
  const [exportId, friendshipId] = [uuidv7(), uuidv7()];
  await transaction(chat.pool, async (tx) => {
    await tx.query('LOCK TABLE messages');
    const wish = { version: 1, exportId, userId: cid.userId };
    await chat.stream.publish(createEvent(DataExportRequested, exportId, wish, at));
    const block = { version: 1, friendshipId, userId: ana.userId, blockedId: ben.userId };
    await chat.stream.publish(createEvent(UserBlocked, friendshipId, block, at));
    await until('the block', async () => !(await isIn()));
    expect(await hasGiven(broker, exportId, 'chat')).toBe(false);
  });
  await until('the export', () => hasGiven(broker, exportId, 'chat'));
});
