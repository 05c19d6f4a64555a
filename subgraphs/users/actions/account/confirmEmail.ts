import { z } from 'zod';
import { violates, type Transaction } from '#platform/postgres/connection.ts';
import { writeAtomically } from '#platform/postgres/write.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { viewerAccount, type Context } from '../../context.ts';
import { hashMailedToken } from '../../credentials/mailedTokens.ts';
import type { Account } from '../../domain/account.ts';
import { mailNotice } from '../../mail/mailToken.ts';
import { lockAccount, saveConfirmedEmail } from '../../store/accounts.ts';
import { deleteMailedTokens, findMailedToken, useMailedToken } from '../../store/mailedTokens.ts';
import { mailedToken } from '../inputs.ts';

const input = z.object({ token: mailedToken });
const invalid = refused('INVALID_TOKEN', 'This link is used, too old, or not one of ours. Ask for a new one.', 'token');

/** Confirms that an account's owner reads the mail of the address the token was sent to, which becomes the account's. */
export const confirmEmail = defineAction({
  input,
  run: async (context: Context, { token }): Promise<Outcome<{ viewer: Account | null }>> => {
    const hash = hashMailedToken(token);
    try {
      const outcome = await writeAtomically(context, 'users.confirm-email', (tx) => save(tx, hash, context.now()));
      context.mailer.wake();
      return outcome.ok ? done({ viewer: (await viewerAccount(context)) ?? null }) : outcome;
    } catch (error) {
      if (!violates(error, 'accounts_email_key')) throw error;
      return refused('EMAIL_TAKEN', 'This address belongs to another account by now.', 'token');
    }
  },
});

async function save(tx: Transaction, hash: Buffer, now: Date): Promise<Outcome<object>> {
  const token = await findMailedToken(tx, { hash, purpose: 'CONFIRM_EMAIL', now });
  if (!token) return invalid;
  // Before the token: whoever changes a password or deletes an account holds it while tokens go.
  const account = await lockAccount(tx, token.accountId);
  if (!account || !(await useMailedToken(tx, hash))) return invalid;
  const { id, email: former } = account;
  await saveConfirmedEmail(tx, id, token.email, now);
  await deleteMailedTokens(tx, id, 'CONFIRM_EMAIL');
  if (former !== null && former.toLowerCase() !== token.email.toLowerCase()) {
    // Links sent to the former address prove nothing any more.
    await deleteMailedTokens(tx, id, 'RESET_PASSWORD');
    await mailNotice(tx, { accountId: id, kind: 'EMAIL_CHANGED', recipient: former, now });
  }
  return done({});
}
