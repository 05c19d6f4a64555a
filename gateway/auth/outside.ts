import { decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { request } from 'undici';
import { z } from 'zod';
import { clientHeaders, type ClientInfo } from '#platform/client.ts';
import { urlOf } from '#platform/config.ts';
import { signViewer, theGateway, VIEWER_HEADER, type Viewer } from '#platform/viewer.ts';
import { gatewayError, RequestError, unauthenticated } from '../errors.ts';
import { remoteKeys } from './remoteKeys.ts';

const outsideIssuer = z
  .strictObject({
    issuer: z.string().min(1),
    audience: z.string().min(1),
    jwksUrl: urlOf('web').optional(),
    secret: z.string().min(32).optional(),
    /** Whether every address in its tokens is verified, though they do not say so. */
    emailsVerified: z.boolean().default(false),
  })
  .refine(({ jwksUrl, secret }) => jwksUrl !== undefined || secret !== undefined);
/**
 * An issuer other than our own whose tokens are accepted, such as Supabase: by its published keys or its secret; by both while it
 * changes from one to the other.
 */
export type OutsideIssuer = z.infer<typeof outsideIssuer>;
/** All of them. */
export const outsideIssuerList = z.array(outsideIssuer);

/** The first issuer that is named twice; undefined when none is. */
export const twiceNamed = (issuers: readonly OutsideIssuer[]): string | undefined =>
  issuers.map(({ issuer }) => issuer).find((issuer, index, all) => all.indexOf(issuer) !== index);

/** A caller with a token of an outside issuer. */
interface OutsideCaller {
  readonly viewer: Viewer;
  /** When the token ends, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Knows tokens of outside issuers. */
export interface OutsideIssuers {
  /**
   * Who the bearer of a token is; undefined when its issuer is none of these.
   *
   * @throws what jose throws for a token that does not hold; RequestError when users lets the person in no more
   *   (`UNAUTHENTICATED`), or cannot be asked (`AUTHENTICATION_UNAVAILABLE`).
   */
  identify(token: string, client?: ClientInfo): Promise<OutsideCaller | undefined>;
}

interface Options {
  readonly issuers: readonly OutsideIssuer[];
  /** Where users says whose an identity is. */
  readonly identitiesUrl: string;
  readonly viewerTokenSecret: string;
}

const CLOCK_TOLERANCE_SECONDS = 5;
const LONGEST_LEAD_SECONDS = 60;
const ASK_TIMEOUT_MS = 5_000;
/** An issuer that has changed its keys may sign with the new one at once. */
const REFETCH_KEYS_AFTER_MS = 1_000;
/** Public keys never verify what a secret has signed, nor the other way round. */
const KEY_ALGORITHMS = ['RS256', 'ES256', 'EdDSA', 'Ed25519'];
const SECRET_ALGORITHMS = ['HS256'];

/** Seconds since 1970, until the year 9999. */
const instant = z.number().min(0).max(253_402_300_799);
/** Nobody logs in later than now; clocks differ. */
const isPast = (seconds: number): boolean => seconds <= Date.now() / 1000 + LONGEST_LEAD_SECONDS;
const text = z.string().min(1).nullable().catch(null);
const described = z.object({ user_name: text, preferred_username: text, full_name: text, name: text }).partial();
const claims = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  exp: z.number(),
  iat: instant.refine(isPast),
  auth_time: instant.nullable().default(null).catch(null),
  amr: z
    .array(z.object({ method: z.string(), timestamp: instant }))
    .default([])
    .catch([]),
  session_id: text.default(null),
  sid: text.default(null),
  email: text.default(null),
  email_verified: z.boolean().default(false).catch(false),
  preferred_username: text.default(null),
  name: text.default(null),
  user_metadata: described.default({}).catch({}),
});

const opened = z.object({ userId: z.string(), sessionId: z.string() });

/** Makes the keeper of outside issuers. Requests at the same time with one token ask once. */
export function outsideIssuers({ issuers, identitiesUrl, viewerTokenSecret }: Options): OutsideIssuers {
  const verifiers = new Map(issuers.map((each) => [each.issuer, verifierOf(each)]));
  const asking = new Map<string, Promise<OutsideCaller>>();
  return {
    identify: async (token, client) => {
      const issuer = issuerOf(token);
      const verify = issuer === undefined ? undefined : verifiers.get(issuer);
      if (!verify) return undefined;
      const under =
        asking.get(token) ?? verify(token).then((identity) => ask(identity, identitiesUrl, viewerTokenSecret, client));
      asking.set(token, under);
      try {
        return await under;
      } finally {
        asking.delete(token);
      }
    },
  };
}

/** What a token says of its issuer, not believed yet. */
function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

interface Identity {
  readonly told: Readonly<Record<string, unknown>>;
  readonly expiresAt: number;
}

function verifierOf(issuer: OutsideIssuer): (token: string) => Promise<Identity> {
  const { secret, jwksUrl } = issuer;
  const shared = secret === undefined ? undefined : new TextEncoder().encode(secret);
  const published =
    jwksUrl === undefined ? undefined : remoteKeys({ url: jwksUrl, refetchAfterMs: REFETCH_KEYS_AFTER_MS });
  const options = {
    issuer: issuer.issuer,
    audience: issuer.audience,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    algorithms: [...(shared ? SECRET_ALGORITHMS : []), ...(published ? KEY_ALGORITHMS : [])],
  };
  const keyOf: JWTVerifyGetKey = (header, token) => {
    const key = SECRET_ALGORITHMS.includes(header.alg) ? shared : published?.(header, token);
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key;
  };
  return async (token) => identityOf(issuer, (await jwtVerify(token, keyOf, options)).payload);
}

function identityOf({ emailsVerified }: OutsideIssuer, payload: JWTPayload): Identity {
  const token = claims.parse(payload);
  const { user_metadata: more } = token;
  const told = {
    issuer: token.iss,
    subject: token.sub,
    // As Supabase names it, or OpenID Connect.
    session: token.session_id ?? token.sid,
    issuedAt: instantOf(token.iat),
    authenticatedAt: instantOf(logInOf(token)),
    // What people can write themselves, as the metadata, verifies nothing.
    verifiedEmail: emailsVerified || token.email_verified ? token.email || null : null,
    username: token.preferred_username ?? more.preferred_username ?? more.user_name ?? null,
    name: token.name ?? more.full_name ?? more.name ?? null,
  };
  return { told, expiresAt: token.exp * 1000 };
}

const instantOf = (seconds: number): string => new Date(seconds * 1000).toISOString();

/**
 * When the person logged in, in seconds since 1970: as OpenID Connect tells it (`auth_time`), or Supabase (`amr`); a token that tells
 * neither may be of a log-in as of then. That an issuer renewed a token is no log-in.
 */
function logInOf({ auth_time: at, amr, iat }: z.infer<typeof claims>): number {
  if (at !== null) return at;
  if (amr.length === 0) return iat;
  return Math.max(0, ...amr.filter(({ method }) => method !== 'token_refresh').map(({ timestamp }) => timestamp));
}

async function ask(
  { told, expiresAt }: Identity,
  url: string,
  secret: string,
  client: ClientInfo | undefined,
): Promise<OutsideCaller> {
  const answer = await request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [VIEWER_HEADER]: await signViewer(secret, theGateway),
      ...(client && clientHeaders(client)),
    },
    body: JSON.stringify(told),
    signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
  }).catch(() => undefined);
  if (answer?.statusCode === 200) {
    const { userId, sessionId } = opened.parse(await answer.body.json());
    return { viewer: { kind: 'person', userId, sessionId, scopes: [] }, expiresAt };
  }
  await answer?.body.dump();
  if (answer?.statusCode === 403) throw unauthenticated('The session was ended, or the account deleted.');
  if (answer?.statusCode === 400) throw unauthenticated('The access token is not valid.');
  const unavailable = gatewayError('AUTHENTICATION_UNAVAILABLE', 'Access tokens cannot be checked at the moment.');
  throw new RequestError([unavailable], { status: 503, graphql: false });
}
