import { z } from 'zod';
import { change, many, maybeOne, type Queryable } from '#platform/postgres/connection.ts';
import type { LocalDate } from '../domain/calendar.ts';

const row = z
  .object({ measured_on: z.string(), kilograms: z.number() })
  .transform((found) => ({ measuredOn: found.measured_on, weightKilograms: found.kilograms }));

/** What somebody weighed on a day. */
export interface BodyWeight {
  readonly measuredOn: LocalDate;
  readonly weightKilograms: number;
}

/** Notes what a person weighed on a day, in place of what was noted for it. @returns whether that is another. */
export async function saveBodyWeight(db: Queryable, accountId: string, weight: BodyWeight): Promise<boolean> {
  const changed = await change(
    db,
    `INSERT INTO body_weights (account_id, measured_on, kilograms) VALUES ($1, $2, $3)
     ON CONFLICT (account_id, measured_on) DO UPDATE SET kilograms = excluded.kilograms
     WHERE body_weights.kilograms <> excluded.kilograms`,
    [accountId, weight.measuredOn, weight.weightKilograms],
  );
  return changed > 0;
}

/** Forgets what a person weighed on a day. @returns whether there was something. */
export async function deleteBodyWeight(db: Queryable, accountId: string, measuredOn: LocalDate): Promise<boolean> {
  const query = 'DELETE FROM body_weights WHERE account_id = $1 AND measured_on = $2';
  return (await change(db, query, [accountId, measuredOn])) > 0;
}

/** Forgets all that a person weighed. */
export async function deleteBodyWeights(db: Queryable, accountId: string): Promise<void> {
  await change(db, 'DELETE FROM body_weights WHERE account_id = $1', [accountId]);
}

/** What a person weighed last. */
export const lastBodyWeight = (db: Queryable, accountId: string): Promise<BodyWeight | undefined> =>
  maybeOne(
    db,
    row,
    'SELECT measured_on, kilograms FROM body_weights WHERE account_id = $1 ORDER BY measured_on DESC LIMIT 1',
    [accountId],
  );

/** What a person weighed, the last day first, before a given day: one range of the primary key. */
export const listBodyWeights = (
  db: Queryable,
  accountId: string,
  { before, limit }: { readonly before: LocalDate | undefined; readonly limit: number },
): Promise<BodyWeight[]> =>
  many(
    db,
    row,
    `SELECT measured_on, kilograms FROM body_weights WHERE account_id = $1 AND ($2::date IS NULL OR measured_on < $2)
     ORDER BY measured_on DESC LIMIT $3`,
    [accountId, before ?? null, limit],
  );
