import type { Transaction } from '#platform/postgres/connection.ts';
import { writeState } from '#platform/postgres/outbox.ts';
import type { Account } from './domain/account.ts';
import type { LocalDate } from './domain/calendar.ts';
import { profileSubject } from './profileState.ts';
import { saveProfile } from './store/accounts.ts';
import { lastBodyWeight, saveBodyWeight, type BodyWeight } from './store/bodyWeights.ts';

/** No weight is of a day before. */
export const EARLIEST_WEIGHT: LocalDate = '1900-01-01';

/** The day of a weight of now: today, or a later one that is noted already, from where it was tomorrow. */
export async function dayOfNow(tx: Transaction, accountId: string, today: LocalDate): Promise<LocalDate> {
  const last = await lastBodyWeight(tx, accountId);
  return last && last.measuredOn > today ? last.measuredOn : today;
}

/**
 * Notes a weight in the history of an account that the transaction holds, and hands the history to the other domains.
 * Answers the account: it weighs what it did on the last day.
 */
export async function noteBodyWeight(tx: Transaction, account: Account, weight: BodyWeight): Promise<Account> {
  await saveBodyWeight(tx, account.id, weight);
  const last = await lastBodyWeight(tx, account.id);
  const changed = { ...account, weightKilograms: last?.weightKilograms ?? null, version: account.version + 1 };
  await saveProfile(tx, changed);
  await writeState(tx, profileSubject(account.id));
  return changed;
}
