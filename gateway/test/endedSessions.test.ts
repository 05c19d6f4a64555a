import { describe, expect, it } from 'vitest';
import { createRevokedSessions } from '../auth/revocations.ts';
import { issuerAuthenticator } from '../auth/issuer.ts';
import { openAccess } from '../auth/access.ts';
import { clientInfos } from '../http/clientInfo.ts';
import { expiry } from '../http/expiry.ts';
import { startIssuer } from './support/issuer.ts';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';

describe('a token whose session was ended', () => {
  it('is refused from then on, also when it was known before, and ends what it listens to', async () => {
    const issuer = await startIssuer();
    const revocations = createRevokedSessions();
    const { authenticate } = issuerAuthenticator({
      issuer: issuer.issuer,
      jwksUrl: issuer.jwksUrl,
      viewerTokenSecret: 'a secret for the tests of the gateway',
      rules: { accessOf: () => openAccess },
      revocations,
    });
    const authorization = `Bearer ${await issuer.token()}`;
    const caller = await authenticate(authorization);
    if (caller.viewer.kind !== 'person') throw new Error('nobody');
    const { signal, why } = expiry(caller);
    revocations.add('another session');
    await authenticate(authorization);
    expect(signal.aborted).toBe(false);
    revocations.add(caller.viewer.sessionId);
    const refusal = { status: 401, message: 'The session was ended.' };
    await expect(authenticate(authorization)).rejects.toMatchObject(refusal);
    expect(signal.aborted).toBe(true);
    expect(why()).toMatchObject(refusal);
    issuer.close();
  });

  it('is an API key too, which stands for a device and not for the person', async () => {
    const revocations = createRevokedSessions();
    const { authenticate } = issuerAuthenticator({
      issuer: 'https://laurel.example',
      jwksUrl: 'http://127.0.0.1:1/',
      viewerTokenSecret: 'a secret for the tests of the gateway',
      rules: { accessOf: () => openAccess },
      revocations,
      apiKeys: { viewerOf: (key) => Promise.resolve({ kind: 'device', userId: 'ana', keyId: `id of ${key}` }) },
    });
    const { viewer } = await authenticate('Bearer lk_1');
    expect(viewer).toEqual({ kind: 'device', userId: 'ana', keyId: 'id of lk_1' });
    revocations.add('id of lk_1');
    await expect(authenticate('Bearer lk_1')).rejects.toMatchObject({ status: 401 });
    await expect(authenticate('Bearer lk_2')).resolves.toBeDefined();
  });

  it('is forgotten when all its tokens have expired', () => {
    let now = 0;
    const revocations = createRevokedSessions(() => now);
    revocations.add('a');
    now = 21 * 60_000;
    revocations.add('b');
    expect([revocations.has('a'), revocations.has('b')]).toEqual([false, true]);
  });
});

describe('the network address of a client', () => {
  const from = (forwarded: string | undefined): IncomingMessage => {
    const socket = new Socket();
    Object.defineProperty(socket, 'remoteAddress', { value: '192.0.2.1' });
    const request = new IncomingMessage(socket);
    if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded;
    return request;
  };
  it.each([
    [0, undefined, '192.0.2.1'],
    [0, '203.0.113.7', '192.0.2.1'],
    [1, '203.0.113.7', '203.0.113.7'],
    [1, '198.51.100.1, 203.0.113.7', '203.0.113.7'],
    [2, '198.51.100.1, 203.0.113.7, 192.0.2.9', '203.0.113.7'],
    [1, 'nonsense', '192.0.2.1'],
    [1, '203.0.113.7:51234', '203.0.113.7'],
    [1, '2001:db8::1', '2001:db8::1'],
    [1, '[2001:db8::1]:51234', '2001:db8::1'],
    [2, '203.0.113.7', '192.0.2.1'],
  ])('behind %i proxies with X-Forwarded-For %s is %s', (proxies, forwarded, address) => {
    expect(clientInfos(proxies)(from(forwarded)).address).toBe(address);
  });
});
