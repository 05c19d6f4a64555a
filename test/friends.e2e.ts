import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, inject, test } from 'vitest';
import {
  AcceptFriendDocument,
  BlockUserDocument,
  DeclineFriendDocument,
  FriendRequestsDocument,
  FriendsDocument,
  FriendshipUpdatedDocument,
  OpenDirectRoomDocument,
  RemoveFriendDocument,
  RequestFriendDocument,
  RoomDocument,
  RoomEventsDocument,
  SearchUsersDocument,
  SendMessageDocument,
  SetTypingDocument,
  UnblockUserDocument,
} from '#client/__generated__/graphql.ts';
import type { Person } from '#client/people.ts';
import { until } from '#platform/testing/until.ts';
import { newPerson } from './support/people.ts';

const gatewayUrl = inject('gatewayUrl');

async function three(): Promise<[Person, Person, Person]> {
  const [ana, ben, cid] = await Promise.all(['ana', 'ben', 'cid'].map((name) => newPerson(gatewayUrl, name)));
  if (!ana || !ben || !cid) throw new Error('nobody came');
  return [ana, ben, cid];
}
async function befriend(one: Person, other: Person): Promise<void> {
  await one.client.run(RequestFriendDocument, { input: { userId: other.id } });
  const { acceptFriend } = await other.client.run(AcceptFriendDocument, { input: { userId: one.id } });
  expect(acceptFriend).toMatchObject({ userErrors: [], friendship: { status: 'ACCEPTED' } });
}
const friendsOf = async ({ client }: Person): Promise<string[]> =>
  (await client.run(FriendsDocument, {})).viewer?.friends.edges.map(({ node }) => node.id) ?? [];

describe('friends', () => {
  test('are asked, accept, decline and part; each hears of it as it happens', async () => {
    const [ana, ben, cid] = await three();
    await cid.client.run(RequestFriendDocument, { input: { userId: ana.id } });
    const updates = ana.client.listen(FriendshipUpdatedDocument, {});
    const next = async () => (await updates.next()).value?.friendshipUpdated;
    expect(await next()).toMatchObject({ friendship: { status: 'PENDING' }, user: { username: cid.username } });
    await ana.client.run(DeclineFriendDocument, { input: { userId: cid.id } });
    expect(await next()).toMatchObject({ friendship: null, user: { id: cid.id } });
    await befriend(ana, ben);
    expect(await next()).toMatchObject({ friendship: { status: 'PENDING', requestedByViewer: true } });
    expect(await next()).toMatchObject({ friendship: { status: 'ACCEPTED' }, user: { id: ben.id } });
    expect([await friendsOf(ana), await friendsOf(ben)]).toEqual([[ben.id], [ana.id]]);
    await ben.client.run(RemoveFriendDocument, { input: { userId: ana.id } });
    expect(await next()).toMatchObject({ friendship: null, user: { id: ben.id } });
    expect(await friendsOf(ana)).toEqual([]);
    await updates.return?.();
  });

  test('are found by username, with those in common', async () => {
    const [ana, ben, cid] = await three();
    await befriend(ana, cid);
    await befriend(ben, cid);
    const search = async (query: string) =>
      (await ana.client.run(SearchUsersDocument, { query, first: 5 })).searchUsers?.edges.map(({ node }) => node);
    expect(await search(ben.username.toUpperCase())).toMatchObject([
      { id: ben.id, mutualFriendCount: 1, friendship: null },
    ]);
    await ana.client.run(RequestFriendDocument, { input: { userId: ben.id } });
    const { viewer } = await ben.client.run(FriendRequestsDocument, { first: 5 });
    expect(viewer?.friendRequestsReceived.edges[0]?.node.user).toMatchObject({ id: ana.id, mutualFriendCount: 1 });
    await ben.client.run(BlockUserDocument, { input: { userId: ana.id } });
    expect(await search(ben.username)).toEqual([]);
    const again = await ana.client.run(RequestFriendDocument, { input: { userId: ben.id } });
    expect(again.requestFriend.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['userId'] }]);
  });

  test('talk in a room of two, which a block closes to both, and opens when it is taken back', async () => {
    const [ana, ben] = await three();
    const open = async (who: Person, other: Person) =>
      (await who.client.run(OpenDirectRoomDocument, { input: { userId: other.id } })).openDirectRoom;
    const { room } = await open(ana, ben);
    const roomId = room?.id ?? '';
    expect((await open(ben, ana)).room).toEqual({ id: roomId, kind: 'DIRECT' });
    const say = async (who: Person, body: string) => {
      const input = { roomId, body, clientMessageId: body };
      return (await who.client.run(SendMessageDocument, { input })).sendMessage;
    };
    const events = ben.client.listen(RoomEventsDocument, { roomId });
    const kindOfNext = async () => (await events.next()).value?.roomEvent.__typename;
    const first = kindOfNext();
    await until('the subscription', async () => {
      await ana.client.run(SetTypingDocument, { input: { roomId, typing: true } });
      return Promise.race([first, delay(100)]);
    });
    expect((await say(ana, 'hello')).message?.body).toBe('hello');
    let kind = await first;
    while (kind !== 'MessagePosted') kind = await kindOfNext();
    await ana.client.run(BlockUserDocument, { input: { userId: ben.id } });
    do kind = await kindOfNext();
    while (kind === 'TypingChanged');
    expect(kind).toBe('MemberLeft');
    expect(await kindOfNext()).toBeUndefined();
    const seenBy = async ({ client }: Person) => (await client.run(RoomDocument, { id: roomId, last: 5 })).room;
    expect(await seenBy(ben)).toBeNull();
    expect((await say(ben, 'and now?')).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['roomId'] }]);
    expect((await open(ben, ana)).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['userId'] }]);
    expect((await open(ana, ben)).userErrors).toMatchObject([{ code: 'FORBIDDEN', path: ['userId'] }]);
    await ana.client.run(UnblockUserDocument, { input: { userId: ben.id } });
    const back = await until('the room', () => seenBy(ben));
    expect(back.messages.edges.map(({ node }) => node.body)).toEqual(['hello']);
  });
});
