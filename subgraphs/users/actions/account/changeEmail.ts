import { z } from 'zod';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { requireLiveSession, type Context } from '../../context.ts';
import type { Account } from '../../domain/account.ts';
import { mailToken } from '../../mail/mailToken.ts';
import { email, shownPassword } from '../inputs.ts';
import { lockProven, reauthenticate, type Proof } from '../sessions/reauthenticate.ts';

const input = z.object({ newEmail: email, password: shownPassword.nullish() });

/**
 * Mails a link to the new address; the account has the address when the link is followed. Whether the address belongs to
 * somebody else is looked up when the mail is sent, and then it is not: neither what is answered, nor when, nor what
 * becomes of an earlier link tells.
 */
export const changeEmail = defineAction({
  input,
  run: async (context: Context, { newEmail, password }): Promise<Outcome<{ viewer: Account }>> => {
    const person = await requireLiveSession(context);
    const known = await reauthenticate(context, person, password, 'password');
    if (!known.ok) return known;
    const trier = { account: person.userId, clientAddress: context.client.address };
    return context.limits.guard('reset', trier, async () => {
      const outcome = await write(context, known.value, newEmail);
      // The mailer is not woken: whether it sends anything must not show in how long the caller's next request takes.
      context.mailer.wakeWithJitter();
      return outcome;
    });
  },
});

const write = (context: Context, proof: Proof, newEmail: string): Promise<Outcome<{ viewer: Account }>> =>
  writeAtomically(context, 'users.change-email', async (tx) => {
    const locked = await lockProven(context, tx, proof);
    if (!locked.ok) return locked;
    const writing = { tx, tokens: context.mailedTokens, now: context.now() };
    await mailToken(writing, locked.value.id, 'CONFIRM_EMAIL', newEmail);
    return done({ viewer: locked.value });
  });
