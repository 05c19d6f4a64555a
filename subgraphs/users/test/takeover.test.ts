import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Viewer } from '#platform/viewer.ts';
import { openTestStream, type TestStream } from '#platform/testing/streams.ts';
import { call, mailedToken } from './accountSupport.ts';
import { enter, identity } from './outsideSupport.ts';
import { goodPassword, newPerson, startTestUsers, type TestUsers } from './support.ts';

// Who once had an account, or its password, or was in it, must be out when its owner says so.

let users: TestUsers;
let streams: TestStream;
beforeAll(async () => {
  users = await startTestUsers({ MAILS_PER_ADDRESS: 1000 });
  streams = await openTestStream(users.nats.url);
});

const newPassword = 'another horse battery staple';
async function keysOf({ userId }: { userId: string }): Promise<unknown[]> {
  const { rows }: { rows: unknown[] } = await users.pool.query('SELECT FROM api_keys WHERE account_id = $1', [userId]);
  return rows;
}

async function createKey(viewer: Viewer): Promise<string> {
  const query = 'mutation { createApiKey(input: { name: "Watch" }) { apiKey { id } } }';
  const { data } = await users.ask(viewer, query);
  return z.object({ createApiKey: z.object({ apiKey: z.object({ id: z.string() }) }) }).parse(data).createApiKey.apiKey
    .id;
}

describe('a new password', () => {
  test.each(['changePassword', 'resetPassword'])('by %s makes links to another address useless', async (field) => {
    const ana = await newPerson(users);
    const own = await mailedToken(users, ana.email, 'confirm-email');
    expect(await call(users, 'confirmEmail', { token: own })).toEqual([]);
    const thief = `thief-of-${ana.email}`;
    await call(users, 'changeEmail', { newEmail: thief, password: goodPassword }, ana.viewer);
    const token = await mailedToken(users, thief, 'confirm-email');
    if (field === 'changePassword') {
      const input = { currentPassword: goodPassword, newPassword };
      expect(await call(users, 'changePassword', input, ana.viewer)).toEqual([]);
    } else {
      await call(users, 'requestPasswordReset', { email: ana.email });
      const reset = await mailedToken(users, ana.email, 'reset-password');
      expect(await call(users, 'resetPassword', { token: reset, newPassword })).toEqual([]);
    }
    expect(await call(users, 'confirmEmail', { token })).toMatchObject([{ code: 'INVALID_TOKEN' }]);
  });

  test('leaves the link to the account’s own address as it is', async () => {
    const ana = await newPerson(users);
    const token = await mailedToken(users, ana.email, 'confirm-email');
    await call(users, 'changePassword', { currentPassword: goodPassword, newPassword }, ana.viewer);
    expect(await call(users, 'confirmEmail', { token })).toEqual([]);
  });
});

test('Who resets the password of an account that a stranger made with their address shuts the stranger out', async () => {
  const stranger = await newPerson(users);
  const keyId = await createKey(stranger.viewer);
  await call(users, 'requestPasswordReset', { email: stranger.email });
  const token = await mailedToken(users, stranger.email, 'reset-password');
  expect(await call(users, 'resetPassword', { token, newPassword })).toEqual([]);
  expect(await keysOf(stranger.viewer)).toEqual([]);
  const { userId } = stranger.viewer;
  const { data } = await streams.next(`events.users.AccountClaimed.${userId}`);
  expect(data).toEqual({ version: expect.any(Number), userId });
  await streams.next(`revocations.${keyId}`);
  await streams.next(`revocations.${stranger.viewer.sessionId}`);
});

test('Who resets the password of a confirmed account keeps its devices', async () => {
  const ana = await newPerson(users);
  await call(users, 'confirmEmail', { token: await mailedToken(users, ana.email, 'confirm-email') });
  await createKey(ana.viewer);
  await call(users, 'requestPasswordReset', { email: ana.email });
  const token = await mailedToken(users, ana.email, 'reset-password');
  expect(await call(users, 'resetPassword', { token, newPassword })).toEqual([]);
  expect(await keysOf(ana.viewer)).toHaveLength(1);
  expect(await streams.last(`events.users.AccountClaimed.${ana.viewer.userId}`)).toBeUndefined();
});

test('A session of an outside issuer is told of as ended however long its token has been out', async () => {
  const stranger = identity();
  const [long, now] = [
    await enter(users, { ...stranger, session: 'long' }),
    await enter(users, { ...stranger, session: 'now' }),
  ];
  await users.pool.query(`UPDATE sessions SET last_used_at = now() - interval '50 minutes' WHERE id = $1`, [
    long.sessionId,
  ]);
  await call(users, 'logOutEverywhere', {}, now);
  await streams.next(`revocations.${now.sessionId}`);
  await streams.next(`revocations.${long.sessionId}`);
});
