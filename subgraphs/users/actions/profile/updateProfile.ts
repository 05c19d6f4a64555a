import { z } from 'zod';
import type { Transaction } from '#platform/postgres/connection.ts';
import { writeState } from '#platform/postgres/outbox.ts';
import { writeAndTell } from '#platform/postgres/write.ts';
import { done, type Outcome } from '#platform/problems.ts';
import { calendarDay, timeZone } from '#platform/server/input.ts';
import { defineAction } from '#platform/server/mutation.ts';
import { dayOfNow } from '../../profile/bodyWeights.ts';
import { requirePerson } from '#platform/viewer.ts';
import { lockViewer, type Context } from '../../context.ts';
import type { Account } from '../../domain/account.ts';
import { localDate } from '../../domain/calendar.ts';
import {
  areHeartRates,
  decideProfile,
  HEART_RATES_CROSS,
  isBirthDate,
  type ProfileChange,
} from '../../domain/profile.ts';
import { profileSubject } from '../../states/profileState.ts';
import { saveProfile } from '../../store/accounts.ts';
import { deleteBodyWeights, saveBodyWeight } from '../../store/bodyWeights.ts';
import { displayName, figure, WEIGHT_KILOGRAMS } from '../inputs.ts';

const birthDate = (now: Date) =>
  z.string().refine((date) => isBirthDate(date, now), 'Your birth date must lie between 1900 and 5 years ago.');

/** All that can be said of a change without the account, at once. */
const input = ({ now }: Context) =>
  z
    .object({
      displayName: displayName.nullish(),
      timeZone: timeZone().optional(),
      units: z.enum(['METRIC', 'IMPERIAL']).optional(),
      birthDate: calendarDay().pipe(birthDate(now())).nullish(),
      sex: z.enum(['FEMALE', 'MALE']).nullish(),
      weightKilograms: figure('A weight in kilograms', WEIGHT_KILOGRAMS.min, WEIGHT_KILOGRAMS.max),
      heightCentimeters: figure('A height in centimetres', 50, 280),
      restingHeartRateBpm: figure('A resting heart rate', 25, 150),
      maxHeartRateBpm: figure('A maximum heart rate', 90, 240),
      defaultVisibility: z.enum(['EVERYONE', 'FRIENDS', 'ONLY_ME']).optional(),
    })
    .refine(areHeartRates, { path: ['maxHeartRateBpm'], error: HEART_RATES_CROSS });

/** Changes the viewer's profile and hands it to the other domains. */
export const updateProfile = defineAction({
  input,
  run: async (context: Context, change): Promise<Outcome<{ viewer: Account }>> => {
    const { userId } = requirePerson(context.viewer);
    const changed = await writeAndTell(context, 'users.update-profile', async (tx) => {
      const account = await lockViewer(context, tx);
      const decided = decideProfile(account, withoutUndefined(change));
      if (!decided.ok) return decided;
      const isNoted = await noteWeight(tx, decided.value, change.weightKilograms, context.now());
      if (!isNoted && decided.value.version === account.version) return done({ viewer: account });
      const viewer = { ...decided.value, version: account.version + 1 };
      await saveProfile(tx, viewer);
      await writeState(tx, profileSubject(userId));
      return done({ viewer });
    });
    await context.peopleCache.dropNow(userId);
    return changed;
  },
});

/** Fields that were left out must not overwrite anything. */
const withoutUndefined = (change: ProfileChange): ProfileChange =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

/**
 * A weight that is told is today's in the history, also when it is that of the last day; forgetting it forgets the history.
 * Answers whether something was noted.
 */
async function noteWeight(
  tx: Transaction,
  { id, timeZone }: Account,
  weightKilograms: number | null | undefined,
  now: Date,
): Promise<boolean> {
  if (weightKilograms === undefined) return false;
  if (weightKilograms !== null) {
    const measuredOn = await dayOfNow(tx, id, localDate(now, timeZone));
    return saveBodyWeight(tx, id, { measuredOn, weightKilograms });
  }
  await deleteBodyWeights(tx, id);
  return false;
}
