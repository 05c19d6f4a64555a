import { z } from 'zod';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import type { Context } from '../../context.ts';
import type { Account } from '../../domain/account.ts';
import { findCredentials, lockVerified, type Credentials } from '../../store/accounts.ts';
import { canonicalEmail } from '../inputs.ts';
import { openSession, sessionTokens, type Opened, type SessionTokens } from './openSession.ts';
import { unlessOverloaded } from './overload.ts';

const MAX_LENGTH = 1000;

/** What cannot be an address or a password is simply wrong: nothing here tells which accounts there are. */
const input = z.object({
  email: z.string().max(MAX_LENGTH).transform(canonicalEmail),
  password: z.string().max(MAX_LENGTH),
});

const wrong = refused('INVALID_CREDENTIALS', 'The e-mail address or the password is wrong.');

/** Opens a session with a password. The same answer, after the same work, for a wrong address and a wrong password. */
export const logIn = defineAction({
  input,
  run: async (context: Context, wanted): Promise<Outcome<LoggedIn>> => {
    const who = { account: wanted.email, clientAddress: context.client.address };
    const verified = await unlessOverloaded(() =>
      context.limits.guardPassword(who, () => verify(context, wanted), wrong),
    );
    if (!verified.ok) return verified;
    const entered = await enter(context, verified.value);
    if (!entered.ok) return entered;
    const { user, opened } = entered.value;
    return done({ session: await sessionTokens(context, opened), user });
  },
});

interface LoggedIn {
  readonly session: SessionTokens;
  readonly user: Account;
}

/** Whose address and password these are; undefined when they are nobody's. */
async function verify(context: Context, { email, password }: z.infer<typeof input>): Promise<Credentials | undefined> {
  const found = email.includes('\0') ? undefined : await findCredentials(context.pool, email);
  const matches = await context.passwords.matches(password, found?.passwordHash);
  return matches ? found : undefined;
}

const enter = (context: Context, verified: Credentials): Promise<Outcome<{ user: Account; opened: Opened }>> =>
  writeAtomically(context, 'users.log-in', async (tx) => {
    // Somebody with the password that was right a moment ago comes too late when it was changed, or the account deleted.
    const user = await lockVerified(tx, verified);
    return user ? done({ user, opened: await openSession(context, tx, user.id) }) : wrong;
  });
