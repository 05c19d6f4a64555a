import { z } from 'zod';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requireLiveSession, type Context } from '../context.ts';
import { mailToken } from '../mail/mailToken.ts';
import { lockAccount } from '../store/accounts.ts';
import { email, shownPassword } from './inputs.ts';
import { reauthenticate } from './reauthenticate.ts';

const input = z.object({ newEmail: email, password: shownPassword.nullish() });

/**
 * Mails a link to the new address; the account has the address when the link is followed. Whether the address belongs to
 * somebody else is looked up when the mail is sent, and then it is not: neither what is answered, nor when, nor what
 * becomes of an earlier link tells.
 */
export const changeEmail = defineAction({
  input,
  run: async (context: Context, { newEmail, password }): Promise<Outcome<object>> => {
    const person = await requireLiveSession(context);
    const known = await reauthenticate(context, person, password, 'password');
    if (!known.ok) return known;
    const trier = { account: person.userId, clientAddress: context.clientAddress };
    return context.limits.guard('reset', trier, async () => {
      await write(context, person.userId, newEmail);
      // The mailer is not woken: whether it sends anything must not show in how long the caller's next request takes.
      context.mailer.stir();
      return done({});
    });
  },
});

const write = (context: Context, userId: string, newEmail: string): Promise<void> =>
  writeAtomically(context, 'users.change-email', async (tx) => {
    await lockAccount(tx, userId);
    await mailToken({ tx, tokens: context.mailedTokens, now: context.now() }, userId, 'CONFIRM_EMAIL', newEmail);
  });
