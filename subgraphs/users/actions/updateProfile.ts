import { z } from 'zod';
import type { Transaction } from '#platform/postgres/connection.ts';
import { writeState } from '#platform/postgres/outbox.ts';
import { writeAndTell } from '#platform/postgres/write.ts';
import { done, type Outcome } from '#platform/problems.ts';
import { timeZone } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { dayOfNow } from '../bodyWeights.ts';
import { requirePerson } from '#platform/viewer.ts';
import { lockViewer, type Context } from '../context.ts';
import type { Account } from '../domain/account.ts';
import { localDate } from '../domain/calendar.ts';
import { decideProfile, type ProfileChange } from '../domain/profile.ts';
import { profileSubject } from '../profileState.ts';
import { saveProfile } from '../store/accounts.ts';
import { deleteBodyWeights, saveBodyWeight } from '../store/bodyWeights.ts';
import { displayName, figure, WEIGHT_KILOGRAMS } from './inputs.ts';

const input = z.object({
  displayName: displayName.nullish(),
  timeZone: timeZone().optional(),
  units: z.enum(['METRIC', 'IMPERIAL']).optional(),
  birthDate: z.iso.date('That is no date, such as 1990-05-01.').nullish(),
  sex: z.enum(['FEMALE', 'MALE']).nullish(),
  weightKilograms: figure('A weight in kilograms', WEIGHT_KILOGRAMS.min, WEIGHT_KILOGRAMS.max),
  heightCentimeters: figure('A height in centimetres', 50, 280),
  restingHeartRateBpm: figure('A resting heart rate', 25, 150),
  maxHeartRateBpm: figure('A maximum heart rate', 90, 240),
  defaultVisibility: z.enum(['EVERYONE', 'FRIENDS', 'ONLY_ME']).optional(),
});

/** Changes the viewer's profile and hands it to the other domains. */
export const updateProfile = defineAction({
  input,
  run: async (context: Context, change): Promise<Outcome<{ viewer: Account }>> => {
    const { userId } = requirePerson(context.viewer);
    const changed = await writeAndTell(context, 'users.update-profile', async (tx) => {
      const account = await lockViewer(context, tx);
      const decided = decideProfile(account, withoutUndefined(change), context.now());
      if (!decided.ok) return decided;
      if (decided.value.version !== account.version) {
        await saveProfile(tx, decided.value);
        await noteWeight(tx, account, decided.value, context.now());
        await writeState(tx, profileSubject(userId));
      }
      return done({ viewer: decided.value });
    });
    await context.peopleCache.dropNow(userId);
    return changed;
  },
});

/** Fields that were left out must not overwrite anything. */
const withoutUndefined = (change: ProfileChange): ProfileChange =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

/** A new weight is today's in the history; forgetting it forgets the history. */
async function noteWeight(tx: Transaction, before: Account, after: Account, now: Date): Promise<void> {
  const { id, weightKilograms, timeZone } = after;
  if (weightKilograms === before.weightKilograms) return;
  if (weightKilograms === null) await deleteBodyWeights(tx, id);
  else {
    const measuredOn = await dayOfNow(tx, id, localDate(now, timeZone));
    await saveBodyWeight(tx, id, { measuredOn, weightKilograms });
  }
}
