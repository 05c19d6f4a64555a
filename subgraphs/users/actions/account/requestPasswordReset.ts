import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { done, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import type { Context } from '../../context.ts';
import { insertResetRequest } from '../../store/mails.ts';
import { canonicalEmail, email } from '../inputs.ts';

const input = z.object({ email });

/**
 * Asks for a mail with which a password can be reset. Whether the address belongs to an account is looked up after the
 * answer, so that neither the answer nor its timing tells.
 */
export const requestPasswordReset = defineAction({
  input,
  run: (context: Context, wanted): Promise<Outcome<object>> =>
    context.limits.guard(
      'reset',
      { account: canonicalEmail(wanted.email), clientAddress: context.client.address },
      async () => {
        await insertResetRequest(context.pool, uuidv7(), wanted.email, context.now());
        // The mailer is not woken: what it does for an account that is there must not slow the caller's next request.
        context.mailer.wakeWithJitter();
        return done({});
      },
    ),
});
