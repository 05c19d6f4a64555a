import { createClient } from 'graphql-ws';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import {
  ChangePasswordDocument,
  CreateApiKeyDocument,
  DeleteAccountDocument,
  LogInDocument,
  LogOutDocument,
  LogOutEverywhereDocument,
  RefreshSessionDocument,
  RequestPasswordResetDocument,
  ResetPasswordDocument,
  RevokeApiKeyDocument,
} from '#client/__generated__/graphql.ts';
import { createLaurelClient, type LaurelClient } from '#client/laurel.ts';
import { until } from '#platform/testing/until.ts';
import { mailedLink } from './support/mails.ts';
import { newPerson } from './support/people.ts';

// Whatever ends a session or a key ends it at every worker of the gateway, also for what is being listened to.

const gatewayUrl = inject('gatewayUrl');
const password = 'correct horse battery staple';
const SOCKETS = 6;
const STREAMS = 4;
const SOON_MS = 5_000;

/** Asks on a connection of its own, which the next worker gets. Answers the status. */
async function ask(token: string): Promise<number> {
  const { status } = await fetch(`${gatewayUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, connection: 'close' },
    body: '{"query":"{ __typename }"}',
  });
  return status;
}

/** Listens with a token over sockets and streams of events, spread over the workers. Settles when all are over. */
async function listen(token: string): Promise<{ over: Promise<unknown> }> {
  const authorization = `Bearer ${token}`;
  const query = 'subscription { goalAchieved { id } }';
  const sockets = Array.from({ length: SOCKETS }, () => {
    const opened = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    const client = createClient({
      url: `${gatewayUrl.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { authorization },
      on: { connected: () => opened.resolve(), closed: () => closed.resolve() },
    });
    const results = client.iterate({ query });
    results.next().catch(() => undefined);
    onTestFinished(() => client.dispose());
    return { opened: opened.promise, closed: closed.promise };
  });
  const streams = Array.from({ length: STREAMS }, () =>
    fetch(`${gatewayUrl}/graphql`, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query }),
    }),
  );
  await Promise.all(sockets.map(({ opened }) => opened));
  const answers = await Promise.all(streams);
  return { over: Promise.all([...sockets.map(({ closed }) => closed), ...answers.map((answer) => answer.text())]) };
}

/** What is let in before is shut out everywhere when the end is answered, and what listens is ended soon. */
async function expectEnd(token: string, end: () => Promise<unknown>): Promise<void> {
  expect(new Set(await Promise.all(Array.from({ length: 8 }, () => ask(token))))).toEqual(new Set([200]));
  let isOver = false;
  const { over } = await listen(token);
  over.then(
    () => void (isOver = true),
    () => undefined,
  );
  await end();
  // Whoever was answered can be sure of it.
  expect(new Set(await Promise.all(Array.from({ length: 8 }, () => ask(token))))).toEqual(new Set([401]));
  await until('all that listens to end', () => isOver, SOON_MS);
}

async function logIn(
  username: string,
  secret = password,
): Promise<{ client: LaurelClient; token: string; refresh: string }> {
  const client = createLaurelClient(gatewayUrl);
  const input = { email: `${username}@example.org`, password: secret };
  const { logIn: answer } = await client.run(LogInDocument, { input });
  const { accessToken: token = '', refreshToken: refresh = '' } = answer.session ?? {};
  client.authenticate(token);
  return { client, token, refresh };
}

describe('a session is over at every worker, with all it listens to,', () => {
  test('when its person logs out, there or elsewhere', async () => {
    const ana = await newPerson(gatewayUrl, 'ana');
    const elsewhere = await logIn(ana.username);
    await expectEnd(elsewhere.token, () => elsewhere.client.run(LogOutDocument, { input: {} }));
    const again = await logIn(ana.username);
    await expectEnd(again.token, () => ana.client.run(LogOutEverywhereDocument, { input: { keepCurrent: true } }));
    expect(await ask(ana.accessToken)).toBe(200);
  });

  test('when the password changes elsewhere, or is reset by mail', async () => {
    const ana = await newPerson(gatewayUrl, 'ana');
    const elsewhere = await logIn(ana.username);
    const newPassword = 'another horse battery staple';
    const input = { currentPassword: password, newPassword };
    await expectEnd(elsewhere.token, () => ana.client.run(ChangePasswordDocument, { input }));
    const email = `${ana.username}@example.org`;
    await ana.client.run(RequestPasswordResetDocument, { input: { email } });
    const token = new URL(await mailedLink(email, 'reset-password')).searchParams.get('token') ?? '';
    await expectEnd(ana.accessToken, () => ana.client.run(ResetPasswordDocument, { input: { token, newPassword } }));
  });

  test('when its refresh token is used twice, and when the account is deleted', async () => {
    const ana = await newPerson(gatewayUrl, 'ana');
    const { client, token, refresh } = await logIn(ana.username);
    const input = { refreshToken: refresh };
    await expectEnd(token, async () => {
      await client.run(RefreshSessionDocument, { input });
      await client.run(RefreshSessionDocument, { input });
    });
    await expectEnd(ana.accessToken, () => ana.client.run(DeleteAccountDocument, { input: { password } }));
  });
});

test('An API key that is revoked is refused by every worker', async () => {
  const ana = await newPerson(gatewayUrl, 'ana');
  const { createApiKey } = await ana.client.run(CreateApiKeyDocument, { input: { name: 'Watch' } });
  const { key, apiKey } = createApiKey;
  const askAll = () => Promise.all(Array.from({ length: 8 }, () => ask(key ?? '')));
  expect(new Set(await askAll())).toEqual(new Set([200]));
  await ana.client.run(RevokeApiKeyDocument, { input: { apiKeyId: apiKey?.id ?? '' } });
  expect(new Set(await askAll())).toEqual(new Set([401]));
});
