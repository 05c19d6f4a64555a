import { z } from 'zod';
import { change, many, type Queryable, type Transaction } from '#platform/postgres/connection.ts';
import type { MicroTokens } from '../domain/amount.ts';
import type { Dates, LocalDate } from '../domain/calendar.ts';
import { kindOf, type Account, type LedgerTransaction } from '../domain/ledger.ts';
import type { Posting } from '../domain/postings.ts';

const transactionRow = z
  .object({
    id: z.string(),
    position: z.string(),
    kind: z.enum(['GRANT', 'REVERSAL']),
    amount: z.coerce.bigint(),
    earned_on: z.string(),
    created_at: z.date(),
  })
  .transform((found): LedgerTransaction => ({
    id: found.id,
    position: found.position,
    kind: found.kind,
    amount: found.amount,
    earnedOn: found.earned_on,
    createdAt: found.created_at,
  }));

const accountRow = z
  .object({ owner_id: z.string(), balance: z.coerce.bigint() })
  .transform((found): Account => ({ ownerId: found.owner_id, balance: found.balance }));

const dayRow = z.object({ earned_on: z.string(), amount: z.coerce.bigint() });

/**
 * Opens a person's account when there is none, and keeps it for this transaction: whatever changes a person's workouts,
 * tokens or achievements holds this one lock.
 */
export async function lockAccount(tx: Transaction, ownerId: string, newId: string): Promise<void> {
  if (await lockExisting(tx, ownerId)) return;
  await change(
    tx,
    `INSERT INTO accounts (id, kind, owner_id, balance) VALUES ($1, 'PERSON', $2, 0) ON CONFLICT (owner_id) DO NOTHING`,
    [newId, ownerId],
  );
  // Somebody else may have opened it.
  await lockExisting(tx, ownerId);
}

const lockExisting = async (tx: Transaction, ownerId: string): Promise<boolean> =>
  (await change(tx, 'SELECT FROM accounts WHERE owner_id = $1 FOR UPDATE', [ownerId])) > 0;

/** What was posted for each of these days so far, reversals taken off. Cost: the days' transactions, by index. */
export async function postedFor(
  db: Queryable,
  ownerId: string,
  { from, to }: Dates,
): Promise<Map<LocalDate, MicroTokens>> {
  const days = await many(
    db,
    dayRow,
    `SELECT earned_on, sum(amount) AS amount
     FROM transactions JOIN entries ON transaction_id = transactions.id JOIN accounts ON accounts.id = account_id
     WHERE transactions.owner_id = $1 AND earned_on BETWEEN $2 AND $3 AND accounts.owner_id = $1
     GROUP BY earned_on`,
    [ownerId, from, to],
  );
  return new Map(days.map(({ earned_on, amount }) => [earned_on, amount]));
}

/** A posting that has a transaction's id. */
export interface IdentifiedPosting extends Posting {
  readonly id: string;
}

/** Posts transactions, in their order, between where tokens come from and a person's account. The account must be locked. */
export async function post(
  tx: Transaction,
  postings: readonly IdentifiedPosting[],
  { ownerId, causedBy, now }: { readonly ownerId: string; readonly causedBy: string; readonly now: Date },
): Promise<void> {
  if (postings.length === 0) return;
  await change(
    tx,
    `WITH wanted AS (SELECT * FROM unnest($1::uuid[], $2::text[], $3::date[], $4::bigint[]) AS w(id, kind, earned_on, amount)),
     posted AS (
       INSERT INTO transactions (id, kind, owner_id, earned_on, caused_by, created_at)
       SELECT id, kind, $5::uuid, earned_on, $6::uuid, $7::timestamptz FROM wanted)
     INSERT INTO entries (transaction_id, account_id, amount)
     SELECT wanted.id, accounts.id, CASE accounts.kind WHEN 'PERSON' THEN wanted.amount ELSE -wanted.amount END
     FROM wanted, accounts WHERE accounts.owner_id = $5::uuid OR accounts.kind = 'ISSUANCE'`,
    [
      postings.map(({ id }) => id),
      postings.map(({ amount }) => kindOf(amount)),
      postings.map(({ earnedOn }) => earnedOn),
      postings.map(({ amount }) => amount),
      ownerId,
      causedBy,
      now,
    ],
  );
}

/** The accounts of these people; of those who have one. */
export const findAccounts = (db: Queryable, ownerIds: readonly string[]): Promise<Account[]> =>
  many(db, accountRow, 'SELECT owner_id, balance FROM accounts WHERE owner_id = ANY($1::uuid[])', [ownerIds]);

/** What moved for each earning day after an instant. Cost: the transactions since then, by index. */
export async function movedSince(db: Queryable, ownerId: string, since: Date): Promise<MicroTokens[]> {
  const days = await many(
    db,
    dayRow,
    `SELECT earned_on, sum(amount) AS amount
     FROM transactions JOIN entries ON transaction_id = transactions.id JOIN accounts ON accounts.id = account_id
     WHERE transactions.owner_id = $1 AND created_at > $2 AND accounts.owner_id = $1
     GROUP BY earned_on`,
    [ownerId, since],
  );
  return days.map(({ amount }) => amount);
}

/** A person's transactions, newest first, those before a position; `limit` of them. Cost: the page, by index. */
export const findTransactions = (
  db: Queryable,
  ownerId: string,
  before: string | undefined,
  limit: number,
): Promise<LedgerTransaction[]> =>
  many(
    db,
    transactionRow,
    `SELECT transactions.id, position, transactions.kind, amount, earned_on, created_at
     FROM transactions JOIN entries ON transaction_id = transactions.id JOIN accounts ON accounts.id = account_id
     WHERE transactions.owner_id = $1 AND accounts.owner_id = $1 AND ($2::bigint IS NULL OR position < $2)
     ORDER BY position DESC LIMIT $3`,
    [ownerId, before, limit],
  );
