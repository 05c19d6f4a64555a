import { z } from 'zod';
import { signViewer, theGateway, VIEWER_HEADER, type Viewer } from '#platform/viewer.ts';
import { BoundedCache } from '../boundedCache.ts';
import { gatewayError, RequestError, unauthenticated } from '../errors.ts';

/** Finds out whose an API key is. */
export interface ApiKeys {
  /**
   * @throws RequestError `UNAUTHENTICATED` (401) for a key that is none, `AUTHENTICATION_UNAVAILABLE` (503) when users
   *   does not answer.
   */
  viewerOf(key: string): Promise<Viewer>;
}

interface Options {
  /** Where users verifies keys. */
  readonly url: string;
  readonly viewerTokenSecret: string;
  readonly now?: () => number;
}

const PREFIX = 'lk_';
/** So long an answer of users' is believed. A revoked key is told of at once (revocations.ts). */
const KEEP_MS = 60_000;
const TIMEOUT_MS = 3_000;

const answer = z.object({ userId: z.string(), keyId: z.string() });

/** Whether a bearer token is an API key. */
export const isApiKey = (token: string): boolean => token.startsWith(PREFIX);

/** Asks users, and remembers for a minute; questions about one key at the same time are one. */
export function createApiKeys({ url, viewerTokenSecret, now = Date.now }: Options): ApiKeys {
  const known = new BoundedCache<{ at: number; viewer: Promise<Viewer> }>({ entries: 10_000 });
  return {
    viewerOf: (key) => {
      const seen = known.get(key);
      if (seen && now() - seen.at < KEEP_MS) return seen.viewer;
      const viewer = verify(url, viewerTokenSecret, key);
      known.set(key, { at: now(), viewer });
      viewer.catch(() => known.delete(key));
      return viewer;
    },
  };
}

async function verify(url: string, secret: string, key: string): Promise<Viewer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [VIEWER_HEADER]: await signViewer(secret, theGateway) },
    body: JSON.stringify({ key }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => undefined);
  if (response?.status === 404) throw unauthenticated('The API key is not valid.');
  const found = answer.safeParse(await response?.json().catch(() => undefined));
  if (!found.success) throw unavailable();
  return { kind: 'device', ...found.data };
}

const unavailable = (): RequestError =>
  new RequestError([gatewayError('AUTHENTICATION_UNAVAILABLE', 'API keys cannot be checked at the moment.')], {
    status: 503,
    graphql: false,
  });
