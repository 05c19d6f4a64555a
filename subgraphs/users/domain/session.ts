import { addMilliseconds } from './calendar.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A session that is not refreshed for so long is over: 60 days. */
export const IDLE_LIMIT_MS = 60 * DAY_MS;

/** One place where a person is logged in. */
export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly createdAt: Date;
  /** When a token of it was last made. */
  readonly lastUsedAt: Date;
  readonly revokedAt: Date | null;
  /** What the program said it is that opened it, or refreshed it last; null where it said nothing. */
  readonly userAgent: string | null;
}

/** A refresh token that somebody shows, and its session. */
export interface ShownToken {
  readonly usedAt: Date | null;
  readonly session: Session;
}

/** What is to be done about a shown refresh token. */
export type RefreshDecision =
  | { readonly kind: 'rotate'; readonly session: Session }
  | { readonly kind: 'revoke'; readonly session: Session }
  | { readonly kind: 'refuse' };

/** Sessions last used before this instant are over. */
export const idleSince = (now: Date): Date => addMilliseconds(now, -IDLE_LIMIT_MS);

/**
 * Decides about a refresh token. A token works once. A second use means that two hold it, and nobody can tell which of
 * them stole it: the session is revoked for both (RFC 9700, 4.14.2). That holds for two uses at the same moment too.
 */
export function decideRefresh(shown: ShownToken | undefined, now: Date): RefreshDecision {
  if (!shown) return { kind: 'refuse' };
  const { session, usedAt } = shown;
  if (usedAt !== null) return { kind: 'revoke', session };
  const over = session.revokedAt !== null || session.lastUsedAt <= idleSince(now);
  return over ? { kind: 'refuse' } : { kind: 'rotate', session };
}
