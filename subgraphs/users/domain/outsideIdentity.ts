import type { Account } from './account.ts';
import { isReserved } from './username.ts';

/** Who a verified token of an outside issuer says its bearer is. */
export interface OutsideIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** The issuer's name of the session; null when it has none. */
  readonly session: string | null;
  readonly issuedAt: Date;
  /** When the person logged in there, as far as the token tells; else when it was made. */
  readonly authenticatedAt: Date;
  /** Only an address that the issuer vouches for. */
  readonly verifiedEmail: string | null;
  readonly username: string | null;
  readonly name: string | null;
}

/** By what name a session is found again that tokens of an issuer's session opened; where it names none, the subject's tokens. */
export const sessionKey = ({ issuer, session, subject }: OutsideIdentity): string =>
  JSON.stringify([issuer, session ?? subject]);

/** What becomes of an identity that is seen for the first time. */
export type FirstSight =
  { readonly kind: 'belongs'; readonly accountId: string } | { readonly kind: 'new'; readonly email: string | null };

/**
 * Decides whose an identity is that was never seen. An account with the same address is the person's only when both sides
 * have verified it: the issuer and we. One that somebody registered without confirming it may be a stranger's, and is
 * left alone; the new account has no address then.
 */
export function decideFirstSight(
  { verifiedEmail }: OutsideIdentity,
  owner: Pick<Account, 'id' | 'emailConfirmedAt'> | undefined,
): FirstSight {
  if (verifiedEmail === null || !owner) return { kind: 'new', email: verifiedEmail };
  return owner.emailConfirmedAt ? { kind: 'belongs', accountId: owner.id } : { kind: 'new', email: null };
}

const LONGEST_USERNAME = 30;
const SUFFIX_LENGTH = 7;

/** A username made of what the issuer calls the person, and of chance where that is taken, kept from people or nothing. Never of an address. */
export function deriveUsername(told: string | null, chance: string, isTaken: boolean): string {
  const plain = (told ?? '')
    .normalize('NFKD')
    .replace(/@.*$/, '')
    .replace(/[^A-Za-z0-9_.-]/g, '')
    .replace(/^[_.-]+/, '');
  const isName = plain.length >= 3 && told?.includes('@') === false && !isReserved(plain.slice(0, LONGEST_USERNAME));
  const base = isName ? plain : 'person';
  if (base !== 'person' && !isTaken) return base.slice(0, LONGEST_USERNAME);
  return `${base.slice(0, LONGEST_USERNAME - SUFFIX_LENGTH)}-${chance.slice(0, SUFFIX_LENGTH - 1)}`;
}

/** A session that outside tokens opened before. */
export interface OutsideSession {
  readonly id: string;
  readonly revokedAt: Date | null;
  /** When the one before it was ended: where the issuer names none, tokens made until then are none of this one. */
  readonly since: Date | null;
}

/**
 * Decides about the session of a token. One that was ended stays ended for the issuer's session of the same name; where
 * the issuer names none, a token made later is a new log-in, and no older one counts any more.
 *
 * @param closedAt when the account that the identity had before was deleted
 */
export function decideOutsideSession(
  { session, issuedAt }: OutsideIdentity,
  found: OutsideSession | undefined,
  closedAt: Date | undefined,
): 'open' | 'continue' | 'refuse' {
  const endedAt = lastEnding(found, closedAt);
  if (session === null && endedAt && issuedAt <= endedAt) return 'refuse';
  if (!found) return 'open';
  if (!found.revokedAt) return 'continue';
  return session === null ? 'open' : 'refuse';
}

/** When an identity was last sent away, as far as is known: its session ended, or its account deleted. */
export function lastEnding(found: OutsideSession | undefined, closedAt: Date | undefined): Date | null {
  const endings = [found?.revokedAt, found?.since, closedAt].filter((at) => at !== null && at !== undefined);
  return endings.length === 0 ? null : new Date(Math.max(...endings.map((at) => at.getTime())));
}
