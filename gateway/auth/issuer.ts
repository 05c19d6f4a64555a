import { errors as joseErrors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { anonymous, signViewer, VIEWER_HEADER, VIEWER_TOKEN_SECONDS, type Viewer } from '#platform/viewer.ts';
import { BoundedCache } from '../boundedCache.ts';
import { gatewayError, RequestError, unauthenticated } from '../errors.ts';
import { isApiKey, type ApiKeys } from './apiKeys.ts';
import type { AccessRules } from './access.ts';
import type { Authenticator, Caller } from './authenticator.ts';
import type { OutsideIssuers } from './outside.ts';
import { remoteKeys } from './remoteKeys.ts';
import type { Revocations } from './revocations.ts';

/** Asymmetric only: a shared secret would let every holder of the keys make tokens. */
const ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256'];
const CLOCK_TOLERANCE_SECONDS = 5;
const REFETCH_KEYS_AFTER_MS = 1_000;
/** Users is asked again after this long: ended sessions are remembered for longer here, but not for as long as outside tokens live. */
const BELIEVE_OUTSIDE_MS = 10 * 60_000;

const claims = z.object({
  sub: z.string().min(1),
  sid: z.string().min(1),
  exp: z.number(),
  scope: z.string().default(''),
});

interface Options {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly viewerTokenSecret: string;
  readonly rules: AccessRules;
  /** Sessions whose tokens count no more; none when left out. */
  readonly revocations?: Revocations | undefined;
  /** Other issuers whose tokens are accepted; none when left out. */
  readonly outside?: OutsideIssuers | undefined;
  /** Whose API keys are; without it there are none. */
  readonly apiKeys?: ApiKeys | undefined;
  readonly now?: () => number;
}

/**
 * Verifies access tokens (JWT, EdDSA or ES256) of one issuer by its published keys, which are kept and fetched again
 * when a token names an unknown one. Subgraphs get a signed viewer token, made once per access token and half minute.
 */
export function issuerAuthenticator({
  issuer,
  jwksUrl,
  viewerTokenSecret,
  rules,
  revocations,
  outside,
  apiKeys,
  now = Date.now,
}: Options): Authenticator {
  const keys = remoteKeys({ url: jwksUrl, refetchAfterMs: REFETCH_KEYS_AFTER_MS });
  const known = new BoundedCache<{ readonly caller: Caller; readonly until: number }>({
    entries: 20_000,
    weight: 32 * 1024 * 1024,
  });
  const callerFor = (viewer: Viewer, expiresAt: number | undefined): Caller => ({
    viewer,
    access: rules.accessOf(viewer),
    expiresAt,
    credentials: viewerCredentials(viewerTokenSecret, viewer, now),
    ...(viewer.kind !== 'anonymous' && revocations
      ? { onEnded: (callback) => revocations.onRevoked(credentialOf(viewer), () => callback(ended(viewer))) }
      : {}),
  });
  const unlessEnded = (caller: Caller): Caller => {
    const { viewer } = caller;
    if (viewer.kind === 'anonymous' || revocations?.has(credentialOf(viewer)) !== true) return caller;
    throw ended(viewer);
  };
  const nobody = callerFor(anonymous, undefined);

  return {
    async authenticate(authorization, client) {
      if (authorization === undefined || authorization.trim() === '') return nobody;
      const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization.trim())?.[1];
      if (token === undefined) throw unauthenticated('Send an access token as "Authorization: Bearer <token>".');
      if (apiKeys && isApiKey(token)) return unlessEnded(callerFor(await apiKeys.viewerOf(token), undefined));
      const seen = known.get(token);
      if (seen && seen.until > now()) return unlessEnded(seen.caller);
      const stranger = await outside?.identify(token, client).catch((error: unknown) => {
        throw refusal(error);
      });
      const { viewer, expiresAt } = stranger ?? (await verify(token, keys, issuer, now));
      const caller = callerFor(viewer, expiresAt);
      known.set(token, { caller, until: stranger ? Math.min(expiresAt, now() + BELIEVE_OUTSIDE_MS) : expiresAt });
      return unlessEnded(caller);
    },
  };
}

type KnownViewer = Exclude<Viewer, { kind: 'anonymous' }>;

/** What can be revoked of a caller: the session, or the key. */
const credentialOf = (viewer: KnownViewer): string => (viewer.kind === 'device' ? viewer.keyId : viewer.sessionId);
const ended = (viewer: KnownViewer): RequestError =>
  unauthenticated(viewer.kind === 'device' ? 'The API key was revoked.' : 'The session was ended.');

async function verify(
  token: string,
  keys: JWTVerifyGetKey,
  issuer: string,
  now: () => number,
): Promise<{ viewer: Viewer; expiresAt: number }> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(now()),
    });
    const { sub, sid, exp, scope } = claims.parse(payload);
    const scopes = scope.split(' ').filter((item) => item !== '');
    return { viewer: { kind: 'person', userId: sub, sessionId: sid, scopes }, expiresAt: exp * 1000 };
  } catch (error) {
    throw refusal(error);
  }
}

/** Which tokens are the caller's fault; the issuer's keys being out of reach is not. */
function refusal(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  if (error instanceof joseErrors.JWTExpired) return unauthenticated('The access token has expired.');
  const theirs = error instanceof z.ZodError || error instanceof joseErrors.JOSEError || isUselessKey(error);
  if (theirs) return unauthenticated('The access token is not valid.');
  const answer = gatewayError('AUTHENTICATION_UNAVAILABLE', 'Access tokens cannot be checked at the moment.');
  return new RequestError([answer], { status: 503, graphql: false });
}

/** Of a published key that verifies nothing: too short a one (a TypeError of jose), or what is none (a DataError of Web Crypto). */
const isUselessKey = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof DOMException && error.name === 'DataError');

function viewerCredentials(secret: string, viewer: Viewer, now: () => number): Caller['credentials'] {
  let made: { at: number; credentials: ReturnType<Caller['credentials']> } | undefined;
  return () => {
    if (made && now() - made.at < (VIEWER_TOKEN_SECONDS * 1000) / 2) return made.credentials;
    const credentials = signViewer(secret, viewer).then((token) => ({
      headers: { [VIEWER_HEADER]: token },
      connection: { viewer: token },
    }));
    made = { at: now(), credentials };
    return credentials;
  };
}
