import { setImmediate } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openBroker } from '#platform/events/broker.ts';
import { createNotices } from '#platform/events/notices.ts';
import { revocationNotice, REVOCATIONS_TOPIC } from '#platform/events/revocations.ts';
import { createService } from '#platform/lifecycle.ts';
import { call } from './accountSupport.ts';
import { goodPassword, logIn, newPerson, refresh, startTestUsers, tokensOf, viewerOf } from './support.ts';

const users = await startTestUsers();
const { service, close } = createService('a gateway', 'silent');
afterAll(close);
const broker = await openBroker(service, users.nats.url);
const notices = createNotices(broker);
const told = new Set<string>();
void (async () => {
  for await (const notice of notices.listen(REVOCATIONS_TOPIC)) {
    if (notice.kind === 'notice') for (const id of revocationNotice.parse(notice.data).ids) told.add(id);
  }
})();
await notices.settled();

/** What the gateway was told of before now: the broker hands everything over in order. */
async function toldOf(id: string): Promise<boolean> {
  await notices.settled();
  // It is read in steps, which follow when it came together with the answer.
  await setImmediate();
  return told.has(id);
}

test('Whoever ends a session is answered after the gateway was told', async () => {
  const ana = await newPerson(users);
  const open = async () => viewerOf(tokensOf(await logIn(users, ana.email)));

  const one = await open();
  await call(users, 'logOut', {}, one);
  expect(await toldOf(one.sessionId)).toBe(true);

  const others = [await open(), await open()];
  await call(users, 'logOutEverywhere', { keepCurrent: true }, ana.viewer);
  for (const { sessionId } of others) expect(await toldOf(sessionId)).toBe(true);

  const elsewhere = await open();
  const input = { currentPassword: goodPassword, newPassword: 'another horse battery staple' };
  await call(users, 'changePassword', input, ana.viewer);
  expect(await toldOf(elsewhere.sessionId)).toBe(true);
  expect(await toldOf(ana.viewer.sessionId)).toBe(false);

  await refresh(users, ana.tokens.refreshToken);
  await refresh(users, ana.tokens.refreshToken);
  expect(await toldOf(ana.viewer.sessionId)).toBe(true);
});

test('So is whoever deletes their account, or revokes an API key', async () => {
  const { viewer } = await newPerson(users);
  const query = 'mutation { createApiKey(input: { name: "Watch" }) { apiKey { id } } }';
  const { data } = await users.ask(viewer, query);
  const { id } = z.object({ createApiKey: z.object({ apiKey: z.object({ id: z.string() }) }) }).parse(data)
    .createApiKey.apiKey;
  await call(users, 'revokeApiKey', { apiKeyId: id }, viewer);
  expect(await toldOf(id)).toBe(true);
  await call(users, 'deleteAccount', { password: goodPassword }, viewer);
  expect(await toldOf(viewer.sessionId)).toBe(true);
});

test('Without a broker a session is ended all the same', async () => {
  const { viewer } = await newPerson(users);
  await users.nats.stop();
  expect(await call(users, 'logOut', {}, viewer)).toEqual([]);
  await users.nats.start();
});
