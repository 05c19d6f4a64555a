import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CLIENT_USER_AGENT_HEADER } from '#platform/client.ts';
import { theGateway, verifyViewer, VIEWER_HEADER, type Viewer } from '#platform/viewer.ts';
import { until } from '#platform/testing/until.ts';
import { openAccess } from '../auth/access.ts';
import { readGatewayConfig } from '../config.ts';
import { issuerAuthenticator } from '../auth/issuer.ts';
import { outsideIssuers } from '../auth/outside.ts';
import { startIssuer, type TestIssuer } from './support/issuer.ts';

const SECRET = 'a secret for the tests of the gateway';
const SHARED = 'the secret that a project of Supabase signs with';
const KEYED = 'https://keyed.example/auth/v1';
const SIGNED = 'https://signed.example/auth/v1';
const CHANGING = 'https://changing.example/auth/v1';
const audience = 'authenticated';

const keys = await generateKeyPair('ES256');
const nextKeys = await generateKeyPair('ES256');
const published = async ({ publicKey }: typeof keys, kid: string) => ({
  ...(await exportJWK(publicKey)),
  kid,
  alg: 'ES256',
});
const shortKeys = generateKeyPairSync('rsa', { modulusLength: 1024 });
const useless = [
  { ...shortKeys.publicKey.export({ format: 'jwk' }), kid: 'short', alg: 'RS256' },
  { kty: 'RSA', kid: 'none', alg: 'RS256' },
];
const jwks: { keys: object[] } = { keys: [await published(keys, 'outside'), ...useless] };
const asked: { body: unknown; viewer: Viewer | undefined; userAgent: unknown }[] = [];
let answer: { status: number; body: object } = { status: 200, body: { userId: 'u1', sessionId: 's1' } };

/** Answers as users does, and publishes the keys of an outside issuer. */
const server = createServer((request, response) => {
  if (request.url === '/jwks') {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(jwks));
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    void verifyViewer(SECRET, request.headers[VIEWER_HEADER]).then((viewer) => {
      const userAgent = request.headers[CLIENT_USER_AGENT_HEADER];
      asked.push({ body: JSON.parse(Buffer.concat(chunks).toString()), viewer, userAgent });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
  });
});

let url: string;
let own: TestIssuer;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  url = `http://127.0.0.1:${port}`;
  own = await startIssuer();
});
afterAll(() => {
  server.close();
  own.close();
});
beforeEach(() => {
  asked.length = 0;
  answer = { status: 200, body: { userId: 'u1', sessionId: 's1' } };
});

function authenticator() {
  const issuers = [
    { issuer: KEYED, audience, jwksUrl: `${url}/jwks`, emailsVerified: false },
    { issuer: SIGNED, audience, secret: SHARED, emailsVerified: true },
    { issuer: CHANGING, audience, jwksUrl: `${url}/jwks`, secret: SHARED, emailsVerified: false },
  ];
  return issuerAuthenticator({
    issuer: own.issuer,
    jwksUrl: own.jwksUrl,
    viewerTokenSecret: SECRET,
    rules: { accessOf: () => openAccess },
    outside: outsideIssuers({ issuers, identitiesUrl: `${url}/identities`, viewerTokenSecret: SECRET }),
  });
}

const payload: JWTPayload = { sub: 'stranger', email: 'stranger@example.org', session_id: 'x' };
const token = (issuer: string, changes: { aud?: string; exp?: string; iss?: string; nbf?: string } = {}): SignJWT =>
  new SignJWT(payload)
    .setIssuer(changes.iss ?? issuer)
    .setAudience(changes.aud ?? audience)
    .setIssuedAt()
    .setNotBefore(changes.nbf ?? '0s')
    .setExpirationTime(changes.exp ?? '1h');
const byKey = (jwt: SignJWT): Promise<string> =>
  jwt.setProtectedHeader({ alg: 'ES256', kid: 'outside' }).sign(keys.privateKey);
const bySecret = (jwt: SignJWT, secret = SHARED): Promise<string> =>
  jwt.setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret));

/** Signed with the RSA key of 1024 bits; jose makes no such token. */
const byShortKey = (kid: string): string => {
  const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid })).toString('base64url');
  const signed = `${header}.${encoded({ iss: KEYED })}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), shortKeys.privateKey).toString('base64url')}`;
};

const encoded = (claims: object): string =>
  Buffer.from(JSON.stringify({ ...payload, aud: audience, exp: 4e9, iat: 1, ...claims })).toString('base64url');

describe('a token of an outside issuer', () => {
  it('may have been made, and may end, a few seconds off by our clock', async () => {
    for (const jwt of [token(KEYED, { nbf: '3s' }), token(KEYED, { exp: '-3s' })]) {
      const { viewer } = await authenticator().authenticate(`Bearer ${await byKey(jwt)}`);
      expect(viewer.kind).toBe('person');
    }
  });

  it('is told to users with the program that shows it', async () => {
    const client = { address: undefined, userAgent: 'App/1 (phone)' };
    await authenticator().authenticate(`Bearer ${await byKey(token(KEYED))}`, client);
    expect(asked.map(({ userAgent }) => userAgent)).toEqual(['App/1 (phone)']);
  });

  it.each(['keys', 'a secret'])('verified by %s is somebody, for whom users is asked once', async (how) => {
    const jwt = how === 'keys' ? await byKey(token(KEYED)) : await bySecret(token(SIGNED));
    const { authenticate } = authenticator();
    const callers = await Promise.all([1, 2, 3].map(() => authenticate(`Bearer ${jwt}`)));
    await authenticate(`Bearer ${jwt}`);
    expect(callers[0]?.viewer).toEqual({ kind: 'person', userId: 'u1', sessionId: 's1', scopes: [] });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.viewer).toEqual(theGateway);
    const verifiedEmail = how === 'keys' ? null : 'stranger@example.org';
    expect(asked[0]?.body).toMatchObject({ subject: 'stranger', session: 'x', verifiedEmail });
  });

  it.each([
    ['for another audience', () => byKey(token(KEYED, { aud: 'others' }))],
    ['that has expired', () => byKey(token(KEYED, { exp: '-1h' }))],
    ['that does not hold yet', () => byKey(token(KEYED, { nbf: '1m' }))],
    ['that is made tomorrow', () => byKey(token(KEYED).setIssuedAt('1 day'))],
    ['that was made at no time there is', () => byKey(token(KEYED).setIssuedAt(-1e20))],
    ['without an end', () => byKey(new SignJWT(payload).setIssuer(KEYED).setAudience(audience).setIssuedAt())],
    ['whose key nobody has', () => token(KEYED).setProtectedHeader({ alg: 'ES256', kid: 'x' }).sign(keys.privateKey)],
    ['that was changed', async () => (await byKey(token(KEYED))).replace(/\.[^.]+\./, `.${encoded({ iss: KEYED })}.`)],
    ['signed with another secret', () => bySecret(token(SIGNED), 'another secret of more than 32 characters')],
    ['of an issuer with keys, signed with a secret', () => bySecret(token(KEYED))],
    ['of an issuer with keys, signed with its public key', () => bySecret(token(KEYED), JSON.stringify(jwks.keys[0]))],
    ['of an issuer with a secret, signed with keys', () => byKey(token(SIGNED))],
    ['of a published key that is too short', async () => byShortKey('short')],
    ['of a published key that is none', async () => byShortKey('none')],
    [
      'of an issuer with both, signed with another secret',
      () => bySecret(token(CHANGING), 'another secret '.repeat(3)),
    ],
    [
      'of an issuer with both, signed with its public key',
      () => bySecret(token(CHANGING), JSON.stringify(jwks.keys[0])),
    ],
    ['of nobody we know', () => byKey(token('https://unknown.example'))],
    ['that says it is ours', () => byKey(token(KEYED, { iss: own.issuer }))],
    ['without a signature', async () => new UnsecuredJWT({ ...payload, iss: KEYED, aud: audience }).encode()],
  ])('%s is refused, and users is not asked', async (_what, make) => {
    await expect(authenticator().authenticate(`Bearer ${await make()}`)).rejects.toMatchObject({ status: 401 });
    expect(asked).toEqual([]);
  });

  it('may be signed with either, where its issuer has a secret and keys', async () => {
    for (const jwt of [await byKey(token(CHANGING)), await bySecret(token(CHANGING))]) {
      const { viewer } = await authenticator().authenticate(`Bearer ${jwt}`);
      expect(viewer.kind).toBe('person');
    }
  });

  it('is good soon after its issuer has changed its keys', async () => {
    const { authenticate } = authenticator();
    await authenticate(`Bearer ${await byKey(token(KEYED))}`);
    jwks.keys.push(await published(nextKeys, 'next'));
    const jwt = await token(KEYED).setProtectedHeader({ alg: 'ES256', kid: 'next' }).sign(nextKeys.privateKey);
    const { viewer } = await until('the new key', () => authenticate(`Bearer ${jwt}`).catch(() => undefined));
    expect(viewer.kind).toBe('person');
  });

  it.each(['session_id', 'sid'])('names its session by %s', async (claim) => {
    const told = { sub: payload.sub, [claim]: 'of the phone' };
    const jwt = new SignJWT(told).setIssuer(SIGNED).setAudience(audience).setIssuedAt().setExpirationTime('1h');
    await authenticator().authenticate(`Bearer ${await bySecret(jwt)}`);
    expect(asked[0]?.body).toMatchObject({ session: 'of the phone' });
  });

  it('that names its session or address by what is no text is good without', async () => {
    const jwt = await bySecret(
      new SignJWT({ ...payload, session_id: '', email: 12 })
        .setIssuer(SIGNED)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('1h'),
    );
    await authenticator().authenticate(`Bearer ${jwt}`);
    expect(asked[0]?.body).toMatchObject({ subject: 'stranger', session: null, verifiedEmail: null });
  });

  it.each([
    ['when it was made, where it tells nothing else', {}, 5000],
    ['its auth_time', { auth_time: 1000, amr: [{ method: 'password', timestamp: 2000 }] }, 1000],
    [
      'the last of its amr that is no renewal',
      {
        amr: [
          { method: 'totp', timestamp: 2000 },
          { method: 'password', timestamp: 1000 },
          { method: 'token_refresh', timestamp: 4000 },
        ],
      },
      2000,
    ],
    ['no time at all, where it was only ever renewed', { amr: [{ method: 'token_refresh', timestamp: 4000 }] }, 0],
    [
      'when it was made, where it tells times that there are not',
      { auth_time: 1e300, amr: [{ method: 'x', timestamp: 1e300 }] },
      5000,
    ],
    ['when it was made, where its amr tells no times', { auth_time: 'then', amr: ['pwd'] }, 5000],
  ])('is of a log-in at %s', async (_what, more, seconds) => {
    const jwt = new SignJWT({ ...payload, ...more }).setIssuer(SIGNED).setAudience(audience).setIssuedAt(5000);
    await authenticator().authenticate(`Bearer ${await bySecret(jwt.setExpirationTime('1h'))}`);
    const authenticatedAt = new Date(seconds * 1000).toISOString();
    expect(asked[0]?.body).toMatchObject({ issuedAt: new Date(5_000_000).toISOString(), authenticatedAt });
  });

  it('is refused when users lets the person in no more, and is nobody’s fault when users is away', async () => {
    const jwt = `Bearer ${await byKey(token(KEYED))}`;
    answer = { status: 403, body: {} };
    await expect(authenticator().authenticate(jwt)).rejects.toMatchObject({ status: 401 });
    answer = { status: 500, body: {} };
    await expect(authenticator().authenticate(jwt)).rejects.toMatchObject({ status: 503 });
  });
});

describe('outside issuers in the settings', () => {
  const read = (...issuers: object[]) =>
    readGatewayConfig({ OUTSIDE_ISSUERS: JSON.stringify(issuers) }).OUTSIDE_ISSUERS;
  const [bySharedSecret, byJwks] = [{ secret: SHARED }, { jwksUrl: 'https://keyed.example/jwks' }];
  const entry = { issuer: KEYED, audience };

  it('have keys, a secret or both', () => {
    for (const how of [bySharedSecret, byJwks, { ...bySharedSecret, ...byJwks }])
      expect(read({ ...entry, ...how })).toEqual([{ ...entry, ...how, emailsVerified: false }]);
    expect(() => read(entry)).toThrow(/OUTSIDE_ISSUERS.*"jwksUrl", "secret" or both/);
  });

  it('are named once each', () => {
    const twice = [bySharedSecret, byJwks].map((how) => ({ ...entry, ...how }));
    expect(() => read(...twice)).toThrow(/OUTSIDE_ISSUERS.*https:\/\/keyed\.example.* twice/);
  });
});
