import { z } from 'zod';
import { createEvent } from '#platform/events/envelope.ts';
import { writeEvents } from '#platform/postgres/outbox.ts';
import { done, refused, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { AccountClaimed } from '#events/users.ts';
import type { Context } from '../../context.ts';
import { hashMailedToken } from '../../credentials/mailedTokens.ts';
import { mailNotice } from '../../mail/mailToken.ts';
import { lockAccount, saveConfirmedEmail, savePassword } from '../../store/accounts.ts';
import { deleteAddressChanges, findMailedToken, useMailedToken } from '../../store/mailedTokens.ts';
import { endApiKeys, endSessions, writeEnding, type Ending } from '../sessions/endSessions.ts';
import { canonicalEmail, mailedToken, newPassword, problemOfOwn } from '../inputs.ts';
import { unlessOverloaded } from '../sessions/overload.ts';

const input = z.object({ token: mailedToken, newPassword });
const invalid = refused('INVALID_TOKEN', 'This link is used, too old, or not one of ours. Ask for a new one.', 'token');

/** Gives an account a new password, for whoever reads its mail, and ends all its sessions. */
export const resetPassword = defineAction({
  input,
  run: async (context: Context, wanted): Promise<Outcome<object>> => {
    const hash = hashMailedToken(wanted.token);
    // Before the costly hash of the password.
    if (!(await findMailedToken(context.pool, { hash, purpose: 'RESET_PASSWORD', now: context.now() }))) return invalid;
    return unlessOverloaded(async () => {
      const passwordHash = await context.passwords.hash(wanted.newPassword);
      const outcome = await writeEnding(context, 'users.reset-password', (ending) =>
        save(context, ending, hash, { newPassword: wanted.newPassword, passwordHash }),
      );
      context.mailer.wake();
      return outcome;
    });
  },
});

async function save(
  context: Context,
  ending: Ending,
  hash: Buffer,
  { newPassword, passwordHash }: { newPassword: string; passwordHash: string },
): Promise<Outcome<object>> {
  const { tx } = ending;
  const now = context.now();
  const token = await findMailedToken(tx, { hash, purpose: 'RESET_PASSWORD', now });
  if (!token) return invalid;
  // Before the token: whoever changes a password or deletes an account holds it while tokens go.
  const account = await lockAccount(tx, token.accountId);
  const problem = account && problemOfOwn('newPassword', newPassword, account);
  if (problem) return problem;
  if (!account || !(await useMailedToken(tx, hash))) return invalid;
  // Sent to an address that the account has no more.
  if (account.email?.toLowerCase() !== token.email.toLowerCase()) return invalid;
  await savePassword(tx, account.id, passwordHash);
  // Whoever forgot it has perhaps tried a few, also while they were logged in; they must get in with the new one.
  for (const who of [canonicalEmail(account.email), account.id]) await context.limits.forgivePasswords(tx, who);
  await deleteAddressChanges(tx, account.id);
  if (!account.emailConfirmedAt) {
    await saveConfirmedEmail(tx, account.id, account.email, now);
    // Until now the account was whoever's registered the address: what they have noted goes with their password.
    await endApiKeys(ending, account.id, now);
    const { id: userId, version } = account;
    await writeEvents(tx, [createEvent(AccountClaimed, userId, { version, userId }, now)]);
  }
  await endSessions(ending, { accountId: account.id, now });
  await mailNotice(tx, { accountId: account.id, kind: 'PASSWORD_CHANGED', recipient: account.email, now });
  return done({});
}
