/** The tokens of a session, as `register`, `logIn` and `refreshSession` give them. */
export interface SessionTokens {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: string;
  readonly refreshToken: string;
}

/** Whom a client speaks for. */
export interface Caller {
  /** What to send: `Bearer` and a token, renewed where it is about to end; undefined for nobody. */
  authorization(): Promise<string | undefined>;
  /** Whether the same would be sent again. */
  isCurrent(authorization: string | undefined): boolean;
}

/** The owner of a token that is never renewed, such as an API key; nobody without one. */
export const ownerOf = (token: string | undefined): Caller => ({
  authorization: () => Promise.resolve(token === undefined ? undefined : bearer(token)),
  isCurrent: () => true,
});

const bearer = (token: string): string => `Bearer ${token}`;

/** So long before its end a token is renewed: a request takes time, and clocks differ. */
const RENEW_BEFORE_MS = 30_000;

/** The person of a session. `refresh` gives new tokens for a refresh token; whoever asks meanwhile waits for the same. */
export function personOf(session: SessionTokens, refresh: (refreshToken: string) => Promise<SessionTokens>): Caller {
  let tokens = session;
  let renewing: Promise<void> | undefined;
  const endsSoon = (): boolean => Date.parse(tokens.accessTokenExpiresAt) - Date.now() < RENEW_BEFORE_MS;
  const renew = async (): Promise<void> => {
    tokens = await refresh(tokens.refreshToken);
  };
  return {
    authorization: async () => {
      if (endsSoon()) {
        renewing ??= renew().finally(() => (renewing = undefined));
        await renewing;
      }
      return bearer(tokens.accessToken);
    },
    isCurrent: (authorization) => !endsSoon() && authorization === bearer(tokens.accessToken),
  };
}
