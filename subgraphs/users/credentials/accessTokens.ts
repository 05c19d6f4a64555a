import { SignJWT } from 'jose';
import { v4 as uuidv4 } from 'uuid';
import type { SigningKeys } from './signingKeys.ts';

/** How long an access token works: 15 minutes. */
export const ACCESS_TOKEN_SECONDS = 15 * 60;

/** A JWT that says who its bearer is. */
export interface AccessToken {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
}

/** Makes an access token for a session. */
export type IssueAccessToken = (session: { id: string; accountId: string }, now: Date) => Promise<AccessToken>;

/**
 * Makes access tokens: JWTs signed with EdDSA, with `sub` (account), `sid` (session), `scope` (empty: what a person may
 * do with their own things needs none), `iss`, `iat`, `exp`, and `jti`, so that no two are alike.
 */
export const accessTokenIssuer =
  ({ signer }: SigningKeys, issuer: string): IssueAccessToken =>
  async (session, now) => {
    const issuedAt = Math.floor(now.getTime() / 1000);
    const expiresAt = issuedAt + ACCESS_TOKEN_SECONDS;
    const accessToken = await new SignJWT({ sid: session.id, scope: '' })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: signer.kid })
      .setIssuer(issuer)
      .setSubject(session.accountId)
      .setJti(uuidv4())
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(signer.key);
    return { accessToken, accessTokenExpiresAt: new Date(expiresAt * 1000) };
  };
