import { createState, type Message } from '#platform/events/envelope.ts';
import type { Queryable } from '#platform/postgres/connection.ts';
import type { ReadState } from '#platform/postgres/outbox.ts';
import type { EventData } from '#events/define.ts';
import { Profile } from '#events/users.ts';
import type { Account } from '../domain/account.ts';
import { narrowest, type Privacy } from '../domain/privacy.ts';
import type { PrivacyZone } from '../domain/privacyZone.ts';
import { findAccounts } from '../store/accounts.ts';
import { listBodyWeights, type BodyWeight } from '../store/bodyWeights.ts';
import { findPrivacies, findZones } from '../store/privacy.ts';

const PREFIX = 'profiles.';
/** How many days with a weight others are told of: it bounds the message. */
const MAX_BODY_WEIGHTS = 1000;

/** Where the newest profile of a person is kept in the stream PROFILES. */
export const profileSubject = (accountId: string): string => PREFIX + accountId;

/** Reads the profile behind a subject as other domains get it; undefined when the account is gone. */
export const readProfileState =
  (now: () => Date): ReadState =>
  async (db: Queryable, subject: string): Promise<Message | undefined> => {
    const [account] = await findAccounts(db, [subject.slice(PREFIX.length)]);
    if (!account) return undefined;
    // Read after the version: what is newer than it comes again with its own.
    const [zones, [found], weights] = await Promise.all([
      findZones(db, account.id),
      findPrivacies(db, [account.id]),
      listBodyWeights(db, account.id, { before: undefined, limit: MAX_BODY_WEIGHTS }),
    ]);
    if (!found) return undefined;
    return createState(Profile, subject, account.id, profileOf(account, found.privacy, { zones, weights }), now());
  };

/** What other domains need: of the privacy zones only what is hidden, not the place itself. */
function profileOf(
  account: Account,
  privacy: Privacy,
  { zones, weights }: { readonly zones: readonly PrivacyZone[]; readonly weights: readonly BodyWeight[] },
): EventData<typeof Profile> {
  const { id: userId, username, timeZone, birthDate, sex, weightKilograms } = account;
  const { restingHeartRateBpm, maxHeartRateBpm, version } = account;
  return {
    ...{ version, userId, username, timeZone, birthDate, sex, weightKilograms, restingHeartRateBpm, maxHeartRateBpm },
    bodyWeights: weights.map(({ measuredOn, weightKilograms: kilograms }) => ({ measuredOn, kilograms })),
    defaultVisibility: privacy.workouts,
    mapVisibility: privacy.map,
    heartRateVisibility: privacy.heartRate,
    bodyVisibility: narrowest([privacy.profile, privacy.body, privacy.birthDate, privacy.sex]),
    privacyZones: zones.map(({ hidden }) => hidden),
  };
}
