import { z } from 'zod';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { lockViewer, requireLiveSession, type Context } from '../../context.ts';
import { mailToken } from '../../mail/mailToken.ts';

/** Mails the viewer a link that confirms their address; nothing happens when it is confirmed. */
export const requestEmailConfirmation = defineAction({
  input: z.undefined(),
  run: async (context: Context): Promise<Outcome<object>> => {
    const { userId } = await requireLiveSession(context);
    return context.limits.guard('reset', { account: userId, clientAddress: context.client.address }, async () => {
      const outcome = await write(context, userId);
      context.mailer.wake();
      return outcome;
    });
  },
});

const write = (context: Context, userId: string): Promise<Outcome<object>> =>
  writeAtomically(context, 'users.request-confirmation', async (tx) => {
    const { email, emailConfirmedAt } = await lockViewer(context, tx);
    if (email === null) return refused('NOT_FOUND', 'Your account has no e-mail address. Tell us one first.');
    if (!emailConfirmedAt) {
      await mailToken({ tx, tokens: context.mailedTokens, now: context.now() }, userId, 'CONFIRM_EMAIL', email);
    }
    return done({});
  });
