import { expect, inject, test } from 'vitest';
import {
  AccountDocument,
  ChangePasswordDocument,
  LogInDocument,
  LogOutEverywhereDocument,
  RequestPasswordResetDocument,
  ViewerDocument,
} from '#client/__generated__/graphql.ts';
import { createLaurelClient } from '#client/laurel.ts';
import { until } from '#platform/testing/until.ts';
import { mailedLink } from './support/mails.ts';
import { newPerson, password } from './support/people.ts';

const gatewayUrl = inject('gatewayUrl');
const newPassword = 'another horse battery staple';

async function logIn(email: string, secret: string) {
  const client = createLaurelClient(gatewayUrl);
  const { logIn: answer } = await client.run(LogInDocument, { input: { email, password: secret } });
  client.authenticate(answer.session?.accessToken);
  return { client, codes: answer.userErrors.map(({ code }) => code) };
}

test('a token of a session that was ended is refused at the gateway before it expires', async () => {
  const ana = await newPerson(gatewayUrl, 'ana');
  await ana.client.run(LogOutEverywhereDocument, { input: {} });
  await until('the token to be refused', () =>
    ana.client.run(ViewerDocument, {}).then(
      () => false,
      () => true,
    ),
  );
});

test('changing the password ends other sessions, and mailed links confirm and reset', async () => {
  const ana = await newPerson(gatewayUrl, 'ana');
  const email = `${ana.username}@example.org`;
  const confirmation = await mailedLink(email, 'confirm-email');
  const token = new URL(confirmation).searchParams.get('token') ?? '';
  expect((await fetch(confirmation, { method: 'POST', body: new URLSearchParams({ token }) })).status).toBe(200);
  const { viewer } = await ana.client.run(AccountDocument, {});
  expect(viewer?.emailConfirmedAt).not.toBeNull();

  const input = { currentPassword: password, newPassword };
  expect((await ana.client.run(ChangePasswordDocument, { input })).changePassword.userErrors).toEqual([]);
  expect((await logIn(email, password)).codes).toEqual(['INVALID_CREDENTIALS']);

  await createLaurelClient(gatewayUrl).run(RequestPasswordResetDocument, { input: { email } });
  const reset = await mailedLink(email, 'reset-password');
  const fields = { token: new URL(reset).searchParams.get('token') ?? '', newPassword: password };
  expect((await fetch(reset, { method: 'POST', body: new URLSearchParams(fields) })).status).toBe(200);
  expect((await logIn(email, password)).codes).toEqual([]);
});

test('guessing is limited, with a time after which to try again', async () => {
  const email = `nobody-${Date.now()}@example.org`;
  const codes = [];
  for (let i = 0; i < 11; i++) codes.push(...(await logIn(email, 'wrong wrong wrong')).codes);
  expect(codes).toEqual([...Array<string>(10).fill('INVALID_CREDENTIALS'), 'RATE_LIMITED']);
});
