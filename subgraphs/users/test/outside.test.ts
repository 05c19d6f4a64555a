import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { until } from '#platform/testing/until.ts';
import { theGateway, type Viewer } from '#platform/viewer.ts';
import { deriveUsername } from '../domain/outsideIdentity.ts';
import { call, mailedToken, mailsTo } from './accountSupport.ts';
import { enter, identity, knock } from './outsideSupport.ts';
import { newPerson, startTestUsers, type TestUsers } from './support.ts';

let users: TestUsers;
beforeAll(async () => {
  users = await startTestUsers();
});

const viewerOf = async (viewer: Viewer) =>
  (
    await users.ask(
      viewer,
      '{ viewer { id username displayName email emailConfirmedAt hasPassword sessions { id current } } }',
    )
  ).data?.['viewer'];

describe('an outside identity', () => {
  test('makes an account the first time, and is let in to it ever after', async () => {
    const stranger = identity({ username: 'Zoë the Runner', name: 'Zoë', verifiedEmail: 'zoe@example.org' });
    const first = await enter(users, stranger);
    expect(await viewerOf(first)).toMatchObject({
      username: 'ZoetheRunner',
      displayName: 'Zoë',
      email: 'zoe@example.org',
      emailConfirmedAt: expect.any(String),
      hasPassword: false,
      sessions: [{ id: first.sessionId, current: true }],
    });
    expect(await enter(users, stranger)).toEqual(first);
  });

  test('has a session that tells by what program it was used last', async () => {
    const stranger = identity();
    const viewer = await enter(users, stranger);
    const programs = async () => (await users.ask(viewer, '{ viewer { sessions { userAgent } } }')).data?.['viewer'];
    for (const userAgent of ['App/1 (phone)', 'App/2 (phone)', undefined]) {
      await knock(users, stranger, theGateway, userAgent);
      expect(await programs()).toEqual({ sessions: [{ userAgent: userAgent ?? null }] });
    }
  });

  test('whose issuer calls it by an address is not called so before everybody', async () => {
    const told = identity({ username: 'zoe@example.com', name: 'zoe@example.com' });
    const stranger = z
      .object({ username: z.string(), displayName: z.string() })
      .parse(await viewerOf(await enter(users, told)));
    expect(stranger.username).toMatch(/^person-/);
    expect(stranger.displayName).toBe(stranger.username);
  });

  test('that cannot be kept is refused', async () => {
    expect((await knock(users, identity({ subject: 'a\0b' }))).status).toBe(400);
    expect((await knock(users, identity({ session: 'a\0b' }))).status).toBe(400);
  });

  test('seen first by many requests at once makes one account', async () => {
    const stranger = identity({ username: 'manyatonce' });
    const all = await Promise.all(Array.from({ length: 8 }, () => enter(users, stranger)));
    expect(new Set(all.map(({ userId }) => userId)).size).toBe(1);
    expect(new Set(all.map(({ sessionId }) => sessionId)).size).toBe(1);
  });

  test('gets another username where its own is taken', async () => {
    const { username } = await newPerson(users);
    const stranger = await viewerOf(await enter(users, identity({ username: username.toUpperCase() })));
    expect(stranger).toMatchObject({ username: expect.stringMatching(new RegExp(`^${username}-\\w{6}$`, 'i')) });
  });

  test('does not take over an account whose address nobody confirmed', async () => {
    const ana = await newPerson(users);
    const stranger = await enter(users, identity({ verifiedEmail: ana.email }));
    expect(stranger.userId).not.toBe(ana.viewer.userId);
    expect(await viewerOf(stranger)).toMatchObject({ email: null });
  });

  test('is the person whose address is confirmed here and verified there', async () => {
    const ana = await newPerson(users);
    await call(users, 'confirmEmail', { token: await mailedToken(users, ana.email, 'confirm-email') });
    const told = identity({ verifiedEmail: ana.email.toUpperCase() });
    const stranger = await enter(users, told);
    expect(stranger.userId).toBe(ana.viewer.userId);
    expect(await enter(users, told)).toEqual(stranger);
    const mails = await until('a mail that says so', async () => {
      const found = await mailsTo(users, ana.email);
      return found.some((mail) => mail.includes('Another way to log in to your account')) && found;
    });
    // The other one is to confirm the address.
    expect(mails).toHaveLength(2);
  });

  test('whose session was ended stays out with it, and comes in with a newer one', async () => {
    const stranger = identity({ issuedAt: new Date(Date.now() - 60_000).toISOString() });
    const named = { ...stranger, session: 'a session' };
    for (const token of [stranger, named]) await call(users, 'logOut', {}, await enter(users, token));
    expect([(await knock(users, stranger)).status, (await knock(users, named)).status]).toEqual([403, 403]);
    const later = { issuedAt: new Date(Date.now() + 1000).toISOString() };
    expect((await knock(users, { ...named, ...later })).status).toBe(403);
    expect((await knock(users, { ...stranger, ...later })).status).toBe(200);
    // Nor does the newer one let it in again.
    expect((await knock(users, stranger)).status).toBe(403);
    const before = { issuedAt: new Date(Date.now() - 3_600_000).toISOString() };
    expect((await knock(users, { ...stranger, ...before })).status).toBe(403);
  });

  test('whose session was ended stays out with it for as long as the issuer renews it', async () => {
    const ana = await newPerson(users);
    await call(users, 'confirmEmail', { token: await mailedToken(users, ana.email, 'confirm-email') });
    const stranger = identity({ verifiedEmail: ana.email, session: 'of a lost phone' });
    const left = identity({ verifiedEmail: ana.email, session: 'of the desk' });
    await enter(users, left);
    await call(users, 'logOut', {}, await enter(users, stranger));
    // As if it were long ago.
    const sql = `UPDATE sessions SET last_used_at = last_used_at - interval '61 days' WHERE account_id = $1`;
    await users.pool.query(sql, [ana.viewer.userId]);
    await users.clear();
    const { rows } = await users.pool.query('SELECT FROM sessions WHERE account_id = $1', [ana.viewer.userId]);
    expect(rows).toHaveLength(1);
    const renewed = { issuedAt: new Date(Date.now() + 1000).toISOString() };
    expect((await knock(users, { ...stranger, ...renewed })).status).toBe(403);
    expect((await knock(users, { ...left, ...renewed })).status).toBe(200);
  });

  test('leaves no sessions behind that nobody uses any more, but what was ended stays out', async () => {
    const stranger = identity();
    const [ended, left] = [
      { ...stranger, session: 'of a lost phone' },
      { ...stranger, session: 'of the desk' },
    ];
    const viewer = await enter(users, left);
    await call(users, 'logOut', {}, await enter(users, ended));
    // As if it were long ago.
    const sql = `UPDATE sessions SET last_used_at = last_used_at - interval '61 days' WHERE account_id = $1`;
    await users.pool.query(sql, [viewer.userId]);
    await enter(users, { ...stranger, session: 'of today' });
    await users.clear();
    const keys = 'SELECT outside_key FROM sessions WHERE account_id = $1 ORDER BY outside_key';
    expect((await users.pool.query(keys, [viewer.userId])).rows).toEqual([
      { outside_key: expect.stringContaining('of a lost phone') },
      { outside_key: expect.stringContaining('of today') },
    ]);
    const renewed = { issuedAt: new Date(Date.now() + 1000).toISOString() };
    expect((await knock(users, { ...ended, ...renewed })).status).toBe(403);
    expect((await enter(users, { ...left, ...renewed })).userId).toBe(viewer.userId);
  });

  test('deletes its account after a fresh log-in, and the same token makes no other', async () => {
    const minutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString();
    const stranger = identity({ issuedAt: minutes(-11), authenticatedAt: minutes(-11) });
    const viewer = await enter(users, stranger);
    expect(await call(users, 'deleteAccount', {}, viewer)).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    // A token that the issuer renewed by itself.
    await enter(users, { ...stranger, issuedAt: minutes(0) });
    expect(await call(users, 'deleteAccount', {}, viewer)).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    const fresh = { ...stranger, issuedAt: minutes(0), authenticatedAt: minutes(0) };
    expect(await call(users, 'deleteAccount', {}, await enter(users, fresh))).toEqual([]);
    expect([(await knock(users, fresh)).status, (await knock(users, stranger)).status]).toEqual([403, 403]);
    const muchLater = { ...stranger, issuedAt: new Date(Date.now() + 1000).toISOString() };
    expect((await enter(users, muchLater)).userId).not.toBe(viewer.userId);
    expect([(await knock(users, fresh)).status, (await knock(users, stranger)).status]).toEqual([403, 403]);
  });

  test('is not fresh by a log-in that is still to come', async () => {
    const stranger = identity({ authenticatedAt: new Date(Date.now() + 3_600_000).toISOString() });
    const viewer = await enter(users, stranger);
    expect(await call(users, 'deleteAccount', {}, viewer)).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
  });

  test('whose account was deleted makes no other by a token that its issuer made of the same session since', async () => {
    const stranger = identity({ session: 'of the phone' });
    await enter(users, { ...stranger, session: 'of the desk' });
    const viewer = await enter(users, stranger);
    expect(await call(users, 'deleteAccount', {}, viewer)).toEqual([]);
    const later = { issuedAt: new Date(Date.now() + 60_000).toISOString() };
    for (const session of ['of the phone', 'of the desk']) {
      expect((await knock(users, { ...stranger, ...later, session })).status).toBe(403);
    }
    const again = await enter(users, { ...stranger, ...later, session: 'of a new log-in' });
    expect(again.userId).not.toBe(viewer.userId);
  });
});

test('only the gateway may ask whose an identity is', async () => {
  const { viewer } = await newPerson(users);
  expect((await knock(users, identity(), viewer)).status).toBe(401);
  expect((await knock(users, { issuer: 'only' })).status).toBe(400);
});

test.each([
  ['Ana', false, 'Ana'],
  ['Ana', true, 'Ana-abcdef'],
  ['ana@example.org', false, 'person-abcdef'],
  [null, false, 'person-abcdef'],
  ['Laurel', false, 'person-abcdef'],
  ['admin', true, 'person-abcdef'],
  ['李', false, 'person-abcdef'],
  ['x'.repeat(100), true, `${'x'.repeat(23)}-abcdef`],
])('the username of %s, taken: %s, is %s', (told, isTaken, username) => {
  expect(deriveUsername(told, 'abcdef0123', isTaken)).toBe(username);
});
