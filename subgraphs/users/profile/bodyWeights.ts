import type { Transaction } from '#platform/postgres/connection.ts';
import type { LocalDate } from '../domain/calendar.ts';
import { lastBodyWeight } from '../store/bodyWeights.ts';

/** No weight is of a day before. */
export const EARLIEST_WEIGHT: LocalDate = '1900-01-01';

/** The day of a weight of now: today, or a later one that is noted already, from where it was tomorrow. */
export async function dayOfNow(tx: Transaction, accountId: string, today: LocalDate): Promise<LocalDate> {
  const last = await lastBodyWeight(tx, accountId);
  return last && last.measuredOn > today ? last.measuredOn : today;
}
