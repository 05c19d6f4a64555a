import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Viewer } from '#platform/viewer.ts';
import { call } from './accountSupport.ts';
import { newPerson, startTestUsers, type TestUsers } from './support.ts';

let users: TestUsers;
let viewer: Viewer;
beforeAll(async () => {
  const many = 100_000;
  users = await startTestUsers({
    ...{ PASSWORD_TRIES_PER_ACCOUNT: many, PASSWORD_TRIES_PER_ADDRESS: many },
    ...{ MAILS_PER_ACCOUNT: many, MAILS_PER_ADDRESS: many },
  });
  ({ viewer } = await newPerson(users));
});

/** Text of every kind, with what stores and parsers stumble over in it. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '',
    '\0',
    '\ud800',
    '%00',
    `${'a'.repeat(5000)}@example.org`,
    "' OR 1=1 --",
    'a@b',
    '\u202e',
    'İ@EXAMPLE.org',
  ),
  fc.emailAddress(),
);
const input = (field: string, names: readonly string[]) =>
  fc.record({ field: fc.constant(field), input: fc.record(Object.fromEntries(names.map((name) => [name, text]))) });
const calls = fc.oneof(
  input('changePassword', ['currentPassword', 'newPassword']),
  input('changeEmail', ['newEmail', 'password']),
  input('confirmEmail', ['token']),
  input('requestPasswordReset', ['email']),
  input('resetPassword', ['token', 'newPassword']),
  input('deleteAccount', ['password']),
  input('logIn', ['email', 'password']),
  input('register', ['username', 'email', 'password', 'displayName', 'timeZone']),
);

test('whatever is sent is answered by problems that the caller can mend, and never breaks anything', async () => {
  await fc.assert(
    fc.asyncProperty(calls, async ({ field, input: sent }) => {
      const problems = await call(users, field, sent, viewer);
      if (field !== 'requestPasswordReset' && field !== 'register') expect(problems).not.toEqual([]);
    }),
    { numRuns: 150 },
  );
  expect((await users.ask(viewer, '{ viewer { id } }')).data?.['viewer']).not.toBeNull();
}, 60_000);
