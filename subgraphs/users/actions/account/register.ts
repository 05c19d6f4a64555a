import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { violates } from '#platform/postgres/connection.ts';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { timeZone } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import type { Context } from '../../context.ts';
import { newAccount, type Account } from '../../domain/account.ts';
import { mailToken } from '../../mail/mailToken.ts';
import { isUsernameTaken } from '../../store/accounts.ts';
import { displayName, email, newPassword, problemOfOwn, username } from '../inputs.ts';
import { openSession, sessionTokens, type Opened, type SessionTokens } from '../sessions/openSession.ts';
import { registerAccount } from './registerAccount.ts';
import { unlessOverloaded } from '../sessions/overload.ts';

const input = z.object({
  username,
  email,
  password: newPassword,
  displayName: displayName.nullish(),
  timeZone: timeZone().nullish(),
});

const usernameTaken = refused('USERNAME_TAKEN', 'This username is taken.', 'username');
const emailTaken = refused('EMAIL_TAKEN', 'There is an account with this e-mail address.', 'email');

interface Registered {
  readonly session: SessionTokens;
  readonly user: Account;
}

/**
 * Makes an account and its first session. That an address is taken must be said, as there can be no second account with
 * it; so this is how addresses could be tried for accounts. It is limited per network address, and a try that misses makes an
 * account: nothing is told of the address when anything else is refused.
 */
export const register = defineAction({
  input,
  run: (context: Context, wanted): Promise<Outcome<Registered>> =>
    context.limits.guardByOutcome(
      'probe',
      { clientAddress: context.client.address },
      (outcome) => outcome === emailTaken,
      () => tryToRegister(context, wanted),
    ),
});

async function tryToRegister(context: Context, wanted: z.infer<typeof input>): Promise<Outcome<Registered>> {
  const problem = problemOfOwn('password', wanted.password, wanted);
  if (problem) return problem;
  // Looked up before the costly hash; two at once are told apart by the unique indexes when they are written. Of the address
  // nothing is known until then, so that not even the time tells.
  if (await isUsernameTaken(context.pool, wanted.username)) return usernameTaken;
  return unlessOverloaded(async () => {
    const account = newAccount(uuidv7(), wanted);
    const opened = await saveOrRefuse(context, account, await context.passwords.hash(wanted.password));
    if (!opened.ok) return opened;
    context.mailer.wake();
    return done({ session: await sessionTokens(context, opened.value), user: account });
  });
}

async function saveOrRefuse(context: Context, account: Account, passwordHash: string): Promise<Outcome<Opened>> {
  try {
    return done(await save(context, account, passwordHash));
  } catch (error) {
    if (violates(error, 'accounts_username_key')) return usernameTaken;
    if (violates(error, 'accounts_email_key')) return emailTaken;
    throw error;
  }
}

const save = (context: Context, account: Account, passwordHash: string): Promise<Opened> =>
  writeAtomically(context, 'users.register', async (tx) => {
    const now = context.now();
    await registerAccount(tx, account, passwordHash, now);
    if (account.email !== null) {
      await mailToken({ tx, tokens: context.mailedTokens, now }, account.id, 'CONFIRM_EMAIL', account.email);
    }
    return openSession(context, tx, account.id);
  });
