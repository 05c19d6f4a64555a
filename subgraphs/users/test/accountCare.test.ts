import { Redis } from 'ioredis';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { DEADLINE_HEADER } from '#platform/deadline.ts';
import { isInFolder } from '#platform/testing/folder.ts';
import { openTestStream, type TestStream } from '#platform/testing/streams.ts';
import { TEST_SECRET } from '#platform/testing/subgraph.ts';
import { until } from '#platform/testing/until.ts';
import { anonymous, signViewer, VIEWER_HEADER, type Viewer } from '#platform/viewer.ts';
import { startGraph } from '../../../gateway/test/support/graph.ts';
import { call, mailedToken, mailsTo } from './accountSupport.ts';
import { goodPassword, logIn, newPerson, problemsOf, refresh, startTestUsers, tokensOf, viewerOf } from './support.ts';
import type { TestUsers } from './support.ts';

let users: TestUsers;
let streams: TestStream;
beforeAll(async () => {
  users = await startTestUsers({ MAILS_PER_ADDRESS: 1000 });
  streams = await openTestStream(users.nats.url);
});

const newPassword = 'another horse battery staple';
const answered = z.object({
  viewer: z.object({ email: z.string().nullable(), emailConfirmedAt: z.string().nullable() }),
});
const emailOf = async (viewer: Viewer) => {
  const { data } = await users.ask(viewer, '{ viewer { email emailConfirmedAt } }');
  return answered.parse(data).viewer;
};
const isLoggedIn = async (viewer: Viewer): Promise<boolean> =>
  (await users.ask(viewer, '{ viewer { id } }')).data?.['viewer'] !== null;

describe('changing the password', () => {
  test('needs the old one, ends the other sessions and keeps this one', async () => {
    const ana = await newPerson(users);
    const elsewhere = viewerOf(tokensOf(await logIn(users, ana.email)));
    const wrong = await call(users, 'changePassword', { currentPassword: 'no', newPassword }, ana.viewer);
    expect(wrong).toMatchObject([{ code: 'INVALID_CREDENTIALS', path: ['currentPassword'] }]);
    expect(await call(users, 'changePassword', { currentPassword: goodPassword, newPassword }, ana.viewer)).toEqual([]);
    expect(await isLoggedIn(ana.viewer)).toBe(true);
    expect(await isLoggedIn(elsewhere)).toBe(false);
    expect(problemsOf(await logIn(users, ana.email))).toEqual(['INVALID_CREDENTIALS']);
    expect(problemsOf(await logIn(users, ana.email, newPassword))).toEqual([]);
    await until('a mail that tells of it', async () =>
      (await mailsTo(users, ana.email)).some((mail) => mail.includes('Your password was changed')),
    );
  });

  test('refuses what registration refuses, and names the field', async () => {
    const ana = await newPerson(users);
    const input = { currentPassword: goodPassword, newPassword: 'password123' };
    expect(await call(users, 'changePassword', input, ana.viewer)).toMatchObject([
      { code: 'INVALID_INPUT', path: ['newPassword'] },
    ]);
    const named = { ...input, newPassword: ana.username };
    expect(await call(users, 'changePassword', named, ana.viewer)).toMatchObject([
      { code: 'INVALID_INPUT', path: ['newPassword'] },
    ]);
    expect(problemsOf(await logIn(users, ana.email))).toEqual([]);
  });
});

describe('logging out everywhere', () => {
  test('ends all sessions, and tells the gateway of each', async () => {
    const ana = await newPerson(users);
    const other = tokensOf(await logIn(users, ana.email));
    expect(await call(users, 'logOutEverywhere', {}, ana.viewer)).toEqual([]);
    expect(await Promise.all([ana.viewer, viewerOf(other)].map(isLoggedIn))).toEqual([false, false]);
    expect(problemsOf(await refresh(users, other.refreshToken))).toEqual(['INVALID_REFRESH_TOKEN refreshToken']);
    await streams.next(`revocations.${ana.viewer.sessionId}`);
    await streams.next(`revocations.${other.id}`);
  });

  test('keeps the current one when asked to', async () => {
    const ana = await newPerson(users);
    const other = viewerOf(tokensOf(await logIn(users, ana.email)));
    await call(users, 'logOutEverywhere', { keepCurrent: true }, ana.viewer);
    expect(await Promise.all([ana.viewer, other].map(isLoggedIn))).toEqual([true, false]);
  });
});

describe('an e-mail address', () => {
  test('is confirmed by the token mailed after registration, once', async () => {
    const ana = await newPerson(users);
    expect((await emailOf(ana.viewer)).emailConfirmedAt).toBeNull();
    const token = await mailedToken(users, ana.email, 'confirm-email');
    expect(await call(users, 'confirmEmail', { token })).toEqual([]);
    expect((await emailOf(ana.viewer)).emailConfirmedAt).not.toBeNull();
    expect(await call(users, 'confirmEmail', { token })).toMatchObject([{ code: 'INVALID_TOKEN', path: ['token'] }]);
  });

  test('is changed by the token mailed to the new one, and not before', async () => {
    const ana = await newPerson(users);
    const first = await mailedToken(users, ana.email, 'confirm-email');
    const newEmail = `new-${ana.email}`;
    expect(await call(users, 'changeEmail', { newEmail, password: goodPassword }, ana.viewer)).toEqual([]);
    const token = await mailedToken(users, newEmail, 'confirm-email');
    expect((await emailOf(ana.viewer)).email).toBe(ana.email);
    // The link to the former address works no more.
    expect(await call(users, 'confirmEmail', { token: first })).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    expect(await call(users, 'confirmEmail', { token })).toEqual([]);
    expect((await emailOf(ana.viewer)).email).toBe(newEmail);
    expect(problemsOf(await logIn(users, newEmail))).toEqual([]);
    await until('a mail to the former address', async () =>
      (await mailsTo(users, ana.email)).some((mail) => mail.includes('Your e-mail address was changed')),
    );
  });

  test('is answered as the person has it after each step', async () => {
    const ana = await newPerson(users);
    const newEmail = `newer-${ana.email}`;
    const fields = '{ viewer { id email } userErrors { code } }';
    const person = (email: string) => ({ viewer: { id: ana.viewer.userId, email }, userErrors: [] });
    const change = (password: string) =>
      users.ask(ana.viewer, `mutation ($input: ChangeEmailInput!) { changeEmail(input: $input) ${fields} }`, {
        input: { newEmail, password },
      });
    expect((await change('wrong wrong')).data?.['changeEmail']).toMatchObject({ viewer: null });
    expect((await change(goodPassword)).data?.['changeEmail']).toEqual(person(ana.email));
    const confirm = async (viewer: Viewer, input: object) =>
      (
        await users.ask(viewer, `mutation ($input: ConfirmEmailInput!) { confirmEmail(input: $input) ${fields} }`, {
          input,
        })
      ).data?.['confirmEmail'];
    const token = await mailedToken(users, newEmail, 'confirm-email');
    expect(await confirm(ana.viewer, { token })).toEqual(person(newEmail));
    expect(await confirm(ana.viewer, { token })).toMatchObject({
      viewer: null,
      userErrors: [{ code: 'INVALID_TOKEN' }],
    });
    const ben = await newPerson(users);
    const confirmed = await confirm(anonymous, { token: await mailedToken(users, ben.email, 'confirm-email') });
    expect(confirmed).toEqual({ viewer: null, userErrors: [] });
  });

  test('that two were sent links for is the first one’s who follows theirs', async () => {
    const shared = 'shared-by-two@example.org';
    const tokens: string[] = [];
    for (const count of [1, 2]) {
      const { viewer } = await newPerson(users);
      expect(await call(users, 'changeEmail', { newEmail: shared, password: goodPassword }, viewer)).toEqual([]);
      tokens.push(await mailedToken(users, shared, 'confirm-email', count));
    }
    expect(await call(users, 'confirmEmail', { token: tokens[0] })).toEqual([]);
    const late = await call(users, 'confirmEmail', { token: tokens[1] });
    expect(late).toMatchObject([{ code: 'EMAIL_TAKEN', path: ['token'] }]);
  });

  test('of somebody else is not had, and the answer does not tell', async () => {
    const [ana, ben] = [await newPerson(users), await newPerson(users)];
    await mailedToken(users, ben.email, 'confirm-email');
    const input = { newEmail: ben.email.toUpperCase(), password: goodPassword };
    expect(await call(users, 'changeEmail', input, ana.viewer)).toEqual([]);
    const free = `free-${ana.email}`;
    await call(users, 'changeEmail', { newEmail: free, password: goodPassword }, ana.viewer);
    await mailedToken(users, free, 'confirm-email');
    expect(await mailsTo(users, ben.email.toUpperCase())).toEqual([]);
  });
});

describe('a forgotten password', () => {
  test('is replaced by the token that was mailed, once, and all sessions end', async () => {
    const ana = await newPerson(users);
    expect(await call(users, 'requestPasswordReset', { email: ana.email.toUpperCase() })).toEqual([]);
    const token = await mailedToken(users, ana.email, 'reset-password');
    for (const refused of ['short', ana.email]) {
      expect(await call(users, 'resetPassword', { token, newPassword: refused })).toMatchObject([
        { code: 'INVALID_INPUT', path: ['newPassword'] },
      ]);
    }
    const twice = await Promise.all([1, 2].map(() => call(users, 'resetPassword', { token, newPassword })));
    expect(twice.map((problems) => problems.map(({ code }) => code)).sort()).toEqual([[], ['INVALID_TOKEN']]);
    expect(await isLoggedIn(ana.viewer)).toBe(false);
    expect(problemsOf(await logIn(users, ana.email, newPassword))).toEqual([]);
  });

  test('by a newer request makes the older token useless', async () => {
    const ana = await newPerson(users);
    await call(users, 'requestPasswordReset', { email: ana.email });
    const older = await mailedToken(users, ana.email, 'reset-password');
    await call(users, 'requestPasswordReset', { email: ana.email });
    const newer = await mailedToken(users, ana.email, 'reset-password', 2);
    expect(await call(users, 'resetPassword', { token: older, newPassword })).toMatchObject([
      { code: 'INVALID_TOKEN' },
    ]);
    expect(await call(users, 'resetPassword', { token: newer, newPassword })).toEqual([]);
  });

  test('of nobody is answered alike, and mails nothing', async () => {
    expect(await call(users, 'requestPasswordReset', { email: 'nobody@example.org' })).toEqual([]);
    expect(await mailsTo(users, 'nobody@example.org')).toEqual([]);
  });
});

describe('the page of a mailed link', () => {
  const post = (page: string, fields: Record<string, string>): Promise<Response> =>
    fetch(`${users.url}/account/${page}`, { method: 'POST', body: new URLSearchParams(fields) });

  test('confirms the address by its button, and not by being looked at', async () => {
    const ana = await newPerson(users);
    const token = await mailedToken(users, ana.email, 'confirm-email');
    const shown = await fetch(`${users.url}/account/confirm-email?token=${token}`);
    expect(await shown.text()).toContain(`value="${token}"`);
    expect((await emailOf(ana.viewer)).emailConfirmedAt).toBeNull();
    expect((await post('confirm-email', { token })).status).toBe(200);
    expect((await emailOf(ana.viewer)).emailConfirmedAt).not.toBeNull();
    expect((await post('confirm-email', { token })).status).toBe(400);
  });

  test('takes a new password, and says what is wrong with one', async () => {
    const ana = await newPerson(users);
    await call(users, 'requestPasswordReset', { email: ana.email });
    const token = await mailedToken(users, ana.email, 'reset-password');
    expect(await (await post('reset-password', { token, newPassword: 'short' })).text()).toContain('8 to 128');
    expect((await post('reset-password', { token, newPassword })).status).toBe(200);
    expect(problemsOf(await logIn(users, ana.email, newPassword))).toEqual([]);
  });

  test('says through the gateway, every time, that it is sent too much', async () => {
    await using graph = await startGraph({ any: { sdl: 'type Query { any: Int }' } }, { ACCOUNTS_URL: users.url });
    const body = new URLSearchParams({ token: 'x'.repeat(2_000_000) });
    for (let round = 0; round < 8; round++) {
      const refused = await fetch(`${graph.url}/account/confirm-email`, { method: 'POST', body });
      expect(refused.status).toBe(413);
      expect(await refused.json()).toMatchObject({ error: { code: 'REQUEST_TOO_LARGE' } });
    }
  });

  test('shows what it is sent as text', async () => {
    const shown = await fetch(`${users.url}/account/confirm-email?token=${encodeURIComponent('"><script>')}`);
    expect(await shown.text()).not.toContain('<script>');
    expect((await fetch(`${users.url}/account/confirm-email`)).status).toBe(404);
  });
});

describe('what nonsense is sent', () => {
  test.each([
    ['confirmEmail', { token: '' }, 'INVALID_INPUT'],
    ['confirmEmail', { token: 'a\0b' }, 'INVALID_TOKEN'],
    ['confirmEmail', { token: 'x'.repeat(100_000) }, 'INVALID_INPUT'],
    ['resetPassword', { token: '\ud800', newPassword }, 'INVALID_TOKEN'],
    ['requestPasswordReset', { email: 'a\0@example.org' }, 'INVALID_INPUT'],
    ['requestPasswordReset', { email: 'no address' }, 'INVALID_INPUT'],
  ])('to %s is refused by a problem', async (field, input, code) => {
    expect(await call(users, field, input)).toMatchObject([{ code }]);
  });
});

describe('deleting the account', () => {
  test('needs the password, and leaves nothing but the id', async () => {
    const ana = await newPerson(users, { displayName: 'Ana of the Hills' });
    await mailedToken(users, ana.email, 'confirm-email');
    await streams.next(`profiles.${ana.viewer.userId}`);
    const wrong = await call(users, 'deleteAccount', { password: 'no' }, ana.viewer);
    expect(wrong).toMatchObject([{ code: 'INVALID_CREDENTIALS', path: ['password'] }]);
    expect(await call(users, 'deleteAccount', { password: goodPassword }, ana.viewer)).toEqual([]);
    expect(await isLoggedIn(ana.viewer)).toBe(false);
    expect(problemsOf(await logIn(users, ana.email))).toEqual(['INVALID_CREDENTIALS']);
    const { data } = await streams.next(`events.users.UserDeleted.${ana.viewer.userId}`);
    expect(data).toEqual({ version: 2, userId: ana.viewer.userId });
    await until(
      'the profile to be purged',
      async () => (await streams.last(`profiles.${ana.viewer.userId}`)) === undefined,
    );
    await until('the mailbox to be empty', async () => (await mailsTo(users, ana.email)).length === 0);
    await streams.next(`revocations.${ana.viewer.sessionId}`);
  });

  test('leaves nobody at the id but, where other domains keep it, a neutral name', async () => {
    const ana = await newPerson(users);
    await call(users, 'deleteAccount', { password: goodPassword }, ana.viewer);
    const query = `query ($id: ID!) { user(id: $id) { id username }
      _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { id username displayName } } }`;
    const { data } = await users.ask({ kind: 'anonymous' }, query, { id: ana.viewer.userId });
    const expected = { id: ana.viewer.userId, username: 'deleted', displayName: 'Deleted person' };
    expect(data).toEqual({ user: null, _entities: [expected] });
  });

  test('takes the name out of the file that Redis keeps', async () => {
    const redis = new Redis(users.redis.url);
    onTestFinished(() => redis.disconnect());
    await redis.config('SET', 'appendonly', 'yes');
    const ana = await newPerson(users, { displayName: 'Itzel Xochitl' });
    await until('the name in the file', async () => {
      await users.ask(ana.viewer, 'query ($id: ID!) { user(id: $id) { displayName } }', { id: ana.viewer.userId });
      return isInFolder(users.redis.folder, 'Itzel Xochitl');
    });
    await call(users, 'deleteAccount', { password: goodPassword }, ana.viewer);
    await until('nothing of it', async () => !(await isInFolder(users.redis.folder, 'Itzel Xochitl')), 25_000);
  });

  test('is done in the end though it takes longer than anybody waits for it', async () => {
    const ana = await newPerson(users);
    const holder = await users.pool.connect();
    onTestFinished(() => holder.release());
    await holder.query('BEGIN');
    await holder.query('SELECT FROM accounts WHERE id = $1 FOR UPDATE', [ana.viewer.userId]);
    const askedAt = performance.now();
    const answer = fetch(`${users.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [VIEWER_HEADER]: await signViewer(TEST_SECRET, ana.viewer),
        [DEADLINE_HEADER]: '4000',
      },
      body: JSON.stringify({
        query: 'mutation ($input: DeleteAccountInput!) { deleteAccount(input: $input) { userErrors { code } } }',
        variables: { input: { password: goodPassword } },
      }),
    });
    await until('nobody to wait any more', () => performance.now() - askedAt > 4000);
    await holder.query('ROLLBACK');
    await answer;
    await until('the account to be gone', async () => !(await isLoggedIn(ana.viewer)));
  });

  test('gives the name and the address free', async () => {
    const ana = await newPerson(users);
    await call(users, 'deleteAccount', { password: goodPassword }, ana.viewer);
    const again = await newPerson(users, { username: ana.username, email: ana.email });
    expect(again.viewer.userId).not.toBe(ana.viewer.userId);
  });
});
