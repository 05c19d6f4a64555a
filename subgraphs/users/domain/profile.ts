import { done, refused, type Outcome } from '#platform/problems.ts';
import type { Account, ProfileFields } from './account.ts';

/** What a person wants changed: left out stays, null is forgotten. Forgetting the display name brings the username back. */
export type ProfileChange = Partial<Omit<ProfileFields, 'displayName'>> & { readonly displayName?: string | null };

const EARLIEST_BIRTH_DATE = '1900-01-01';
const YOUNGEST_YEARS = 5;

/**
 * Changes a profile. The account comes back with its next version, or as it was when the change changes nothing.
 *
 * Refuses a birth date before 1900 or less than 5 years ago, and heart rates that contradict each other.
 */
export function decideProfile(account: Account, change: ProfileChange, now: Date): Outcome<Account> {
  const { displayName, ...fields } = change;
  const name = displayName === undefined ? account.displayName : (displayName ?? account.username);
  const changed: Account = { ...account, ...fields, displayName: name };
  if (change.birthDate && !isBirthDate(change.birthDate, now)) {
    return refused('INVALID_INPUT', 'Your birth date must lie between 1900 and 5 years ago.', 'birthDate');
  }
  const { restingHeartRateBpm: resting, maxHeartRateBpm: max } = changed;
  if (resting !== null && max !== null && resting >= max) {
    const field = change.maxHeartRateBpm === undefined ? 'restingHeartRateBpm' : 'maxHeartRateBpm';
    return refused('INVALID_INPUT', 'Your resting heart rate must lie below your maximum.', field);
  }
  return done(isSame(account, changed) ? account : { ...changed, version: account.version + 1 });
}

/** Dates in ISO 8601 compare as text. */
function isBirthDate(date: string, now: Date): boolean {
  const latest = new Date(now);
  latest.setUTCFullYear(now.getUTCFullYear() - YOUNGEST_YEARS);
  return date >= EARLIEST_BIRTH_DATE && date <= latest.toISOString().slice(0, 10);
}

const isSame = (one: Account, other: Account): boolean => JSON.stringify(one) === JSON.stringify(other);
