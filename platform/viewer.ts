import type { webcrypto } from 'node:crypto';
import { SignJWT, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { unauthenticated } from './errors.ts';

/** Who a request is made for, as the gateway found out. */
export type Viewer =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'person';
      readonly userId: string;
      readonly sessionId: string;
      readonly scopes: readonly string[];
    }
  /** A device or bridge that shows an API key of a person: it may send that person's data, and read nothing. */
  | { readonly kind: 'device'; readonly userId: string; readonly keyId: string };

/** Somebody who is logged in. */
export type Person = Extract<Viewer, { kind: 'person' }>;

/** The header in which the gateway tells a subgraph who the viewer is. */
export const VIEWER_HEADER = 'x-laurel-viewer';

/** What the gateway itself may do, beside what viewers may: ask users whose an outside identity or an API key is. */
const IDENTITIES_SCOPE = 'gateway:identities';
/** As whom the gateway asks for itself. */
export const theGateway: Viewer = {
  kind: 'person',
  userId: 'gateway',
  sessionId: 'gateway',
  scopes: [IDENTITIES_SCOPE],
};
/** Whether it is the gateway that asks for itself. */
export const isGateway = (viewer: Viewer | undefined): boolean =>
  viewer?.kind === 'person' && viewer.scopes.includes(IDENTITIES_SCOPE);
/** Where it asks: paths of the users subgraph that no client reaches. */
export const OUTSIDE_SESSIONS_PATH = '/internal/outside-sessions';
export const API_KEYS_PATH = '/internal/api-keys';

/** Nobody is logged in. */
export const anonymous: Viewer = { kind: 'anonymous' };

/** How long a viewer token is good for. */
export const VIEWER_TOKEN_SECONDS = 60;

const ISSUER = 'laurel-gateway';
const claims = z.object({
  sub: z.string().optional(),
  sid: z.string().optional(),
  key: z.string().optional(),
  scope: z.string().default(''),
});
/** Bytes would be made a key anew for each token. */
const keys = new Map<string, Promise<webcrypto.CryptoKey>>();

const keyOf = (secret: string): Promise<webcrypto.CryptoKey> => {
  const known = keys.get(secret);
  if (known) return known;
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const key = crypto.subtle.importKey('raw', new TextEncoder().encode(secret), hmac, false, ['sign', 'verify']);
  keys.set(secret, key);
  return key;
};

/** Makes the token by which a subgraph knows the viewer: a JWT (HS256), good for 60 s. */
export async function signViewer(secret: string, viewer: Viewer): Promise<string> {
  const token = new SignJWT(payloadOf(viewer))
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(ISSUER)
    .setIssuedAt()
    .setExpirationTime(`${VIEWER_TOKEN_SECONDS}s`);
  if (viewer.kind !== 'anonymous') token.setSubject(viewer.userId);
  return token.sign(await keyOf(secret));
}

function payloadOf(viewer: Viewer): Record<string, string> {
  if (viewer.kind === 'person') return { sid: viewer.sessionId, scope: viewer.scopes.join(' ') };
  return viewer.kind === 'device' ? { key: viewer.keyId } : {};
}

/** Tokens that were verified: the gateway sends the same for as long as it is good. */
const verified = new LRUCache<string, { readonly viewer: Viewer; readonly expiresAtMs: number }>({ max: 2000 });

/** Reads a viewer token; undefined when it is missing, expired or not ours. */
export async function verifyViewer(secret: string, token: unknown): Promise<Viewer | undefined> {
  if (typeof token !== 'string') return undefined;
  const known = verified.get(secret + token);
  if (known && known.expiresAtMs > Date.now()) return known.viewer;
  try {
    const { payload } = await jwtVerify(token, await keyOf(secret), { issuer: ISSUER, algorithms: ['HS256'] });
    const viewer = viewerOf(claims.parse(payload));
    verified.set(secret + token, { viewer, expiresAtMs: (payload.exp ?? 0) * 1000 });
    return viewer;
  } catch {
    return undefined;
  }
}

function viewerOf({ sub, sid, key, scope }: z.infer<typeof claims>): Viewer {
  if (sub !== undefined && key !== undefined) return { kind: 'device', userId: sub, keyId: key };
  if (sub === undefined || sid === undefined) return anonymous;
  return { kind: 'person', userId: sub, sessionId: sid, scopes: scope.split(' ').filter((s) => s !== '') };
}

/** The person the request is made for. @throws UNAUTHENTICATED when nobody is logged in. */
export function requirePerson(viewer: Viewer): Person {
  if (viewer.kind === 'person') return viewer;
  throw unauthenticated();
}

/** Whose data the request may send: a person's own, or by one of their API keys. @throws UNAUTHENTICATED for anybody else. */
export function requireSender(viewer: Viewer): { readonly userId: string } {
  if (viewer.kind !== 'anonymous') return viewer;
  throw unauthenticated();
}

/** `Viewer.__resolveReference`: what is private is answered to nobody but the person whose it is. */
export const resolveViewer = (
  { id }: { readonly id: string },
  { viewer }: { readonly viewer: Viewer },
): { id: string } | null => (viewer.kind === 'person' && viewer.userId === id ? { id } : null);
