/** The tokens of a session, as `register`, `logIn` and `refreshSession` give them. */
export interface SessionTokens {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: string;
  readonly refreshToken: string;
}

/** Whom a client speaks for. */
export interface Caller {
  /** What to send: `Bearer` and a token, renewed where it is about to end or was refused; undefined for nobody. */
  authorization(): Promise<string | undefined>;
  /** Notes that the server refuses what was sent. @returns whether something else is to be sent in its stead. */
  refused(authorization: string | undefined): boolean;
}

/** The owner of a token that is never renewed, such as an API key; nobody without one. */
export const ownerOf = (token: string | undefined): Caller => ({
  authorization: () => Promise.resolve(token === undefined ? undefined : bearer(token)),
  refused: () => false,
});

const bearer = (token: string): string => `Bearer ${token}`;

/** So long before its end a token is renewed: a request takes time, and clocks differ. */
const RENEW_BEFORE_MS = 30_000;

/**
 * The person of a session. `refresh` gives new tokens for a refresh token; whoever asks meanwhile waits for the same. A token
 * that is refused is renewed too: the clock here may be slow.
 */
export function personOf(session: SessionTokens, refresh: (refreshToken: string) => Promise<SessionTokens>): Caller {
  let tokens = session;
  let renewing: Promise<void> | undefined;
  let isRefused = false;
  const endsSoon = (): boolean => Date.parse(tokens.accessTokenExpiresAt) - Date.now() < RENEW_BEFORE_MS;
  const renew = async (): Promise<void> => {
    tokens = await refresh(tokens.refreshToken);
    isRefused = false;
  };
  return {
    authorization: async () => {
      if (isRefused || endsSoon()) {
        renewing ??= renew().finally(() => (renewing = undefined));
        await renewing;
      }
      return bearer(tokens.accessToken);
    },
    refused: (authorization) => {
      if (authorization === bearer(tokens.accessToken)) isRefused = true;
      return true;
    },
  };
}
