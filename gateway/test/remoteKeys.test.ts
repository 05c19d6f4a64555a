import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { exportJWK, generateKeyPair, jwtVerify, SignJWT, type CryptoKey } from 'jose';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { remoteKeys } from '../auth/remoteKeys.ts';

interface Key {
  readonly kid: string | undefined;
  readonly privateKey: CryptoKey;
  readonly jwk: object;
}

async function newKey(kid?: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), ...(kid && { kid }), alg: 'ES256' } };
}

const tokenBy = ({ kid, privateKey }: Key): Promise<string> =>
  new SignJWT({ sub: 'ana' }).setProtectedHeader({ alg: 'ES256', ...(kid && { kid }) }).sign(privateKey);

/** Publishes keys, or answers as told. */
async function startKeyServer(...published: Key[]) {
  let fetched = 0;
  let answer: RequestListener | undefined;
  const keys = [...published];
  const server = createServer((request, response) => {
    fetched++;
    if (answer) answer(request, response);
    else
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}/jwks`,
    keys,
    fetched: () => fetched,
    answerWith: (other: RequestListener | undefined) => void (answer = other),
  };
}

const REFETCH_MS = 5_000;
const open = ({ url }: { url: string }) => {
  const keys = remoteKeys({ url, refetchAfterMs: REFETCH_MS });
  return async (token: string) => (await jwtVerify(token, keys)).payload.sub;
};
const later = (milliseconds: number): void => void vi.setSystemTime(Date.now() + milliseconds);
const broken: RequestListener = (_request, response) => void response.writeHead(500).end('no');

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

it('Keys that are new are found by the first token that names them, and old ones that are gone hold no more', async () => {
  const [old, next] = [await newKey('old'), await newKey('next')];
  const server = await startKeyServer(old);
  const verify = open(server);
  expect(await verify(await tokenBy(old))).toBe('ana');
  server.keys.splice(0, 1, next);
  later(REFETCH_MS);
  expect(await verify(await tokenBy(next))).toBe('ana');
  await expect(verify(await tokenBy(old))).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  expect(server.fetched()).toBe(2);
});

it('Keys without names are told apart by what they have signed, also when there are new ones', async () => {
  const [old, next, last] = [await newKey(), await newKey(), await newKey()];
  const server = await startKeyServer(old);
  const verify = open(server);
  const tokens = await Promise.all([old, next, last].map(tokenBy));
  const [byOld = '', byNext = '', byLast = ''] = tokens;
  expect(await verify(byOld)).toBe('ana');
  server.keys.push(next);
  later(REFETCH_MS);
  for (const token of [byNext, byOld]) expect(await verify(token)).toBe('ana');
  server.keys.push(last);
  for (const millisecondsOn of [REFETCH_MS, 11 * 60_000]) {
    later(millisecondsOn);
    for (const token of tokens) expect(await verify(token)).toBe('ana');
  }
  server.keys.splice(0, 3, next);
  later(REFETCH_MS);
  await expect(verify(`${byLast.slice(0, -4)}AAAA`)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  await expect(verify(byOld)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
});

it('However many tokens are of keys that nobody has, named or not, the issuer is asked now and then', async () => {
  const known = await newKey('known');
  const unknown = await Promise.all([newKey('unknown'), newKey()]);
  const server = await startKeyServer(known);
  const verify = open(server);
  expect(await verify(await tokenBy(known))).toBe('ana');
  const tokens = await Promise.all(unknown.map(tokenBy));
  for (let seconds = 0; seconds < 20; seconds++) {
    later(1000);
    await Promise.all([...tokens, ...tokens].map((token) => expect(verify(token)).rejects.toThrow()));
  }
  expect(server.fetched()).toBe(5);
});

it('An issuer that is away is asked once a second at most, and its last keys are believed for an hour', async () => {
  const key = await newKey('only');
  const server = await startKeyServer(key);
  const verify = open(server);
  const token = await tokenBy(key);
  expect(await verify(token)).toBe('ana');
  server.answerWith(broken);
  later(11 * 60_000);
  for (let i = 0; i < 20; i++) expect(await verify(token)).toBe('ana');
  await expect.poll(() => server.fetched()).toBe(2);
  later(50 * 60_000);
  await expect(verify(token)).rejects.toThrow('status 500');
  for (let i = 0; i < 20; i++) await expect(verify(token)).rejects.toThrow('a moment ago');
  expect(server.fetched()).toBe(3);
  server.answerWith(undefined);
  later(1000);
  expect(await verify(token)).toBe('ana');
});

it('Keys without end are not read to their end', async () => {
  const server = await startKeyServer();
  let hungUp = false;
  server.answerWith((_request, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, ' ')));
    };
    response.on('drain', more).on('close', () => void (hungUp = true));
    more();
  });
  await expect(open(server)(await tokenBy(await newKey('any')))).rejects.toThrow('longer than');
  await expect.poll(() => hungUp).toBe(true);
});

it('An issuer that does not answer is waited for three seconds', async () => {
  const server = await startKeyServer();
  server.answerWith((_request, response) => void response.writeHead(200).write('{'));
  const startedAt = performance.now();
  await expect(open(server)(await tokenBy(await newKey('any')))).rejects.toThrow();
  expect(performance.now() - startedAt).toBeGreaterThan(2_500);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

it.each([
  ['no JSON', 'keys'],
  ['no keys', '{"keys":"none"}'],
  ['nothing', ''],
])('An answer that is %s makes no token hold', async (_what, body) => {
  const server = await startKeyServer();
  server.answerWith((_request, response) => void response.end(body));
  await expect(open(server)(await tokenBy(await newKey('any')))).rejects.toThrow();
});

it.each(['<html>', '', 'null', '[]', '{}', '{"keys":5}', '{"keys":[null]}'])(
  'An issuer that answers %j in place of keys counts as one that is away',
  async (body) => {
    const key = await newKey('only');
    const server = await startKeyServer(key);
    const verify = open(server);
    const [token, unknown] = [await tokenBy(key), await tokenBy(await newKey('unknown'))];
    expect(await verify(token)).toBe('ana');
    server.answerWith((_request, response) => void response.end(body));
    later(11 * 60_000);
    for (let i = 0; i < 5; i++) expect(await verify(token)).toBe('ana');
    for (let i = 0; i < 5; i++) await expect(verify(unknown)).rejects.toThrow();
    expect(server.fetched()).toBe(2);
    later(50 * 60_000);
    await expect(verify(token)).rejects.toThrow('the keys cannot be fetched');
  },
);
