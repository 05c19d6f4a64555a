import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { readConfig } from '#platform/config.ts';
import { accessTokenIssuer } from '../credentials/accessTokens.ts';
import { createPasswords } from '../credentials/passwords.ts';
import { deriveSigningKeys } from '../credentials/signingKeys.ts';
import { usersSettings } from '../config.ts';
import { newPerson, startTestUsers } from './support.ts';

const users = await startTestUsers();

describe('an access token', () => {
  test('is verified by the published keys, and says who, in which session, for 15 minutes', async () => {
    const { tokens, viewer } = await newPerson(users);
    const keys = createRemoteJWKSet(new URL(`${users.url}/.well-known/jwks.json`));
    const { payload, protectedHeader } = await jwtVerify(tokens.accessToken, keys, {
      issuer: 'https://laurel.example',
    });
    expect(protectedHeader.alg).toBe('EdDSA');
    expect(payload).toMatchObject({ sub: viewer.userId, sid: tokens.id, scope: '' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(900);
    expect(Date.parse(tokens.accessTokenExpiresAt)).toBe((payload.exp ?? 0) * 1000);
  });

  test('signed with an older seed is still verified after a newer one came first', async () => {
    const older = await deriveSigningKeys(['the older seed of the tests']);
    const issue = accessTokenIssuer(older, 'https://laurel.example');
    const { accessToken } = await issue({ id: 'a session', accountId: 'an account' }, new Date());
    const keys = createRemoteJWKSet(new URL(`${users.url}/.well-known/jwks.json`));
    await expect(jwtVerify(accessToken, keys)).resolves.toMatchObject({ payload: { sub: 'an account' } });
    const { tokens } = await newPerson(users);
    expect(decodeProtectedHeader(tokens.accessToken).kid).not.toBe(older.signer.kid);
  });

  test('names its key, which is the same for the same seed', async () => {
    const [one, again, other] = await Promise.all(
      ['one seed of the tests', 'one seed of the tests', 'another seed'].map((seed) => deriveSigningKeys([seed])),
    );
    expect(one?.jwks).toEqual(again?.jwks);
    expect(one?.signer.kid).not.toBe(other?.signer.kid);
    expect(one?.jwks.keys[0]).not.toHaveProperty('d');
  });
});

describe('the setting SIGNING_KEY_SEED', () => {
  const read = (environment: Record<string, string>) => readConfig('users', usersSettings, environment);
  test('must have seeds of some length', () => {
    expect(() => read({ SIGNING_KEY_SEED: 'a seed of some length,short' })).toThrow('SIGNING_KEY_SEED');
    expect(read({ SIGNING_KEY_SEED: 'a seed of some length, another of some length' }).PORT).toBe(4001);
  });

  test('must be set in production', () => {
    expect(() => read({ NODE_ENV: 'production' })).toThrow('SIGNING_KEY_SEED: must be set in production');
  });

  test('must not hold the seed of development in production, wherever it stands in the list', () => {
    const { SIGNING_KEY_SEED: development } = read({});
    for (const list of [`a seed of our own, ${development}`, `${development},a seed of our own`, ` ${development}`]) {
      const wrong = () => read({ NODE_ENV: 'production', SIGNING_KEY_SEED: list });
      expect(wrong).toThrow('SIGNING_KEY_SEED: must be set in production to something else than in development');
    }
  });
});

describe('checking passwords', () => {
  test('takes as much work without an account as with one', async () => {
    const passwords = await createPasswords();
    const hash = await passwords.hash('a password');
    const workFor = async (against: string | undefined): Promise<number> => {
      const before = process.cpuUsage();
      for (let turn = 0; turn < 8; turn++) expect(await passwords.matches('another', against)).toBe(false);
      return process.cpuUsage(before).user;
    };
    const [known, unknown] = [await workFor(hash), await workFor(undefined)];
    expect(unknown / known).toBeGreaterThan(0.25);
    expect(unknown / known).toBeLessThan(4);
  });

  test('says no without an account even to the password of nobody', async () => {
    const passwords = await createPasswords();
    expect(await passwords.matches('the password of nobody', undefined)).toBe(false);
  });
});
