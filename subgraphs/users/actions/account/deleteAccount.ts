import { z } from 'zod';
import { withoutDeadline } from '#platform/deadline.ts';
import { createEvent } from '#platform/events/envelope.ts';
import { noteForgotten } from '#platform/postgres/forgotten.ts';
import { writeEvents, writeState } from '#platform/postgres/outbox.ts';
import { done, type Outcome } from '#platform/problems.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { UserDeleted } from '#events/users.ts';
import { dropAvatar } from '../../profile/avatars.ts';
import { requireLiveSession, type Context } from '../../context.ts';
import { profileSubject } from '../../states/profileState.ts';
import { deleteAccountRow } from '../../store/accounts.ts';
import { closeIdentities } from '../../store/outsideIdentities.ts';
import { endRelations } from './endRelations.ts';
import { endApiKeys, endSessions, writeEnding } from '../sessions/endSessions.ts';
import { shownPassword } from '../inputs.ts';
import { lockProven, reauthenticate, type Proof } from '../sessions/reauthenticate.ts';

const input = z.object({ password: shownPassword.nullish() });

/** Deletes the viewer's account. The other domains forget the person when they hear of it. */
export const deleteAccount = defineAction({
  input,
  run: async (context: Context, { password }): Promise<Outcome<object>> => {
    const person = await requireLiveSession(context);
    const known = await reauthenticate(context, person, password, 'password');
    if (!known.ok) return known;
    const outcome = await forget(context, known.value);
    await context.peopleCache.dropNow(person.userId);
    return outcome;
  },
});

/** It may take longer than anybody waits, of who knows many people; who asks again finds the account gone. */
const forget = (context: Context, proof: Proof): Promise<Outcome<object>> =>
  withoutDeadline(() => forgetNow(context, proof));

const forgetNow = (context: Context, proof: Proof): Promise<Outcome<object>> =>
  writeEnding(context, 'users.delete-account', async (ending) => {
    const { tx } = ending;
    const now = context.now();
    const locked = await lockProven(context, tx, proof);
    if (!locked.ok) return locked;
    const { id: userId, version, avatarMediaId } = locked.value;
    await endSessions(ending, { accountId: userId, now });
    await dropAvatar(tx, userId, avatarMediaId, now);
    await closeIdentities(tx, userId, now);
    await endApiKeys(ending, userId, now);
    await endRelations(tx, userId, now);
    await deleteAccountRow(tx, userId);
    await noteForgotten(tx, userId);
    await writeEvents(tx, [createEvent(UserDeleted, userId, { version: version + 1, userId }, now)]);
    // With the account gone there is no profile: it is purged from the stream.
    await writeState(tx, profileSubject(userId));
    return done({});
  });
