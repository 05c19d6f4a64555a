import { beforeAll, describe, expect, test } from 'vitest';
import { CLIENT_ADDRESS_HEADER } from '#platform/client.ts';
import { signViewer, VIEWER_HEADER, anonymous, type Viewer } from '#platform/viewer.ts';
import { TEST_SECRET } from '#platform/testing/subgraph.ts';
import { Overloaded } from '#platform/gate.ts';
import { done, refused } from '#platform/problems.ts';
import { unlessOverloaded } from '../actions/sessions/overload.ts';
import { createLimits, networkOf } from '../credentials/limits.ts';
import { call, mailedToken } from './accountSupport.ts';
import { enter, identity } from './outsideSupport.ts';
import { goodPassword, logIn, newPerson, problemsOf, startTestUsers, tokensOf, viewerOf } from './support.ts';
import type { TestUsers } from './support.ts';

let users: TestUsers;
beforeAll(async () => {
  users = await startTestUsers({ PASSWORD_TRIES_PER_ACCOUNT: 5, PASSWORD_TRIES_PER_ADDRESS: 20, MAILS_PER_ACCOUNT: 3 });
});

const logInFrom = (address: string, email: string, password: string): Promise<string> =>
  fromAddress(users, address, 'logIn', { email, password });

/** Calls a mutation from a network address, as the gateway tells it. Answers the code of the problem, or `ok`. */
async function fromAddress(
  { url }: TestUsers,
  address: string,
  field: 'logIn' | 'register',
  input: object,
): Promise<string> {
  const type = field === 'logIn' ? 'LogInInput' : 'RegisterInput';
  const query = `mutation ($input: ${type}!) { ${field}(input: $input) { userErrors { code } } }`;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [VIEWER_HEADER]: await signViewer(TEST_SECRET, anonymous),
      [CLIENT_ADDRESS_HEADER]: address,
    },
    body: JSON.stringify({ query, variables: { input } }),
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

  test('begins anew with a password that was reset', async () => {
    const { email } = await newPerson(users);
    for (let i = 0; i < 6; i++) await logIn(users, email, 'wrong wrong');
    await call(users, 'requestPasswordReset', { email: email.toUpperCase() });
    const token = await mailedToken(users, email, 'reset-password');
    const newPassword = 'one that I shall remember';
    expect(await call(users, 'resetPassword', { token, newPassword })).toEqual([]);
    expect(problemsOf(await logIn(users, email, newPassword))).toEqual([]);
  });

  test('begins anew after a reset also for what asks for it while one is logged in', async () => {
    const { email, viewer } = await newPerson(users);
    const change = (currentPassword: string, as: Viewer) =>
      call(users, 'changePassword', { currentPassword, newPassword: 'one that I shall remember' }, as);
    for (let i = 0; i < 5; i++) await change('wrong wrong', viewer);
    expect(await change(goodPassword, viewer)).toMatchObject([{ code: 'RATE_LIMITED' }]);
    await call(users, 'requestPasswordReset', { email });
    const token = await mailedToken(users, email, 'reset-password');
    const newPassword = 'one that I have just made';
    expect(await call(users, 'resetPassword', { token, newPassword })).toEqual([]);
    expect(await change(newPassword, viewerOf(tokensOf(await logIn(users, email, newPassword))))).toEqual([]);
  });

  test('does not limit who knows it', async () => {
    const { email } = await newPerson(users);
    for (let i = 0; i < 12; i++) expect(problemsOf(await logIn(users, email))).toEqual([]);
  });

  test('does not limit many who know it and come at once, beside one who does not', async () => {
    const { email } = await newPerson(users);
    const [wrong, ...right] = await Promise.all([
      logIn(users, email, 'wrong wrong'),
      ...Array.from({ length: 15 }, () => logIn(users, email)),
    ]);
    expect(problemsOf(wrong)).toEqual(['INVALID_CREDENTIALS']);
    expect(right.flatMap(problemsOf)).toEqual([]);
    const address = '203.0.113.99';
    const others = await Promise.all(Array.from({ length: 30 }, () => newPerson(users)));
    const fromOne = await Promise.all(others.map((other) => logInFrom(address, other.email, goodPassword)));
    expect(new Set(fromOne)).toEqual(new Set(['ok']));
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

describe('a try that shows no wrong password does not count', () => {
  const wrong = refused('INVALID_CREDENTIALS', 'That is wrong.');
  const right = () => Promise.resolve('right');
  const isWrong = () => Promise.resolve(undefined);
  /** Limits of two tries for an account and three for a network address, and somebody who tries. */
  const strict = (account: string) => {
    const password = { perAccount: 2, perAddress: 3, withinMs: 60_000 };
    const none = { withinMs: 60_000 };
    const allowances = { password, reset: password, probe: none, export: none };
    const limits = createLimits({ pool: users.pool, now: () => new Date(), secret: account, allowances });
    return { limits, who: { account, clientAddress: '192.0.2.1' } };
  };

  test('when too many are logging in', async () => {
    const { limits, who } = strict('in a burst');
    const overloaded = () => Promise.reject(new Overloaded('too many wait'));
    const burst = Array.from({ length: 8 }, () => unlessOverloaded(() => limits.guardPassword(who, overloaded, wrong)));
    for (const answer of await Promise.all(burst))
      expect(answer).toMatchObject({ problems: [{ retryAfterSeconds: 5 }] });
    expect(await limits.guardPassword(who, right, wrong)).toEqual(done('right'));
  });

  test('and of many at once, some of which fail, no more are compared than the limit lets', async () => {
    const { limits, who } = strict('by many');
    let compared = 0;
    const answers = Array.from({ length: 20 }, (_, i) => {
      const compare = async () => {
        if (i % 2 === 0) throw new Error('the store is away');
        compared += 1;
        return isWrong();
      };
      return limits.guardPassword(who, compare, wrong).catch(() => 'failed');
    });
    await Promise.all(answers);
    expect(compared).toBe(2);
    expect(await limits.guardPassword(who, right, wrong)).toMatchObject({ problems: [{ code: 'RATE_LIMITED' }] });
  });

  test('for the network address either, when the account has had too many', async () => {
    const { limits, who } = strict('from one place');
    for (let i = 0; i < 6; i++) await limits.guardPassword(who, isWrong, wrong);
    expect(await limits.guardPassword({ ...who, account: 'another' }, right, wrong)).toEqual(done('right'));
  });

  test('and neither does a mail that is refused, for the network address', async () => {
    const { limits, who } = strict('to one mailbox');
    for (let i = 0; i < 6; i++) await limits.guard('reset', who, async () => done(await right()));
    const another = { ...who, account: 'another mailbox' };
    expect(await limits.guard('reset', another, async () => done(await right()))).toEqual(done('right'));
  });

  test('while the store cannot be asked', async () => {
    const { email } = await newPerson(users);
    const rename = (from: string, to: string) =>
      users.pool.query(`ALTER TABLE accounts RENAME COLUMN ${from} TO ${to}`);
    await rename('password_hash', 'hidden');
    try {
      for (let i = 0; i < 6; i++) {
        expect(await logInFrom('192.0.2.2', email, goodPassword)).toBe('INTERNAL_SERVER_ERROR');
      }
    } finally {
      await rename('hidden', 'password_hash');
    }
    expect(await logInFrom('192.0.2.2', email, goodPassword)).toBe('ok');
  });

  test('where none was given', async () => {
    const { viewer } = await newPerson(users);
    for (const password of [undefined, null, '']) {
      for (let i = 0; i < 6; i++) {
        expect(await call(users, 'deleteAccount', { password }, viewer)).toMatchObject([
          { code: 'INVALID_INPUT', path: ['password'] },
        ]);
      }
    }
    const newPassword = 'another horse battery staple';
    expect(await call(users, 'changePassword', { newPassword }, viewer)).toMatchObject([
      { code: 'INVALID_INPUT', path: ['currentPassword'] },
    ]);
    expect(await call(users, 'changePassword', { currentPassword: goodPassword, newPassword }, viewer)).toEqual([]);
  });

  test('where a log-in at an outside issuer is asked for instead', async () => {
    const minutesAgo = (count: number) => new Date(Date.now() - count * 60_000).toISOString();
    const stranger = identity({ authenticatedAt: minutesAgo(11) });
    const viewer = await enter(users, stranger);
    for (let i = 0; i < 6; i++) {
      expect(await call(users, 'deleteAccount', {}, viewer)).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    }
    await enter(users, { ...stranger, authenticatedAt: minutesAgo(0) });
    expect(await call(users, 'deleteAccount', {}, viewer)).toEqual([]);
  });
});

describe('an address in another spelling', () => {
  const wrong = (email: string) => logIn(users, email, 'wrong wrong').then(problemsOf);

  test('is the same account, and has no tries of its own', async () => {
    const { username, email } = await newPerson(users, { username: 'nina.kis', email: 'nina.kis@example.org' });
    const wide = email.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
    const spellings = [
      email.toUpperCase(),
      ` ${email}\n`,
      wide,
      email.replace('k', '\u212a'),
      `NINA.${email.slice(5)}`,
    ];
    for (const spelling of spellings) expect(await wrong(spelling)).toEqual(['INVALID_CREDENTIALS']);
    for (const spelling of [...spellings, email]) expect(await wrong(spelling)).toEqual(['RATE_LIMITED']);
    expect(username).toBe('nina.kis');
  });

  test('that the store would take for it, and the limits would not, is nobody’s', async () => {
    const { email } = await newPerson(users, { email: 'inini@example.org' });
    for (const spelling of [
      email.replace('i', '\u0130'),
      email.replace('ni', 'n\u0130'),
      email.replace('i', '\u0131'),
    ]) {
      expect(problemsOf(await logIn(users, spelling))).toEqual(['INVALID_CREDENTIALS']);
    }
    expect(problemsOf(await logIn(users, email))).toEqual([]);
  });

  test('by dots or a plus sign is another account, with tries of its own', async () => {
    const { email } = await newPerson(users, { email: 'dora@example.org' });
    for (let i = 0; i < 6; i++) await wrong(email);
    expect(await wrong(email)).toEqual(['RATE_LIMITED']);
    for (const other of ['do.ra@example.org', 'dora+1@example.org']) {
      const person = await newPerson(users, { email: other });
      expect(problemsOf(await logIn(users, person.email))).toEqual([]);
    }
  });
});

describe('trying by registration whose addresses are taken', () => {
  let strict: TestUsers;
  // Ten in a quarter of an hour: none is allowed again while the test runs.
  beforeAll(async () => {
    strict = await startTestUsers({ PASSWORD_TRIES_PER_ADDRESS: 1 });
  });

  test('is limited for a network address, and registering is not', async () => {
    const { email } = await newPerson(strict);
    const registerFrom = (address: string, input: object) => fromAddress(strict, address, 'register', input);
    const probe = (i: number) => ({ username: `prober${i}`, email, password: goodPassword });
    const probes = await Promise.all(Array.from({ length: 14 }, (_, i) => registerFrom('198.51.100.9', probe(i))));
    expect(probes.filter((code) => code === 'EMAIL_TAKEN')).toHaveLength(10);
    expect(probes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(4);
    // Neither what is free nor what is taken is told of now.
    expect(await registerFrom('198.51.100.9', { ...probe(250), email: 'free@example.org' })).toBe('RATE_LIMITED');
    expect(await registerFrom('198.51.100.10', { ...probe(251), email: 'free@example.org' })).toBe('ok');
    const many = Array.from({ length: 30 }, (_, i) => ({ ...probe(300 + i), email: `many${i}@example.org` }));
    const made = await Promise.all(many.map((each) => registerFrom('198.51.100.11', each)));
    expect(new Set(made)).toEqual(new Set(['ok']));
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

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['2001:DB8:0:0:1::', '2001:db8:0:0'],
  ['1:2:3::203.0.113.7', '1:2:3:0'],
  ['::1:2:3:4:203.0.113.7', '0:0:1:2'],
  ['no address', 'no address'],
])('the address %s stands for the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
