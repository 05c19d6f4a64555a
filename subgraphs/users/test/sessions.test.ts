import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { ask, TEST_SECRET } from '#platform/testing/subgraph.ts';
import type { Viewer } from '#platform/viewer.ts';
import { IDLE_LIMIT_MS } from '../domain/session.ts';
import {
  logIn,
  newcomer,
  newPerson,
  problemsOf,
  refresh,
  register,
  startTestUsers,
  tokensOf,
  viewerOf,
  type Asks,
} from './support.ts';

const users = await startTestUsers();

const sessionList = z.array(
  z.object({
    id: z.string(),
    createdAt: z.string(),
    lastUsedAt: z.string(),
    userAgent: z.string().nullable(),
    current: z.boolean(),
  }),
);

/** The subgraph as the gateway asks it for a program. */
const by = (userAgent: string | undefined): Asks => ({
  ask: (viewer, query, variables) =>
    ask(users.url, TEST_SECRET, viewer, query, variables, { address: undefined, userAgent }),
});

/** The viewer's sessions; undefined when nobody is logged in. */
async function sessionsOf(viewer: Viewer) {
  const { data } = await users.ask(viewer, '{ viewer { sessions { id createdAt lastUsedAt userAgent current } } }');
  return z.object({ viewer: z.object({ sessions: sessionList }).nullable() }).parse(data).viewer?.sessions;
}

/** The codes of what logging out came to: of user errors, or of an error thrown. */
async function logOut(viewer: Viewer, sessionId?: string) {
  const query = 'mutation ($input: LogOutInput!) { logOut(input: $input) { userErrors { code path } } }';
  const { data, errors } = await users.ask(viewer, query, { input: { sessionId } });
  const payload = z.object({ userErrors: z.array(z.object({ code: z.string() })) }).optional();
  const answer = payload.parse(data?.['logOut']);
  return answer?.userErrors.map(({ code }) => code) ?? errors?.map(({ extensions }) => extensions?.code);
}

describe('logging in', () => {
  test('opens a session of its own, with the address in any case', async () => {
    const { email, viewer } = await newPerson(users);
    const tokens = tokensOf(await logIn(users, email.toUpperCase()));
    expect(tokens.id).not.toBe(viewer.sessionId);
    expect(viewerOf(tokens).userId).toBe(viewer.userId);
  });

  test('answers alike for a wrong password, an unknown address and what is no address', async () => {
    const { email } = await newPerson(users);
    const answers = [
      await logIn(users, email, 'wrong horse'),
      await logIn(users, 'nobody@example.org'),
      await logIn(users, 'no address\0'),
    ];
    expect(problemsOf(await logIn(users, email, 'wrong horse'))).toEqual(['INVALID_CREDENTIALS']);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });
});

describe('refreshing', () => {
  test('gives new tokens of the same session', async () => {
    const { tokens, viewer } = await newPerson(users);
    const next = tokensOf(await refresh(users, tokens.refreshToken));
    expect(next.id).toBe(tokens.id);
    expect(next.refreshToken).not.toBe(tokens.refreshToken);
    expect(viewerOf(next)).toEqual(viewer);
    expect(tokensOf(await refresh(users, next.refreshToken)).id).toBe(tokens.id);
  });

  test('stores no token, only its hash', async () => {
    const { tokens } = await newPerson(users);
    const { rows } = await users.pool.query('SELECT token_hash FROM refresh_tokens WHERE session_id = $1', [tokens.id]);
    const stored = z.array(z.object({ token_hash: z.instanceof(Buffer) })).parse(rows);
    expect(stored).toHaveLength(1);
    expect(stored[0]?.token_hash.toString('base64url')).not.toBe(tokens.refreshToken);
    expect(stored[0]?.token_hash).toHaveLength(32);
  });

  test('with a token used before revokes the session, the newest token too', async () => {
    const { tokens, viewer } = await newPerson(users);
    const next = tokensOf(await refresh(users, tokens.refreshToken));
    expect(problemsOf(await refresh(users, tokens.refreshToken))).toEqual(['REFRESH_TOKEN_REUSED refreshToken']);
    expect(problemsOf(await refresh(users, next.refreshToken))).toEqual(['INVALID_REFRESH_TOKEN refreshToken']);
    expect(await sessionsOf(viewer)).toBeUndefined();
  });

  test('leaves the other sessions of the person alone when one is revoked', async () => {
    const { email, tokens } = await newPerson(users);
    const elsewhere = tokensOf(await logIn(users, email));
    await refresh(users, tokens.refreshToken);
    await refresh(users, tokens.refreshToken);
    expect(problemsOf(await refresh(users, elsewhere.refreshToken))).toEqual([]);
  });

  test('twice at the same moment: one wins, the other is a reuse, and the session is revoked', async () => {
    const { tokens } = await newPerson(users);
    const answers = await Promise.all(Array.from({ length: 2 }, () => refresh(users, tokens.refreshToken)));
    expect(answers.flatMap(problemsOf)).toEqual(['REFRESH_TOKEN_REUSED refreshToken']);
    const winner = answers.find(({ session }) => session);
    expect(problemsOf(await refresh(users, winner?.session?.refreshToken ?? ''))).toEqual([
      'INVALID_REFRESH_TOKEN refreshToken',
    ]);
  });

  test('many times at the same moment gives tokens once', async () => {
    const { tokens } = await newPerson(users);
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(users, tokens.refreshToken)));
    expect(answers.filter(({ session }) => session)).toHaveLength(1);
  });

  test.each(['', 'unknown', '\0', 'x'.repeat(900)])('refuses the unknown token %j', async (token) => {
    expect(problemsOf(await refresh(users, token))).toEqual(['INVALID_REFRESH_TOKEN refreshToken']);
  });
});

describe('a session', () => {
  test('is among those listed also when a hundred others were used later', async () => {
    const { viewer } = await newPerson(users);
    const later = `INSERT INTO sessions (id, account_id, created_at, last_used_at)
      SELECT gen_random_uuid(), $1, now(), now() + interval '1 hour' FROM generate_series(1, 100)`;
    await users.pool.query(later, [viewer.userId]);
    const sessions = await sessionsOf(viewer);
    expect(sessions).toHaveLength(100);
    expect(sessions?.map(({ current }) => current).lastIndexOf(true)).toBe(99);
  });

  test('tells by what program it was opened, or refreshed last', async () => {
    const input = newcomer();
    const desk = tokensOf(await register(by('Firefox of the desk'), input));
    const phone = tokensOf(await logIn(by('App/1 (phone)'), input.email));
    const script = tokensOf(await logIn(by(undefined), input.email));
    const programs = async () =>
      Object.fromEntries((await sessionsOf(viewerOf(desk)))?.map(({ id, userAgent }) => [id, userAgent]) ?? []);
    const opened = { [desk.id]: 'Firefox of the desk', [phone.id]: 'App/1 (phone)', [script.id]: null };
    expect(await programs()).toEqual(opened);
    await refresh(by('App/2 (phone)'), phone.refreshToken);
    expect(await programs()).toEqual({ ...opened, [phone.id]: 'App/2 (phone)' });
  });

  test('is listed with when it was last used, the last used first, and which one asks', async () => {
    const { email, tokens, viewer } = await newPerson(users);
    const second = tokensOf(await logIn(users, email));
    users.putClockOn(60_000);
    await refresh(users, tokens.refreshToken);
    const sessions = await sessionsOf(viewer);
    expect(sessions?.map(({ id, current }) => ({ id, current }))).toEqual([
      { id: tokens.id, current: true },
      { id: second.id, current: false },
    ]);
    const [first] = sessions ?? [];
    expect(Date.parse(first?.lastUsedAt ?? '') - Date.parse(first?.createdAt ?? '')).toBeGreaterThanOrEqual(60_000);
  });

  test('is over after 60 days without a refresh, and lasts while it is refreshed', async () => {
    const { tokens, viewer } = await newPerson(users);
    users.putClockOn(IDLE_LIMIT_MS - 60_000);
    const kept = tokensOf(await refresh(users, tokens.refreshToken));
    users.putClockOn(IDLE_LIMIT_MS - 60_000);
    expect(await sessionsOf(viewer)).toHaveLength(1);
    users.putClockOn(61_000);
    expect(problemsOf(await refresh(users, kept.refreshToken))).toEqual(['INVALID_REFRESH_TOKEN refreshToken']);
    expect(await sessionsOf(viewer)).toBeUndefined();
  });

  test('that nobody uses any more is deleted with its tokens, also of who never comes back, and no other is', async () => {
    const [ana, ben] = [await newPerson(users), await newPerson(users)];
    const more = `INSERT INTO sessions (id, account_id, created_at, last_used_at)
      SELECT gen_random_uuid(), $1, now(), $2 FROM generate_series(1, 250)`;
    const idleMs = IDLE_LIMIT_MS + 60_000;
    users.putClockOn(idleMs);
    onTestFinished(() => users.putClockOn(-idleMs));
    await users.pool.query(more, [ana.viewer.userId, new Date()]);
    const kept = tokensOf(await logIn(users, ben.email));
    await users.clear();
    const sessions = 'SELECT id FROM sessions WHERE account_id = ANY($1)';
    const people = [ana.viewer.userId, ben.viewer.userId];
    expect((await users.pool.query(sessions, [people])).rows).toEqual([{ id: kept.id }]);
    const tokens = 'SELECT session_id FROM refresh_tokens WHERE session_id = ANY($1)';
    const ids = [ana.tokens.id, ben.tokens.id, kept.id];
    expect((await users.pool.query(tokens, [ids])).rows).toEqual([{ session_id: kept.id }]);
  });

  test('ends when its person logs out, at once where sessions are kept', async () => {
    const { tokens, viewer } = await newPerson(users);
    expect(await logOut(viewer)).toEqual([]);
    expect(await sessionsOf(viewer)).toBeUndefined();
    expect(problemsOf(await refresh(users, tokens.refreshToken))).toEqual(['INVALID_REFRESH_TOKEN refreshToken']);
    expect(await logOut(viewer)).toEqual([]);
  });

  test('can be ended from another one', async () => {
    const { email, tokens, viewer } = await newPerson(users);
    const other = tokensOf(await logIn(users, email));
    expect(await logOut(viewer, other.id)).toEqual([]);
    expect((await sessionsOf(viewer))?.map(({ id }) => id)).toEqual([tokens.id]);
  });

  test('cannot be ended by somebody else, nor by a session that is over', async () => {
    const [ana, ben] = [await newPerson(users), await newPerson(users)];
    expect(await logOut(ben.viewer, ana.tokens.id)).toEqual(['NOT_FOUND']);
    expect(await logOut(ben.viewer, 'no id')).toEqual(['NOT_FOUND']);
    expect(await sessionsOf(ana.viewer)).toHaveLength(1);
    const other = tokensOf(await logIn(users, ana.email));
    await logOut(ana.viewer);
    expect(await logOut(ana.viewer, other.id)).toEqual(['UNAUTHENTICATED']);
  });
});
