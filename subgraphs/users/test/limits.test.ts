import { beforeAll, describe, expect, test } from 'vitest';
import { CLIENT_ADDRESS_HEADER, signViewer, VIEWER_HEADER, anonymous } from '#platform/viewer.ts';
import { TEST_SECRET } from '#platform/testing/subgraph.ts';
import { networkOf } from '../credentials/limits.ts';
import { call } from './accountSupport.ts';
import { goodPassword, logIn, newPerson, problemsOf, startTestUsers, type TestUsers } from './support.ts';

let users: TestUsers;
beforeAll(async () => {
  users = await startTestUsers({ PASSWORD_TRIES_PER_ACCOUNT: 5, PASSWORD_TRIES_PER_ADDRESS: 20, MAILS_PER_ACCOUNT: 3 });
});

/** Logs in from a network address, as the gateway tells it. */
async function logInFrom(address: string, email: string, password: string): Promise<string> {
  const query = `mutation { logIn(input: { email: ${JSON.stringify(email)}, password: ${JSON.stringify(password)} }) {
    userErrors { code } } }`;
  const response = await fetch(`${users.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [VIEWER_HEADER]: await signViewer(TEST_SECRET, anonymous),
      [CLIENT_ADDRESS_HEADER]: address,
    },
    body: JSON.stringify({ query }),
  });
  return /"code":"(\w+)"/.exec(await response.text())?.[1] ?? 'ok';
}

describe('guessing a password', () => {
  test.each(['known', 'unknown'])(
    'of one %s account is limited, with a time after which to try again',
    async (kind) => {
      const email = kind === 'known' ? (await newPerson(users)).email : 'nobody@example.org';
      const guesses = await Promise.all(Array.from({ length: 8 }, () => logIn(users, email, 'wrong wrong')));
      const codes = guesses.flatMap(problemsOf).sort();
      expect(codes).toEqual([
        ...Array<string>(5).fill('INVALID_CREDENTIALS'),
        ...Array<string>(3).fill('RATE_LIMITED'),
      ]);
      const [problem] = await call(users, 'logIn', { email, password: goodPassword });
      expect(problem).toMatchObject({ code: 'RATE_LIMITED' });
      expect(problem?.retryAfterSeconds).toBeGreaterThan(100);
      expect(problem?.retryAfterSeconds).toBeLessThanOrEqual(180);
    },
  );

  test('goes on when the time is over', async () => {
    const { email } = await newPerson(users);
    for (let i = 0; i < 6; i++) await logIn(users, email, 'wrong wrong');
    expect(problemsOf(await logIn(users, email))).toEqual(['RATE_LIMITED']);
    users.putClockOn(181_000);
    expect(problemsOf(await logIn(users, email))).toEqual([]);
  });

  test('does not limit who knows it', async () => {
    const { email } = await newPerson(users);
    for (let i = 0; i < 12; i++) expect(problemsOf(await logIn(users, email))).toEqual([]);
  });

  test('of many accounts from one network address is limited, and leaves other addresses alone', async () => {
    const { email } = await newPerson(users);
    const guesses = Array.from({ length: 25 }, (_, i) => logInFrom('203.0.113.7', `guess${i}@example.org`, 'wrong'));
    const limited = (await Promise.all(guesses)).filter((code) => code === 'RATE_LIMITED');
    expect(limited).toHaveLength(5);
    expect(await logInFrom('::ffff:203.0.113.7', email, goodPassword)).toBe('RATE_LIMITED');
    expect(await logInFrom('203.0.113.8', email, goodPassword)).toBe('ok');
  });
});

test('asking for mails is limited alike for known and unknown addresses', async () => {
  const { email } = await newPerson(users);
  for (const address of [email, 'nobody-at-all@example.org']) {
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push(await call(users, 'requestPasswordReset', { email: address }));
    expect(answers.map(([problem]) => problem?.code)).toEqual([undefined, undefined, undefined, 'RATE_LIMITED']);
  }
});

test('neither the answer nor its time tells whether an account exists', async () => {
  const free = await startTestUsers({ PASSWORD_TRIES_PER_ACCOUNT: 1000, MAILS_PER_ACCOUNT: 1000 });
  const { email } = await newPerson(free);
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
  };
  const median = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  const attempts = {
    logIn: (address: string) => () => call(free, 'logIn', { email: address, password: 'wrong wrong' }),
    requestPasswordReset: (address: string) => () => call(free, 'requestPasswordReset', { email: address }),
  };
  for (const attempt of Object.values(attempts)) {
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let i = 0; i < 41; i++) {
      known.push(await timed(attempt(email)));
      unknown.push(await timed(attempt('nobody@example.org')));
    }
    // A password's hash takes some 20 ms: what does without it would take a fraction of the time.
    expect(median(known) / median(unknown)).toBeGreaterThan(0.6);
    expect(median(known) / median(unknown)).toBeLessThan(1.7);
  }
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('the address %s stands for the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
