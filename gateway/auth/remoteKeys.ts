import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  flattenedVerify,
  type CryptoKey,
  type FlattenedJWSInput,
  type JWTHeaderParameters,
} from 'jose';
import { z } from 'zod';

/** Fresh keys are not asked for again. */
const FRESH_MS = 10 * 60_000;
/** So long old keys are believed while their issuer cannot be reached. */
const BELIEVE_OLD_MS = 60 * 60_000;
const TIMEOUT_MS = 3_000;
/** After a failure nothing is asked for so long, whatever tokens come. */
const RETRY_AFTER_MS = 1_000;
const MAX_BYTES = 256 * 1024;

interface Options {
  readonly url: string;
  /** A token of an unknown key has the keys fetched again, but not more often than this. */
  readonly refetchAfterMs: number;
}

/** The key that has signed a token. @throws JWKSNoMatchingKey when it is not there, so that it may be among newer ones. */
type FindKey = (header: JWTHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;

/**
 * The published keys of an issuer (RFC 7517), fetched when they are needed; a token that does not name its key may be of any. Whatever tokens strangers send, the issuer is
 * not asked more often than now and then; what answers slowly or without end is given up on. Old keys go on being believed
 * for a while when there are no new ones to be had, whatever is answered in their place, and nobody waits for those meanwhile.
 */
export function remoteKeys({ url, refetchAfterMs }: Options): FindKey {
  let fetchedAt = 0;
  let failedAt = 0;
  const remote = createRemoteJWKSet(new URL(url), {
    cooldownDuration: refetchAfterMs,
    cacheMaxAge: FRESH_MS,
    timeoutDuration: TIMEOUT_MS,
    [customFetch]: async (address, options) => {
      if (Date.now() - failedAt < RETRY_AFTER_MS) throw new Error('the keys could not be fetched a moment ago');
      try {
        const keys = keysIn(await readLimited(await fetch(address, options)));
        fetchedAt = Date.now();
        return Response.json(keys);
      } catch (error) {
        failedAt = Date.now();
        // Never a TypeError, as fetch throws it: that is what jose throws of a key that is of no use.
        throw new Error(`the keys cannot be fetched: ${String(error)}`, { cause: error });
      }
    },
  });
  const findPublished: FindKey = async (header, token) => {
    try {
      return await signerOf(remote, header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || remote.coolingDown) throw error;
      await remote.reload();
      return signerOf(remote, header, token);
    }
  };
  return async (header, token) => {
    const kept = remote.fresh || Date.now() - fetchedAt > BELIEVE_OLD_MS ? undefined : remote.jwks();
    if (!kept) return findPublished(header, token);
    remote.reload().catch(() => undefined);
    try {
      return await signerOf(createLocalJWKSet(kept), header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return findPublished(header, token);
      throw error;
    }
  };
}

/** The key that a token names; where it names none (`kid` may be left out, RFC 7515, 4.1.4), the one that its signature is of. */
async function signerOf(keys: FindKey, header: JWTHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
  if (header.kid !== undefined) return keys(header, token);
  for await (const key of candidates(keys, header, token)) if (await hasSigned(key, token)) return key;
  throw new errors.JWKSNoMatchingKey();
}

async function* candidates(
  keys: FindKey,
  header: JWTHeaderParameters,
  token: FlattenedJWSInput,
): AsyncGenerator<CryptoKey> {
  try {
    yield await keys(header, token);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    yield* error;
  }
}

const hasSigned = (key: CryptoKey, token: FlattenedJWSInput): Promise<boolean> =>
  flattenedVerify(token, key).then(
    () => true,
    () => false,
  );

const keySet = z.object({ keys: z.array(z.looseObject({})) });

/** The keys that a text is of (RFC 7517, 5). @throws when it is of none */
function keysIn(text: string): z.infer<typeof keySet> {
  const { data } = keySet.safeParse(JSON.parse(text));
  if (!data) throw new Error('what came is no set of keys');
  return data;
}

/** The body of an answer. @throws when it is none of keys, or too long. */
async function readLimited(response: Response): Promise<string> {
  if (response.status !== 200 || !response.body) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body: AsyncIterable<Uint8Array> = response.body;
  for await (const chunk of body) {
    length += chunk.length;
    // Leaving the loop cancels the body.
    if (length > MAX_BYTES) throw new Error(`the keys are longer than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
