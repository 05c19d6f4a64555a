import type { Transaction } from '#platform/postgres/connection.ts';
import { unauthenticated } from '#platform/errors.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import type { Person } from '#platform/viewer.ts';
import { viewerAccount, type Context } from '../../context.ts';
import type { Account } from '../../domain/account.ts';
import { findCredentialsOf, lockVerified, type Credentials } from '../../store/accounts.ts';
import { findOutsideLogIn } from '../../store/sessions.ts';
import { unlessOverloaded } from './overload.ts';

/** A log-in at an outside issuer counts as fresh for so long … */
const FRESH_MS = 10 * 60_000;
/** … and may lie so far ahead, by the issuer's clock. */
const CLOCKS_APART_MS = 60_000;

/** That the owner of an account sat there a moment ago, as far as its password was this. */
export interface Proof {
  readonly credentials: Credentials;
  /** The input's field with the password. */
  readonly field: string;
}

/**
 * Makes sure that the owner of the account sits there, before what cannot be undone: by the password, or, for an account
 * without one, by a log-in at the outside issuer in the last ten minutes. `field` is the input's field with the password. What is
 * proved is worth something only together with `lockProven`.
 */
export async function reauthenticate(
  context: Context,
  { userId, sessionId }: Person,
  password: string | null | undefined,
  field: string,
): Promise<Outcome<Proof>> {
  const credentials = await findCredentialsOf(context.pool, userId);
  if (!credentials) throw unauthenticated();
  const proof: Proof = { credentials, field };
  const { passwordHash } = credentials;
  if (passwordHash === undefined) return (await isFresh(context, sessionId)) ? done(proof) : stale;
  // Nothing to compare is no guess, and counts for none.
  if (!password) return refused('INVALID_INPUT', 'Your password is needed.', field);
  const who = { account: userId, clientAddress: context.client.address };
  const compare = async (): Promise<Proof | undefined> =>
    (await context.passwords.matches(password, passwordHash)) ? proof : undefined;
  return unlessOverloaded(() => context.limits.guardPassword(who, compare, wrongPassword(field)));
}

/**
 * The account of whom that was proved, for this transaction to change alone: unless it has got another password since.
 *
 * @throws UNAUTHENTICATED when the session was ended since.
 */
export async function lockProven(
  context: Context,
  tx: Transaction,
  { credentials, field }: Proof,
): Promise<Outcome<Account>> {
  const account = await lockVerified(tx, credentials);
  if (!(await viewerAccount(context, tx))) throw unauthenticated();
  return account ? done(account) : wrongPassword(field);
}

const wrongPassword = (field: string): Outcome<never> =>
  refused('INVALID_CREDENTIALS', 'That is not your password.', field);
const stale = refused('INVALID_CREDENTIALS', 'Log in again first, so that we know it is you.');

async function isFresh({ pool, now }: Context, sessionId: string): Promise<boolean> {
  const loggedInAt = await findOutsideLogIn(pool, sessionId);
  if (loggedInAt === null) return false;
  const ageMs = now().getTime() - loggedInAt.getTime();
  return ageMs >= -CLOCKS_APART_MS && ageMs < FRESH_MS;
}
