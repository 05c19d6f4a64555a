import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { TEST_SECRET } from '#platform/testing/subgraph.ts';
import { untilPublished } from '#platform/testing/outbox.ts';
import { anonymous, API_KEYS_PATH, signViewer, theGateway, VIEWER_HEADER, type Viewer } from '#platform/viewer.ts';
import { createApiKeys } from '../../../gateway/auth/apiKeys.ts';
import { newPerson, startTestUsers } from './support.ts';

const users = await startTestUsers();
const url = new URL(API_KEYS_PATH, users.url).href;
const gateway = () => createApiKeys({ url, viewerTokenSecret: TEST_SECRET });

const created = z.object({
  apiKey: z.object({ id: z.string(), name: z.string() }).nullable(),
  key: z.string().nullable(),
  userErrors: z.array(z.object({ code: z.string(), path: z.array(z.string()).nullable() })),
});

async function create(viewer: Viewer, name: string) {
  const query = `mutation ($input: CreateApiKeyInput!) {
    createApiKey(input: $input) { apiKey { id name } key userErrors { code path } } }`;
  const { data } = await users.ask(viewer, query, { input: { name } });
  return created.parse(data?.['createApiKey']);
}

async function newKey(viewer: Viewer, name = 'Watch') {
  const { apiKey, key } = await create(viewer, name);
  return { id: apiKey?.id ?? '', key: key ?? '' };
}

async function revoke(viewer: Viewer, apiKeyId: string) {
  const query = `mutation ($input: RevokeApiKeyInput!) {
    revokeApiKey(input: $input) { revokedApiKeyId userErrors { code path } } }`;
  return (await users.ask(viewer, query, { input: { apiKeyId } })).data?.['revokeApiKey'];
}

async function keysOf(viewer: Viewer) {
  const { data } = await users.ask(viewer, '{ viewer { apiKeys { id name lastUsedAt } } }');
  const key = z.object({ id: z.string(), name: z.string(), lastUsedAt: z.string().nullable() });
  return z.object({ viewer: z.object({ apiKeys: z.array(key) }) }).parse(data).viewer.apiKeys;
}

describe('an API key', () => {
  test('tells the gateway whose device sends, and is told apart from the person', async () => {
    const { viewer } = await newPerson(users);
    const { id, key } = await newKey(viewer);
    expect(key).toMatch(/^lk_[\w-]{43}$/);
    expect(await gateway().viewerOf(key)).toEqual({ kind: 'device', userId: viewer.userId, keyId: id });
  });

  test('is listed with its last use, and never shown again', async () => {
    const { viewer } = await newPerson(users);
    const { id, key } = await newKey(viewer, 'Bridge');
    expect(await keysOf(viewer)).toEqual([{ id, name: 'Bridge', lastUsedAt: null }]);
    await gateway().viewerOf(key);
    expect((await keysOf(viewer))[0]?.lastUsedAt).toEqual(expect.any(String));
    const { rows } = await users.pool.query('SELECT row_to_json(api_keys)::text AS stored FROM api_keys');
    expect(JSON.stringify(rows)).not.toContain(key.slice(3));
  });

  test('that was revoked is refused, and so is one that never was', async () => {
    const { viewer } = await newPerson(users);
    const { id, key } = await newKey(viewer);
    const asked = gateway();
    await asked.viewerOf(key);
    expect(await revoke(viewer, id)).toEqual({ revokedApiKeyId: id, userErrors: [] });
    await expect(gateway().viewerOf(key)).rejects.toMatchObject({ status: 401 });
    await expect(gateway().viewerOf('lk_nonsense')).rejects.toMatchObject({ status: 401 });
    expect(await keysOf(viewer)).toEqual([]);
  });

  test('is told of as ended when it is revoked, so that the gateway forgets it', async () => {
    const { viewer } = await newPerson(users);
    const { id } = await newKey(viewer);
    await revoke(viewer, id);
    await untilPublished(users.pool);
  });

  test("cannot be revoked by somebody else, and gives its bearer nothing of the person's to read", async () => {
    const { viewer } = await newPerson(users);
    const { id } = await newKey(viewer);
    const other = await newPerson(users);
    expect(await revoke(other.viewer, id)).toEqual({
      revokedApiKeyId: null,
      userErrors: [{ code: 'NOT_FOUND', path: ['apiKeyId'] }],
    });
    const device: Viewer = { kind: 'device', userId: viewer.userId, keyId: id };
    expect((await users.ask(device, '{ viewer { email } }')).data).toEqual({ viewer: null });
  });

  test('has a name, and a person has twenty of them at most', async () => {
    const { viewer } = await newPerson(users);
    expect((await create(viewer, ' ')).userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['name'] }]);
    expect((await create(viewer, 'a\0b')).userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['name'] }]);
    const made = await Promise.all(Array.from({ length: 22 }, (_, index) => create(viewer, `Watch ${index}`)));
    expect(made.filter(({ key }) => key !== null)).toHaveLength(20);
    expect(await keysOf(viewer)).toHaveLength(20);
  });

  test('is verified for the gateway alone', async () => {
    const { viewer } = await newPerson(users);
    const { key } = await newKey(viewer);
    const ask = async (as: Viewer | undefined, body: unknown) => {
      const known = as && { [VIEWER_HEADER]: await signViewer(TEST_SECRET, as) };
      const headers = { 'content-type': 'application/json', ...known };
      return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).status;
    };
    for (const other of [undefined, anonymous, viewer]) expect(await ask(other, { key })).toBe(401);
    expect([await ask(theGateway, { key }), await ask(theGateway, { key: 7 })]).toEqual([200, 404]);
  });

  test('cannot be checked while users is away', async () => {
    const away = createApiKeys({ url: 'http://127.0.0.1:1/', viewerTokenSecret: TEST_SECRET });
    await expect(away.viewerOf('lk_x')).rejects.toMatchObject({ status: 503 });
  });
});
