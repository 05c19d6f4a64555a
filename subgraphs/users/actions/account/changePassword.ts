import { z } from 'zod';
import { done, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import type { Person } from '#platform/viewer.ts';
import { requireLiveSession, type Context } from '../../context.ts';
import { mailNotice } from '../../mail/mailToken.ts';
import { savePassword } from '../../store/accounts.ts';
import { deleteAddressChanges, deleteMailedTokens } from '../../store/mailedTokens.ts';
import { endSessions, writeEnding } from '../sessions/endSessions.ts';
import { newPassword, problemOfOwn, shownPassword } from '../inputs.ts';
import { unlessOverloaded } from '../sessions/overload.ts';
import { lockProven, reauthenticate, type Proof } from '../sessions/reauthenticate.ts';

const input = z.object({ currentPassword: shownPassword.nullish(), newPassword });

/** Changes the viewer's password and ends their other sessions. */
export const changePassword = defineAction({
  input,
  run: async (context: Context, wanted): Promise<Outcome<object>> => {
    const person = await requireLiveSession(context);
    const known = await reauthenticate(context, person, wanted.currentPassword, 'currentPassword');
    if (!known.ok) return known;
    return unlessOverloaded(async () => {
      const outcome = await save(context, person, known.value, {
        newPassword: wanted.newPassword,
        passwordHash: await context.passwords.hash(wanted.newPassword),
      });
      context.mailer.wake();
      return outcome;
    });
  },
});

const save = (
  context: Context,
  { userId, sessionId }: Person,
  proof: Proof,
  { newPassword, passwordHash }: { newPassword: string; passwordHash: string },
): Promise<Outcome<object>> =>
  writeEnding(context, 'users.change-password', async (ending) => {
    const { tx } = ending;
    const now = context.now();
    const locked = await lockProven(context, tx, proof);
    if (!locked.ok) return locked;
    const problem = problemOfOwn('newPassword', newPassword, locked.value);
    if (problem) return problem;
    const { email } = locked.value;
    await savePassword(tx, userId, passwordHash);
    // A link that is still under way must not bring another password back.
    await deleteMailedTokens(tx, userId, 'RESET_PASSWORD');
    // Nor may one that whoever knew the old password has asked for take the account away.
    await deleteAddressChanges(tx, userId);
    await endSessions(ending, { accountId: userId, except: sessionId, now });
    if (email !== null) await mailNotice(tx, { accountId: userId, kind: 'PASSWORD_CHANGED', recipient: email, now });
    return done({});
  });
