import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { transaction } from '#platform/postgres/connection.ts';
import { until } from '#platform/testing/until.ts';
import type { Viewer } from '#platform/viewer.ts';
import { call, mailedToken } from './accountSupport.ts';
import { act } from './friendSupport.ts';
import { enter, identity, knock } from './outsideSupport.ts';
import { oneAfterTheOther, waiting } from './turnSupport.ts';
import { goodPassword, logIn, newPerson, problemsOf, refresh, startTestUsers, type TestUsers } from './support.ts';

// What is under way while an account gets another password, or is deleted, comes before that or not at all.

let users: TestUsers;
beforeAll(async () => {
  users = await startTestUsers({ MAILS_PER_ADDRESS: 1000 });
});

const NOBODY = '00000000-0000-0000-0000-000000000000';
const newPassword = 'another horse battery staple';

const codesOf = async (work: Promise<{ code: string }[]>): Promise<string[]> =>
  (await work.catch((error: unknown) => [{ code: String(error) }])).map(({ code }) => code);

/** Somebody, and what resets their password. */
async function personWithReset() {
  const person = await newPerson(users);
  await call(users, 'requestPasswordReset', { email: person.email });
  const token = await mailedToken(users, person.email, 'reset-password');
  return { ...person, reset: () => codesOf(call(users, 'resetPassword', { token, newPassword })) };
}

const isLoggedIn = async (viewer: Viewer): Promise<boolean> =>
  (await users.ask(viewer, '{ viewer { id } }')).data?.['viewer'] !== null;

const LIVE_SESSIONS = 'SELECT FROM sessions WHERE account_id = $1 AND revoked_at IS NULL';
const KEYS = 'SELECT FROM api_keys WHERE account_id = $1';
const LINKS_ELSEWHERE = `SELECT FROM mailed_tokens WHERE account_id = $1 AND email LIKE 'thief@%'`;
const count = async (sql: string, { userId }: { userId: string }): Promise<number | null> =>
  (await users.pool.query(sql, [userId])).rowCount;

describe('while a password is reset', () => {
  test('nobody gets in with the one before', async () => {
    const ana = await personWithReset();
    const entering = async () => problemsOf(await logIn(users, ana.email));
    expect(await oneAfterTheOther(users, ana.viewer, ana.reset, entering)).toEqual([[], ['INVALID_CREDENTIALS']]);
    expect(await count(LIVE_SESSIONS, ana.viewer)).toBe(0);
  });

  test.each([
    ['changePassword', { currentPassword: goodPassword, newPassword: 'the password of a thief' }],
    ['changeEmail', { newEmail: 'thief@example.org', password: goodPassword }],
    ['deleteAccount', { password: goodPassword }],
  ])('%s with the one before is refused to who was logged in', async (field, input) => {
    const ana = await personWithReset();
    const theft = () => codesOf(call(users, field, input, ana.viewer));
    const [reset, refused] = await oneAfterTheOther(users, ana.viewer, ana.reset, theft);
    expect(reset).toEqual([]);
    expect(refused).toEqual([expect.stringContaining('UNAUTHENTICATED')]);
    expect(await isLoggedIn(ana.viewer)).toBe(false);
    expect(problemsOf(await logIn(users, ana.email, newPassword))).toEqual([]);
    expect(await count(LINKS_ELSEWHERE, ana.viewer)).toBe(0);
  });

  test.each([
    ['requestFriend', (ben: string) => `requestFriend(input: { userId: "${ben}" }) { friendship { id } }`],
    ['leaveSquad', (_ben: string, squad: string) => `leaveSquad(input: { squadId: "${squad}" }) { squad { id } }`],
    ['revokeApiKey', () => `revokeApiKey(input: { apiKeyId: "${NOBODY}" }) { userErrors { code } }`],
    ['removePrivacyZone', () => `removePrivacyZone(input: { privacyZoneId: "${NOBODY}" }) { userErrors { code } }`],
    ['logOutEverywhere', () => 'logOutEverywhere(input: {}) { userErrors { code } }'],
    ['logOut of another session', () => `logOut(input: { sessionId: "${NOBODY}" }) { userErrors { code } }`],
  ])('%s is refused to who was logged in', async (_what, mutation) => {
    const [ana, ben] = [await personWithReset(), await newPerson(users)];
    const created = await users.ask(
      ana.viewer,
      'mutation { it: createSquad(input: { name: "Ana" }) { squad { id } } }',
    );
    const { squad } = z.object({ squad: z.object({ id: z.string() }) }).parse(created.data?.['it']);
    const query = `mutation { ${mutation(ben.viewer.userId, squad.id)} }`;
    const [reset, { errors }] = await oneAfterTheOther(users, ana.viewer, ana.reset, () =>
      users.ask(ana.viewer, query),
    );
    expect(reset).toEqual([]);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  test('no key is made by who was logged in', async () => {
    const ana = await personWithReset();
    const query = 'mutation { createApiKey(input: { name: "Watch" }) { apiKey { id } } }';
    const [, { errors }] = await oneAfterTheOther(users, ana.viewer, ana.reset, () => users.ask(ana.viewer, query));
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(await count(KEYS, ana.viewer)).toBe(0);
  });
});

test('Of two changes from one password the second is refused, which knows no more than the first', async () => {
  const ana = await newPerson(users);
  const change = (to: string) =>
    codesOf(call(users, 'changePassword', { currentPassword: goodPassword, newPassword: to }, ana.viewer));
  const answers = await oneAfterTheOther(
    users,
    ana.viewer,
    () => change(newPassword),
    () => change('too late for this one'),
  );
  expect(answers).toEqual([[], ['INVALID_CREDENTIALS']]);
  expect(problemsOf(await logIn(users, ana.email, newPassword))).toEqual([]);
});

describe('while an account is deleted', () => {
  test('its password is as good as that of nobody', async () => {
    const ana = await newPerson(users);
    const deleting = () => codesOf(call(users, 'deleteAccount', { password: goodPassword }, ana.viewer));
    const entering = async () => problemsOf(await logIn(users, ana.email));
    expect(await oneAfterTheOther(users, ana.viewer, deleting, entering)).toEqual([[], ['INVALID_CREDENTIALS']]);
  });

  test('links that were mailed to it work no more', async () => {
    const ana = await personWithReset();
    const deleting = () => codesOf(call(users, 'deleteAccount', { password: goodPassword }, ana.viewer));
    expect(await oneAfterTheOther(users, ana.viewer, deleting, ana.reset)).toEqual([[], ['INVALID_TOKEN']]);
  });

  test('a privacy zone that is removed then is gone, and neither waits for the other for ever', async () => {
    const ana = await newPerson(users);
    const add = 'addPrivacyZone(input: { latitude: 46, longitude: 14, radiusMeters: 200 }) { privacyZone { id } }';
    const added = await users.ask(ana.viewer, `mutation { it: ${add} }`);
    const { privacyZone } = z.object({ privacyZone: z.object({ id: z.string() }) }).parse(added.data?.['it']);
    const remove = `mutation { removePrivacyZone(input: { privacyZoneId: "${privacyZone.id}" }) { userErrors { code } } }`;
    const deleting = () => codesOf(call(users, 'deleteAccount', { password: goodPassword }, ana.viewer));
    const [deleted, { errors }] = await oneAfterTheOther(users, ana.viewer, deleting, () =>
      users.ask(ana.viewer, remove),
    );
    expect(deleted).toEqual([]);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  test('it founds no squad', async () => {
    const ana = await newPerson(users);
    const deleting = () => codesOf(call(users, 'deleteAccount', { password: goodPassword }, ana.viewer));
    const query = 'mutation { createSquad(input: { name: "Late" }) { squad { id } userErrors { code } } }';
    const [, { errors }] = await oneAfterTheOther(users, ana.viewer, deleting, () => users.ask(ana.viewer, query));
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  test.each([
    ['removes them', 'removeFriend', 'acceptFriend'],
    ['accepts their request', 'acceptFriend', undefined],
    ['blocks them', 'blockUser', 'acceptFriend'],
  ])(
    'a friend who %s comes before that or finds nobody, and neither waits for the other for ever',
    async (_what, mutation, before) => {
      const friends = async () => {
        const [ana, ben] = [await newPerson(users), await newPerson(users)];
        await act(users, ana.viewer, 'requestFriend', ben.viewer.userId);
        if (before) await act(users, ben.viewer, before, ana.viewer.userId);
        const deleting = () => codesOf(call(users, 'deleteAccount', { password: goodPassword }, ana.viewer));
        return { ana, deleting, acting: () => act(users, ben.viewer, mutation, ana.viewer.userId) };
      };
      const first = await friends();
      expect(await oneAfterTheOther(users, first.ana.viewer, first.deleting, first.acting)).toEqual([
        [],
        ['NOT_FOUND userId'],
      ]);
      const second = await friends();
      expect(await oneAfterTheOther(users, second.ana.viewer, second.acting, second.deleting)).toEqual([[], []]);
    },
  );

  test('nobody is let in to it by an outside token', async () => {
    const stranger = identity();
    const viewer = await enter(users, stranger);
    const deleting = () => codesOf(call(users, 'deleteAccount', {}, viewer));
    const entering = async () => (await knock(users, stranger)).status;
    expect(await oneAfterTheOther(users, viewer, deleting, entering)).toEqual([[], 403]);
  });

  test('a session that is refreshed then is over, and neither waits for the other for ever', async () => {
    const ana = await newPerson(users);
    await users.ask(ana.viewer, 'mutation { createSquad(input: { name: "Ana and none" }) { squad { id } } }');
    const [deleted, refreshed] = await transaction(users.pool, async (tx) => {
      // Has the deletion stop between the session and its tokens.
      await tx.query('SELECT FROM squads JOIN squad_members ON squads.id = squad_id WHERE user_id = $1 FOR UPDATE', [
        ana.viewer.userId,
      ]);
      const deleting = codesOf(call(users, 'deleteAccount', { password: goodPassword }, ana.viewer));
      await until('the deletion to wait', async () => (await waiting(users)) === 1);
      const refreshing = refresh(users, ana.tokens.refreshToken);
      await until('the refresh to wait', async () => (await waiting(users)) === 2);
      return [deleting, refreshing] as const;
    });
    expect(await deleted).toEqual([]);
    expect(problemsOf(await refreshed)).toEqual(['INVALID_REFRESH_TOKEN refreshToken']);
  });
});

test('A session that is cleared away while a token of its issuer is shown is opened anew', async () => {
  const stranger = identity();
  const { userId, sessionId } = await enter(users, stranger);
  const { entering } = await transaction(users.pool, async (tx) => {
    await tx.query('DELETE FROM sessions WHERE id = $1', [sessionId]);
    const entering = enter(users, stranger);
    await until('the token to wait', async () => (await waiting(users)) === 1);
    return { entering };
  });
  const again = await entering;
  expect(again).toMatchObject({ userId, sessionId: expect.not.stringContaining(sessionId) });
  expect(await isLoggedIn(again)).toBe(true);
});
