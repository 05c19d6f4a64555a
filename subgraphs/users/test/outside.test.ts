import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { IDENTITIES_SCOPE, OUTSIDE_SESSIONS_PATH, signViewer, VIEWER_HEADER, type Viewer } from '#platform/viewer.ts';
import { TEST_SECRET } from '#platform/testing/subgraph.ts';
import { deriveUsername } from '../domain/outsideIdentity.ts';
import { call, mailedToken } from './accountSupport.ts';
import { newPerson, startTestUsers, type TestUsers } from './support.ts';

let users: TestUsers;
beforeAll(async () => {
  users = await startTestUsers();
});

const opened = z.object({ userId: z.uuid(), sessionId: z.uuid() });
const gateway: Viewer = { kind: 'person', userId: 'gateway', sessionId: 'gateway', scopes: [IDENTITIES_SCOPE] };
let strangers = 0;
const identity = (changes: object = {}) => ({
  issuer: 'https://issuer.example/auth/v1',
  subject: `stranger ${++strangers}`,
  session: null,
  issuedAt: new Date().toISOString(),
  verifiedEmail: null,
  username: null,
  name: null,
  ...changes,
});

async function knock(body: object, as: Viewer = gateway): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${users.url}${OUTSIDE_SESSIONS_PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [VIEWER_HEADER]: await signViewer(TEST_SECRET, as) },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

async function logIn(body: object): Promise<Viewer & { kind: 'person' }> {
  const { userId, sessionId } = opened.parse((await knock(body)).body);
  return { kind: 'person', userId, sessionId, scopes: [] };
}

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
    const first = await logIn(stranger);
    expect(await viewerOf(first)).toMatchObject({
      username: 'ZoetheRunner',
      displayName: 'Zoë',
      email: 'zoe@example.org',
      emailConfirmedAt: expect.any(String),
      hasPassword: false,
      sessions: [{ id: first.sessionId, current: true }],
    });
    expect(await logIn(stranger)).toEqual(first);
  });

  test('whose issuer calls it by an address is not called so before everybody', async () => {
    const told = identity({ username: 'zoe@example.com', name: 'zoe@example.com' });
    const stranger = z
      .object({ username: z.string(), displayName: z.string() })
      .parse(await viewerOf(await logIn(told)));
    expect(stranger.username).toMatch(/^person-/);
    expect(stranger.displayName).toBe(stranger.username);
  });

  test('that cannot be kept is refused', async () => {
    expect((await knock(identity({ subject: 'a\0b' }))).status).toBe(400);
    expect((await knock(identity({ session: 'a\0b' }))).status).toBe(400);
  });

  test('seen first by many requests at once makes one account', async () => {
    const stranger = identity({ username: 'manyatonce' });
    const all = await Promise.all(Array.from({ length: 8 }, () => logIn(stranger)));
    expect(new Set(all.map(({ userId }) => userId)).size).toBe(1);
    expect(new Set(all.map(({ sessionId }) => sessionId)).size).toBe(1);
  });

  test('gets another username where its own is taken', async () => {
    const { username } = await newPerson(users);
    const stranger = await viewerOf(await logIn(identity({ username: username.toUpperCase() })));
    expect(stranger).toMatchObject({ username: expect.stringMatching(new RegExp(`^${username}-\\w{6}$`, 'i')) });
  });

  test('does not take over an account whose address nobody confirmed', async () => {
    const ana = await newPerson(users);
    const stranger = await logIn(identity({ verifiedEmail: ana.email }));
    expect(stranger.userId).not.toBe(ana.viewer.userId);
    expect(await viewerOf(stranger)).toMatchObject({ email: null });
  });

  test('is the person whose address is confirmed here and verified there', async () => {
    const ana = await newPerson(users);
    await call(users, 'confirmEmail', { token: await mailedToken(users, ana.email, 'confirm-email') });
    const stranger = await logIn(identity({ verifiedEmail: ana.email.toUpperCase() }));
    expect(stranger.userId).toBe(ana.viewer.userId);
  });

  test('whose session was ended stays out with it, and comes in with a newer one', async () => {
    const stranger = identity({ issuedAt: new Date(Date.now() - 60_000).toISOString() });
    const named = { ...stranger, session: 'a session' };
    for (const token of [stranger, named]) await call(users, 'logOut', {}, await logIn(token));
    expect([(await knock(stranger)).status, (await knock(named)).status]).toEqual([403, 403]);
    const later = { issuedAt: new Date(Date.now() + 1000).toISOString() };
    expect((await knock({ ...named, ...later })).status).toBe(403);
    expect((await knock({ ...stranger, ...later })).status).toBe(200);
  });

  test('deletes its account with a fresh token, and the same token makes no other', async () => {
    const stranger = identity({ issuedAt: new Date(Date.now() - 11 * 60_000).toISOString() });
    const viewer = await logIn(stranger);
    expect(await call(users, 'deleteAccount', {}, viewer)).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    const fresh = { ...stranger, issuedAt: new Date().toISOString() };
    expect(await call(users, 'deleteAccount', {}, await logIn(fresh))).toEqual([]);
    expect([(await knock(fresh)).status, (await knock(stranger)).status]).toEqual([403, 403]);
    const muchLater = { ...stranger, issuedAt: new Date(Date.now() + 1000).toISOString() };
    expect((await logIn(muchLater)).userId).not.toBe(viewer.userId);
  });
});

test('only the gateway may ask whose an identity is', async () => {
  const { viewer } = await newPerson(users);
  expect((await knock(identity(), viewer)).status).toBe(401);
  expect((await knock({ issuer: 'only' })).status).toBe(400);
});

test.each([
  ['Ana', false, 'Ana'],
  ['Ana', true, 'Ana-abcdef'],
  ['ana@example.org', false, 'person-abcdef'],
  [null, false, 'person-abcdef'],
  ['李', false, 'person-abcdef'],
  ['x'.repeat(100), true, `${'x'.repeat(23)}-abcdef`],
])('the username of %s, taken: %s, is %s', (told, isTaken, username) => {
  expect(deriveUsername(told, 'abcdef0123', isTaken)).toBe(username);
});
