import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, type JSONWebKeySet, type JWK } from 'jose';

/** The shortest seed that is accepted, in characters. */
export const MIN_SEED_LENGTH = 16;

/** The seeds of a comma list. */
export const readSeeds = (list: string): readonly string[] => list.split(',').map((seed) => seed.trim());

/** Keys that sign and verify access tokens. */
export interface SigningKeys {
  /** Signs new tokens. */
  readonly signer: { readonly kid: string; readonly key: KeyObject };
  /** The public halves of all keys, as verifiers fetch them. */
  readonly jwks: JSONWebKeySet;
}

/** An Ed25519 private key in PKCS #8 (RFC 8410) is this prefix and its 32 bytes. */
const PKCS8_ED25519_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * Derives Ed25519 keys from seeds: the same seeds always give the same keys. The first signs, all verify. A key's id is
 * its thumbprint (RFC 7638).
 *
 * @throws without a seed.
 */
export async function deriveSigningKeys(seeds: readonly string[]): Promise<SigningKeys> {
  const pairs = await Promise.all(seeds.map(derive));
  const [first] = pairs;
  if (!first) throw new Error('a seed for signing keys is needed');
  return { signer: { kid: first.kid, key: first.key }, jwks: { keys: pairs.map(({ jwk }) => jwk) } };
}

async function derive(seed: string): Promise<{ kid: string; key: KeyObject; jwk: JWK }> {
  const secret = Buffer.from(hkdfSync('sha256', seed, '', 'laurel access token signing key', 32));
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8_ED25519_PREFIX, secret]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicJwk = await exportJWK(createPublicKey(key));
  const kid = await calculateJwkThumbprint(publicJwk);
  return { kid, key, jwk: { ...publicJwk, kid, alg: 'EdDSA', use: 'sig' } };
}
