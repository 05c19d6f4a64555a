import { done, refused, type Outcome } from '#platform/problems.ts';
import type { Account, ProfileFields } from './account.ts';

/** What a person wants changed: left out stays, null is forgotten. Forgetting the display name brings the username back. */
export type ProfileChange = Partial<Omit<ProfileFields, 'displayName'>> & { readonly displayName?: string | null };

const EARLIEST_BIRTH_DATE = '1900-01-01';
const YOUNGEST_YEARS = 5;

/**
 * Changes a profile. The account comes back with its next version, or as it was when the change changes nothing.
 *
 * Refuses heart rates that contradict each other.
 */
export function decideProfile(account: Account, change: ProfileChange): Outcome<Account> {
  const { displayName, ...fields } = change;
  const name = displayName === undefined ? account.displayName : (displayName ?? account.username);
  const changed: Account = { ...account, ...fields, displayName: name };
  if (!areHeartRates(changed)) {
    const field = change.maxHeartRateBpm === undefined ? 'restingHeartRateBpm' : 'maxHeartRateBpm';
    return refused('INVALID_INPUT', HEART_RATES_CROSS, field);
  }
  return done(isSame(account, changed) ? account : { ...changed, version: account.version + 1 });
}

export const HEART_RATES_CROSS = 'Your resting heart rate must lie below your maximum.';

/** Whether a resting and a maximum heart rate may be one person's; of one alone nothing is said. */
export const areHeartRates = ({ restingHeartRateBpm: resting, maxHeartRateBpm: max }: ProfileChange): boolean =>
  typeof resting !== 'number' || typeof max !== 'number' || resting < max;

/** Whether somebody may be born on a day: from 1900 until 5 years ago. Dates in ISO 8601 compare as text. */
export function isBirthDate(date: string, now: Date): boolean {
  const latest = new Date(now);
  latest.setUTCFullYear(now.getUTCFullYear() - YOUNGEST_YEARS);
  return date >= EARLIEST_BIRTH_DATE && date <= latest.toISOString().slice(0, 10);
}

const isSame = (one: Account, other: Account): boolean => JSON.stringify(one) === JSON.stringify(other);
