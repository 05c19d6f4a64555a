import { done, refused, type Outcome } from '#platform/problems.ts';
import type { Person } from '#platform/viewer.ts';
import type { Context } from '../context.ts';
import { findCredentialsOf } from '../store/accounts.ts';
import { findTokenTime } from '../store/sessions.ts';
import { unlessOverloaded } from './overload.ts';

/** An outside token counts as fresh for so long. */
const FRESH_MS = 10 * 60_000;

/**
 * Makes sure that the owner of the account sits there, before what cannot be undone: by the password, or, for an account
 * without one, by an outside token made in the last ten minutes. `field` is the input's field with the password.
 */
export const reauthenticate = (
  context: Context,
  { userId, sessionId }: Person,
  password: string | null | undefined,
  field: string,
): Promise<Outcome<object>> =>
  context.limits.guard('password', { account: userId, clientAddress: context.clientAddress }, () =>
    unlessOverloaded(async () => {
      const credentials = await findCredentialsOf(context.pool, userId);
      if (credentials?.passwordHash === undefined) return isFresh(context, sessionId);
      const matches = await context.passwords.matches(password ?? '', credentials.passwordHash);
      return matches ? done({}) : refused('INVALID_CREDENTIALS', 'That is not your password.', field);
    }),
  );

async function isFresh({ pool, now }: Context, sessionId: string): Promise<Outcome<object>> {
  const issuedAt = await findTokenTime(pool, sessionId);
  if (issuedAt && now().getTime() - issuedAt.getTime() < FRESH_MS) return done({});
  return refused('INVALID_CREDENTIALS', 'Log in again first, so that we know it is you.');
}
