import { expect, test } from 'vitest';
import { z } from 'zod';
import { openTestStream } from '#platform/testing/streams.ts';
import { act } from './friendSupport.ts';
import { newPerson, startTestUsers } from './support.ts';

const users = await startTestUsers();
const stream = await openTestStream(users.nats.url);
const data = z.looseObject({ version: z.int(), userId: z.string(), friendshipId: z.string() });

test('all that happens between two people is told, numbered in its order', async () => {
  const [ana, ben] = [(await newPerson(users)).viewer, (await newPerson(users)).viewer];
  const event = async (name: string, version: number) => {
    const isIt = ({ data: told }: { data?: unknown }) => data.parse(told).version === version;
    return data.parse((await stream.find(`events.users.${name}.*`, isIt)).data);
  };
  await act(users, ana, 'requestFriend', ben.userId);
  await act(users, ben, 'declineFriend', ana.userId);
  await act(users, ana, 'requestFriend', ben.userId);
  await act(users, ben, 'acceptFriend', ana.userId);
  await act(users, ana, 'blockUser', ben.userId);
  await act(users, ana, 'unblockUser', ben.userId);
  await act(users, ben, 'requestFriend', ana.userId);
  await act(users, ben, 'removeFriend', ana.userId);

  const [asked, answered] = [
    { userId: ana.userId, friendId: ben.userId },
    { userId: ben.userId, friendId: ana.userId },
  ];
  const block = { userId: ana.userId, blockedId: ben.userId };
  const { friendshipId } = await event('FriendshipStarted', 4);
  expect(await event('FriendshipEnded', 5)).toMatchObject({ ...asked, friendshipId });
  expect(await event('UserBlocked', 6)).toMatchObject({ ...block, friendshipId });
  expect(await event('UserUnblocked', 7)).toMatchObject({ ...block, friendshipId });
  expect(await event('FriendRequested', 8)).toMatchObject({ ...answered, friendshipId });
  expect(await event('FriendRequestEnded', 9)).toMatchObject({ ...answered, because: 'WITHDRAWN' });
});
