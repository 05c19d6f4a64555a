import { expect, inject, test } from 'vitest';
import {
  FriendshipUpdatedDocument,
  LogInDocument,
  RequestFriendDocument,
  ViewerDocument,
} from '#client/__generated__/graphql.ts';
import { LaurelError } from '#client/errors.ts';
import { createLaurelClient, type LaurelClient } from '#client/laurel.ts';
import type { Person } from '#client/people.ts';
import { newPerson, password } from './support/people.ts';

const gatewayUrl = inject('gatewayUrl');

/** Somebody whom somebody else has asked to be friends: listening to friendships tells that at once. */
async function askedPerson(): Promise<{ asked: Person; asking: Person }> {
  const [asked, asking] = await Promise.all([newPerson(gatewayUrl, 'asked'), newPerson(gatewayUrl, 'asking')]);
  await asking.client.run(RequestFriendDocument, { input: { userId: asked.id } });
  return { asked, asking };
}

const whoAsks = async (client: LaurelClient): Promise<string | undefined> => {
  for await (const { friendshipUpdated } of client.listen(FriendshipUpdatedDocument, {}))
    return friendshipUpdated.user?.id;
  return undefined;
};

test('one listens as whom the client speaks for at that moment', async () => {
  const [first, second] = await Promise.all([askedPerson(), askedPerson()]);
  const client = createLaurelClient(gatewayUrl);
  for (const { asked, asking } of [first, second, first]) {
    client.authenticate(asked.accessToken);
    expect(await whoAsks(client)).toBe(asking.id);
  }
  await client.close();
});

test('a token that does not hold is refused at once, and the next one is none the worse', async () => {
  const { asked, asking } = await askedPerson();
  const client = createLaurelClient(gatewayUrl);
  client.authenticate('no token');
  const refused = client.listen(FriendshipUpdatedDocument, {});
  await expect(refused.next()).rejects.toThrow(expect.toSatisfy((error: unknown) => error instanceof LaurelError));
  await expect(client.listen(FriendshipUpdatedDocument, {}).next()).rejects.toMatchObject({
    codes: ['UNAUTHENTICATED'],
  });
  client.authenticate(asked.accessToken);
  expect(await whoAsks(client)).toBe(asking.id);
  await client.close();
});

test('what is listened to is closed also while nothing comes', async () => {
  const { client } = await newPerson(gatewayUrl, 'lonely');
  const updates = client.listen(FriendshipUpdatedDocument, {});
  const pending = updates.next();
  expect(await updates.return?.()).toEqual({ done: true, value: undefined });
  expect(await pending).toEqual({ done: true, value: undefined });
  await client.close();
});

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

test.each([
  ['are over', () => new Date().toISOString()],
  ['are refused, though a clock that is slow has them hold', inAnHour],
])('a session goes on with new tokens when those it has %s, once for all who ask', async (_when, expiresAt) => {
  const { asked, asking } = await askedPerson();
  const client = createLaurelClient(gatewayUrl);
  const { logIn } = await client.run(LogInDocument, {
    input: { email: `${asked.username}@example.org`, password },
  });
  const { refreshToken = '' } = logIn.session ?? {};
  client.authenticate({
    accessToken: 'one that is over',
    accessTokenExpiresAt: expiresAt(),
    refreshToken,
  });
  const [one, other, heard] = await Promise.all([
    client.run(ViewerDocument, {}),
    client.run(ViewerDocument, {}),
    whoAsks(client),
  ]);
  expect([one.viewer?.id, other.viewer?.id, heard]).toEqual([asked.id, asked.id, asking.id]);
  await client.close();
});

// It would be tried again for half a minute if it were taken for a line that broke.
test.each([
  ['is over', () => new Date().toISOString()],
  ['would still hold', inAnHour],
])(
  'who listens with a session that was ended is told so at once: its token %s',
  { timeout: 10_000 },
  async (_when, expiresAt) => {
    const client = createLaurelClient(gatewayUrl);
    client.authenticate({ accessToken: 'none', accessTokenExpiresAt: expiresAt(), refreshToken: 'none' });
    const ended = expect.objectContaining({ name: 'LaurelError', codes: ['UNAUTHENTICATED'] });
    await expect(client.listen(FriendshipUpdatedDocument, {}).next()).rejects.toEqual(ended);
    await expect(client.run(ViewerDocument, {})).rejects.toEqual(ended);
    await client.close();
  },
);
