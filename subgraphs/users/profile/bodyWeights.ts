import type { Transaction } from '#platform/postgres/connection.ts';
import { writeState } from '#platform/postgres/outbox.ts';
import type { Account } from '../domain/account.ts';
import type { LocalDate } from '../domain/calendar.ts';
import { profileSubject } from '../states/profileState.ts';
import { saveProfile } from '../store/accounts.ts';
import { lastBodyWeight } from '../store/bodyWeights.ts';

/** No weight is of a day before. */
export const EARLIEST_WEIGHT: LocalDate = '1900-01-01';

/** The day of a weight of now: today, or a later one that is noted already, from where it was tomorrow. */
export async function dayOfNow(tx: Transaction, accountId: string, today: LocalDate): Promise<LocalDate> {
  const last = await lastBodyWeight(tx, accountId);
  return last && last.measuredOn > today ? last.measuredOn : today;
}

/** Makes the last day's weight that of the profile, after the history has changed, and tells both. @returns the account then. */
export async function takeLastWeight(tx: Transaction, account: Account): Promise<Account> {
  const last = await lastBodyWeight(tx, account.id);
  const changed = { ...account, weightKilograms: last?.weightKilograms ?? null, version: account.version + 1 };
  await saveProfile(tx, changed);
  await writeState(tx, profileSubject(account.id));
  return changed;
}
