import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { z } from 'zod';

/** What a token says; the rest is as it should be. */
export interface Claims {
  readonly scope?: string;
  /** Seconds since 1970. */
  readonly exp?: number;
  readonly iss?: string;
  readonly sid?: string;
}

/** An issuer of access tokens whose keys can be changed. */
export interface TestIssuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  /** Adds a key; it signs from now on. */
  addKey(kid: string, alg?: 'EdDSA' | 'ES256'): Promise<void>;
  token(claims?: Claims): Promise<string>;
  /** How often the keys were fetched. */
  fetched(): number;
  close(): void;
}

/** Starts an issuer with one key. Its tokens are of the person `u1` in session `s1`, good for 15 minutes. */
export async function startIssuer(): Promise<TestIssuer> {
  const issuer = 'https://issuer.test';
  const keys: { kid: string; alg: string; privateKey: CryptoKey; jwk: object }[] = [];
  let fetched = 0;
  const server = createServer((_request, response) => {
    fetched++;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const addKey = async (kid: string, alg = 'EdDSA'): Promise<void> => {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    keys.unshift({ kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } });
  };
  await addKey('first');
  return {
    issuer,
    jwksUrl: `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}/jwks`,
    addKey,
    fetched: () => fetched,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
    token: async ({ scope = '', exp = Math.floor(Date.now() / 1000) + 900, iss = issuer, sid = 's1' } = {}) => {
      const [key] = keys;
      if (!key) throw new Error('the issuer has no key');
      return new SignJWT({ scope, sid })
        .setProtectedHeader({ alg: key.alg, kid: key.kid })
        .setIssuer(iss)
        .setSubject('u1')
        .setExpirationTime(exp)
        .sign(key.privateKey);
    },
  };
}
