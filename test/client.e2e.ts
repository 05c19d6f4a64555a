import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, inject, test } from 'vitest';
import { z } from 'zod';
import {
  CreateRoomDocument,
  FriendshipUpdatedDocument,
  LogInDocument,
  RequestFriendDocument,
  RoomDocument,
  RoomEventsDocument,
  SendMessageDocument,
  ViewerDocument,
} from '#client/__generated__/graphql.ts';
import { LaurelError } from '#client/errors.ts';
import { createLaurelClient, type LaurelClient } from '#client/laurel.ts';
import type { Person } from '#client/people.ts';
import { until } from '#platform/testing/until.ts';
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

/** A way to the gateway that can be broken. */
async function breakableLine(): Promise<AsyncDisposable & { readonly url: string; break(): void }> {
  const ends = new Set<Socket>();
  const server = createServer((client) => {
    const gateway = connect(Number(new URL(gatewayUrl).port), new URL(gatewayUrl).hostname);
    for (const [end, other] of [
      [client, gateway],
      [gateway, client],
    ] as const) {
      ends.add(end);
      end.on('error', () => undefined).on('close', () => other.destroy());
      end.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const breakAll = (): void => ends.forEach((end) => end.destroy());
  return {
    url: `http://127.0.0.1:${port}`,
    break: breakAll,
    [Symbol.asyncDispose]: async () => {
      breakAll();
      server.close();
      await once(server, 'close');
    },
  };
}

test('who listens is told when a line that broke stands again, can fetch what they missed, and hears what comes', async () => {
  await using line = await breakableLine();
  const [hearing, saying] = await Promise.all([newPerson(line.url, 'hearing'), newPerson(gatewayUrl, 'saying')]);
  const { createRoom } = await saying.client.run(CreateRoomDocument, { input: { memberIds: [hearing.id] } });
  const roomId = createRoom.room?.id ?? '';
  const say = async (body: string): Promise<void> => {
    await saying.client.run(SendMessageDocument, { input: { roomId, body, clientMessageId: body } });
  };
  const heard = new Set<string>();
  const reconnects: (readonly (string | null | undefined)[])[] = [];
  const fetchMissed = async (): Promise<void> => {
    const { room } = await hearing.client.run(RoomDocument, { id: roomId, last: 100 });
    reconnects.push(room?.messages.edges.map(({ node }) => node.body) ?? []);
  };
  const onReconnected = (): void => void fetchMissed();
  const events = hearing.client.listen(RoomEventsDocument, { roomId }, { onReconnected });
  const listening = (async () => {
    for await (const { roomEvent } of events) {
      if (roomEvent.__typename === 'MessagePosted') heard.add(roomEvent.message.body ?? '');
    }
  })();
  const saidUntilHeard = async (what: string): Promise<void> => {
    let times = 0;
    await until(`${what} to be heard`, async () => {
      await say(`${what} ${++times}`);
      return [...heard].some((body) => body.startsWith(what));
    });
  };

  await saidUntilHeard('before');
  expect(reconnects).toEqual([]);
  line.break();
  await say('meanwhile');
  const [fetched] = await until('a reconnect', () => reconnects.length > 0 && reconnects);
  expect(fetched).toContain('meanwhile');
  await saidUntilHeard('after');
  expect(reconnects).toHaveLength(1);
  await events.return?.();
  await listening;
  await Promise.all([hearing.client.close(), saying.client.close()]);
});
