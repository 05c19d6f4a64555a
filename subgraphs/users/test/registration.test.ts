import { describe, expect, test } from 'vitest';
import { goodPassword, logIn, newcomer, newPerson, problemsOf, register, startTestUsers } from './support.ts';

const users = await startTestUsers();

describe('registering', () => {
  test('makes an account and logs it in', async () => {
    const input = newcomer({ username: 'Ana.Kos', displayName: '  Ana Kos 🏃  ' });
    const answer = await register(users, input);
    expect(answer).toMatchObject({ user: { username: 'Ana.Kos', displayName: 'Ana Kos 🏃' }, userErrors: [] });
    expect(answer.session?.refreshToken).toMatch(/^[\w-]{43}$/);
  });

  test('calls a person by their username until they say otherwise', async () => {
    const input = newcomer();
    expect((await register(users, input)).user?.displayName).toBe(input.username);
  });

  test('refuses a username or an address that differs only in case, and tells of the address only when nothing else is wrong', async () => {
    const { username, email } = await newPerson(users);
    const twin = newcomer({ username: username.toUpperCase() });
    expect(problemsOf(await register(users, twin))).toEqual(['USERNAME_TAKEN username']);
    const other = newcomer({ email: email.toUpperCase() });
    expect(problemsOf(await register(users, other))).toEqual(['EMAIL_TAKEN email']);
    const both = newcomer({ username, email });
    expect(problemsOf(await register(users, both))).toEqual(['USERNAME_TAKEN username']);
    const weak = newcomer({ email, password: 'password1' });
    expect(problemsOf(await register(users, weak))).toEqual(['INVALID_INPUT password']);
  });

  test.each(['Deleted', 'admin', 'Support', 'laurel'])(
    'refuses the username %s, which no person has',
    async (username) => {
      expect(problemsOf(await register(users, newcomer({ username })))).toEqual(['USERNAME_TAKEN username']);
    },
  );

  test('lets in who had the username before it was kept from people', async () => {
    const { email, username } = await newPerson(users);
    await users.pool.query(`UPDATE accounts SET username = 'moderator' WHERE username = $1`, [username]);
    expect((await logIn(users, email)).user?.username).toBe('moderator');
  });

  test('gives one account to many who ask for one name at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => register(users, newcomer({ username: 'wanted' }))),
    );
    expect(answers.filter(({ session }) => session)).toHaveLength(1);
    const refused = answers.filter(({ session }) => !session).map(problemsOf);
    expect(refused).toEqual(Array.from({ length: 7 }, () => ['USERNAME_TAKEN username']));
    const { rows } = await users.pool.query(`SELECT 1 FROM accounts WHERE username = 'wanted'`);
    expect(rows).toHaveLength(1);
  });

  test('gives one account to many who ask with one address at the same moment', async () => {
    const email = 'shared@example.org';
    const answers = await Promise.all(Array.from({ length: 4 }, () => register(users, newcomer({ email }))));
    expect(answers.filter(({ session }) => session)).toHaveLength(1);
    expect(answers.flatMap(problemsOf)).toEqual(Array.from({ length: 3 }, () => 'EMAIL_TAKEN email'));
  });

  test('takes an address with 64 characters before the "@", whatever spaces stand around it', async () => {
    expect(problemsOf(await register(users, newcomer({ email: `  ${'a'.repeat(64)}@example.org ` })))).toEqual([]);
  });

  test.each([
    ['a username of two letters', { username: 'ab' }, 'username'],
    ['a username of 31 letters', { username: 'a'.repeat(31) }, 'username'],
    ['a username that begins with a dot', { username: '.ana' }, 'username'],
    ['a username with letters of another script', { username: 'anа' }, 'username'],
    ['a username with a line end', { username: 'ana\n' }, 'username'],
    ['an address without a domain', { email: 'ana@' }, 'email'],
    ['an address that is no text', { email: 7 }, 'email'],
    ['an address of 255 characters', { email: `${'a'.repeat(64)}@${'b'.repeat(186)}.org` }, 'email'],
    ['an address with 65 characters before the "@"', { email: `${'a'.repeat(65)}@example.org` }, 'email'],
    ['a password of 7 characters', { password: 'xK9#mQ2' }, 'password'],
    ['a password of 129 characters', { password: 'x'.repeat(129) }, 'password'],
    ['one of the commonest passwords', { password: 'PassWord1' }, 'password'],
    ['a password of spaces', { password: '        ' }, 'password'],
    ['the username for a password', { username: 'ana.of.old', password: 'Ana.of.Old' }, 'password'],
    ['the address for a password', { email: 'zdenka@example.org', password: 'zdenka@example.org' }, 'password'],
    ['what stands before its "@"', { email: 'zdenka.k@example.org', password: 'Zdenka.K' }, 'password'],
    ['an empty display name', { displayName: ' ' }, 'displayName'],
    ['a display name of 61 characters', { displayName: 'x'.repeat(61) }, 'displayName'],
    ['a display name with a NUL', { displayName: 'a\0b' }, 'displayName'],
    ['a time zone that is none', { timeZone: 'Europe/Atlantis' }, 'timeZone'],
    ['an offset for a time zone', { timeZone: '+01:00' }, 'timeZone'],
  ])('refuses %s', async (_what, changes, field) => {
    expect(problemsOf(await register(users, newcomer(changes)))).toEqual([`INVALID_INPUT ${field}`]);
  });

  test.each(['abc', 'a'.repeat(30), '9lives', 'A_b-c.d'])('accepts the username %s', async (username) => {
    expect(problemsOf(await register(users, newcomer({ username })))).toEqual([]);
  });

  test('counts a password in characters: eight symbols of two code units are enough', async () => {
    expect(problemsOf(await register(users, newcomer({ password: '🏃🏊🚴🧗🤸🏋🚣🧘' })))).toEqual([]);
  });
});

describe('a stored password', () => {
  test('is an argon2id hash with a salt of its own', async () => {
    const [one, other] = [await newPerson(users), await newPerson(users)];
    const { rows } = await users.pool.query<{ password_hash: string }>(
      'SELECT password_hash FROM accounts WHERE id = ANY($1)',
      [[one.viewer.userId, other.viewer.userId]],
    );
    const hashes = rows.map(({ password_hash }) => password_hash);
    for (const hash of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(new Set(hashes).size).toBe(2);
    expect(hashes.join(' ')).not.toContain(goodPassword);
  });

  test('lets its owner in however the same characters were typed', async () => {
    const { email } = await newPerson(users, { password: 'Caf\u00e9 au lait' });
    expect(problemsOf(await logIn(users, email, 'Cafe\u0301 au lait'))).toEqual([]);
  });
});
