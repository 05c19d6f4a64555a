import { createClient } from 'graphql-ws';
import { decodeJwt } from 'jose';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import {
  AcceptFriendDocument,
  ChangePasswordDocument,
  CreateApiKeyDocument,
  DeleteAccountDocument,
  FinishWorkoutDocument,
  GoalAchievedDocument,
  LiveWorkoutUpdatedDocument,
  LogInDocument,
  LogOutDocument,
  LogOutEverywhereDocument,
  LogWorkoutDocument,
  RefreshSessionDocument,
  RequestFriendDocument,
  RequestPasswordResetDocument,
  ResetPasswordDocument,
  RevokeApiKeyDocument,
  SetGoalDocument,
  StartWorkoutDocument,
  WorkoutDocument,
} from '#client/__generated__/graphql.ts';
import { createLaurelClient, type LaurelClient } from '#client/laurel.ts';
import { until } from '#platform/testing/until.ts';
import { mailedLink } from './support/mails.ts';
import { newPerson, password } from './support/people.ts';

// Whatever ends a session or a key ends it at every worker of the gateway, also for what is being listened to.

const gatewayUrl = inject('gatewayUrl');
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

test('Who listens to a friend’s live workout, or to their own goals, hears nothing more when their session ends', async () => {
  const [ana, ben] = [await newPerson(gatewayUrl, 'ana'), await newPerson(gatewayUrl, 'ben')];
  await ana.client.run(RequestFriendDocument, { input: { userId: ben.id } });
  await ben.client.run(AcceptFriendDocument, { input: { userId: ana.id } });
  const { startWorkout } = await ana.client.run(StartWorkoutDocument, {
    input: { sport: 'RUNNING', visibility: 'FRIENDS' },
  });
  const workoutId = startWorkout.workout?.id ?? '';
  await until('the friend to see it', async () => (await ben.client.run(WorkoutDocument, { id: workoutId })).workout);
  const dayIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  // What began an hour ago may have begun yesterday.
  const goal = { metric: 'WORKOUT_COUNT' as const, targetValue: 1, startDate: dayIn(-1), targetDate: dayIn(1) };
  expect((await ben.client.run(SetGoalDocument, { input: goal })).setGoal.userErrors).toEqual([]);

  const ended = await logIn(ben.username);
  const heard: string[] = [];
  const hear = async (what: string, results: AsyncIterable<unknown>): Promise<void> => {
    for await (const _ of results) heard.push(what);
  };
  const socket = createClient({
    url: `${gatewayUrl.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${ended.token}` },
  });
  const over = Promise.allSettled([
    hear(
      'ended: live',
      socket.iterate({ query: `subscription { liveWorkoutUpdated(workoutId: "${workoutId}") { id } }` }),
    ),
    hear('ended: goal', socket.iterate({ query: 'subscription { goalAchieved { id } }' })),
  ]);
  const live = hear('live', ben.client.listen(LiveWorkoutUpdatedDocument, { workoutId }));
  const achieved = ben.client.listen(GoalAchievedDocument, {})[Symbol.asyncIterator]();
  const goalOfOther = achieved.next();
  await until('both to hear', () => heard.includes('live') && heard.includes('ended: live'));

  await ben.client.run(LogOutDocument, { input: { sessionId: decodeJwt(ended.token)['sid']?.toString() ?? '' } });
  await over;
  const before = heard.filter((what) => what.startsWith('ended')).length;
  await ana.client.run(FinishWorkoutDocument, { input: { workoutId } });
  const workout = {
    sport: 'YOGA' as const,
    startedAt: new Date(Date.now() - 3_600_000).toISOString(),
    elapsedSeconds: 600,
  };
  await ben.client.run(LogWorkoutDocument, { input: workout });
  expect((await goalOfOther).value).toBeDefined();
  await live;
  expect(heard.filter((what) => what.startsWith('ended'))).toHaveLength(before);
});
