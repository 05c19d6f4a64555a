import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { AccountDocument, DeleteAccountDocument, LogOutDocument } from '#client/__generated__/graphql.ts';
import { createLaurelClient, type LaurelClient } from '#client/laurel.ts';
import { until } from '#platform/testing/until.ts';
import { mailedLink } from './support/mails.ts';
import { newPerson } from './support/people.ts';

// Tokens of another issuer, as Supabase makes them with its secret, at the gateway of a whole stack.

const gatewayUrl = inject('gatewayUrl');
const { issuer, audience, secret } = inject('outsideIssuer');

interface Told {
  readonly sub: string;
  readonly email?: string;
  readonly session_id?: string;
  readonly user_metadata?: object;
}

const tokenOf = (told: Told, issuedAt = new Date()): Promise<string> =>
  new SignJWT({ ...told })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));

function clientWith(token: string): LaurelClient {
  const client = createLaurelClient(gatewayUrl);
  client.authenticate(token);
  return client;
}

const isRefused = (client: LaurelClient): Promise<boolean> =>
  client.run(AccountDocument, {}).then(
    () => false,
    () => true,
  );

/** Who the bearer of a token is, asked on a connection of its own. */
async function idOf(token: string): Promise<string> {
  const response = await fetch(`${gatewayUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, connection: 'close' },
    body: '{"query":"{ viewer { id } }"}',
  });
  const answer = z.object({ data: z.object({ viewer: z.object({ id: z.string() }) }) });
  return answer.parse(await response.json()).data.viewer.id;
}

describe('a token of an outside issuer', () => {
  test('makes an account the first time, one for all that come at once, and is let in to it ever after', async () => {
    const name = `outsider${randomUUID().slice(0, 8)}`;
    const sub = randomUUID();
    const told = { sub, email: `${name}@example.org`, user_metadata: { user_name: name, full_name: 'Out Sider' } };
    const tokens = await Promise.all(Array.from({ length: 8 }, (_, i) => tokenOf({ ...told, session_id: `s${i}` })));
    const ids = await Promise.all(tokens.map(idOf));
    expect(new Set(ids).size).toBe(1);
    const { viewer } = await clientWith(await tokenOf(told)).run(AccountDocument, {});
    expect(viewer).toMatchObject({ id: ids[0], email: `${name}@example.org`, hasPassword: false });
    expect(viewer?.emailConfirmedAt).not.toBeNull();
  });

  test('takes over no account whose address nobody confirmed, and is the person where somebody did', async () => {
    const ana = await newPerson(gatewayUrl, 'ana');
    const email = `${ana.username}@example.org`;
    const stranger = await clientWith(await tokenOf({ sub: randomUUID(), email })).run(AccountDocument, {});
    expect(stranger.viewer?.id).not.toBe(ana.id);
    expect(stranger.viewer?.email).toBeNull();
    const link = await mailedLink(email, 'confirm-email');
    const token = new URL(link).searchParams.get('token') ?? '';
    expect((await fetch(link, { method: 'POST', body: new URLSearchParams({ token }) })).status).toBe(200);
    expect(await idOf(await tokenOf({ sub: randomUUID(), email: email.toUpperCase() }))).toBe(ana.id);
  });

  test('is refused when its session was ended, and when the account was deleted', async () => {
    const sub = randomUUID();
    const [first, second] = await Promise.all(['one', 'two'].map((session_id) => tokenOf({ sub, session_id })));
    const [one, two] = [clientWith(first ?? ''), clientWith(second ?? '')];
    await Promise.all([one, two].map((client) => client.run(AccountDocument, {})));
    await one.run(LogOutDocument, { input: {} });
    await until('the one to be refused', () => isRefused(one));
    expect(await isRefused(two)).toBe(false);
    const { deleteAccount } = await two.run(DeleteAccountDocument, { input: {} });
    expect(deleteAccount.userErrors).toEqual([]);
    await until('the other to be refused', () => isRefused(two));
    // No token that was made before makes an account again.
    const minuteAgo = new Date(Date.now() - 60_000);
    expect(await isRefused(clientWith(await tokenOf({ sub, session_id: 'three' }, minuteAgo)))).toBe(true);
  });
});
