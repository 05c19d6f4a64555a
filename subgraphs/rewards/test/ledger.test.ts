import { fileURLToPath } from 'node:url';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { one, openPostgres, transaction, type Pool } from '#platform/postgres/connection.ts';
import { migrate } from '#platform/postgres/migrate.ts';
import { createLogger } from '#platform/telemetry/log.ts';
import { createTestDatabase, type Disposable } from '#platform/testing/stores.ts';
import { findAccounts, findTransactions, lockAccount, post } from '../store/ledger.ts';
import { ledgerFaults } from './support.ts';

const log = createLogger('test', 'silent');
let database: Disposable<string>;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.value, fileURLToPath(new URL('../migrations/', import.meta.url)), log);
  pool = openPostgres(database.value, log);
});
afterAll(async () => {
  await pool.end();
  await database.dispose();
});

const balanceOf = async (ownerId: string): Promise<bigint | undefined> =>
  (await findAccounts(pool, [ownerId]))[0]?.balance;
const move = (ownerId: string, ...amounts: bigint[]): Promise<void> =>
  transaction(pool, async (tx) => {
    await lockAccount(tx, ownerId, uuidv7());
    const postings = amounts.map((amount) => ({ id: uuidv7(), amount, earnedOn: '2026-05-01' }));
    await post(tx, postings, { ownerId, causedBy: uuidv7(), now: new Date() });
  });
const accountId = async (ownerId: string): Promise<string> =>
  (await one(pool, z.object({ id: z.string() }), 'SELECT id FROM accounts WHERE owner_id = $1', [ownerId])).id;
const addTransaction = `INSERT INTO transactions (id, kind, owner_id, earned_on, caused_by, created_at)
  VALUES ($1, 'GRANT', $2, '2026-05-01', $1, now())`;

describe('the ledger', () => {
  test('gives to a person what it takes from the issuance, so that all entries sum to zero', async () => {
    const ana = uuidv7();
    await move(ana, 30_000_000n);
    await move(ana, -10_000_000n);
    expect(await balanceOf(ana)).toBe(20_000_000n);
    const { sum } = await one(pool, z.object({ sum: z.string() }), 'SELECT sum(amount) FROM entries');
    expect(sum).toBe('0');
  });

  test('posts several at once as one after the other would be', async () => {
    const ana = uuidv7();
    await move(ana, 3n, 5n, 7n);
    await move(ana, -5n, 2n);
    await move(ana);
    expect(await balanceOf(ana)).toBe(12n);
    const newestFirst = await findTransactions(pool, ana, undefined, 10);
    expect(newestFirst.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['GRANT', 2n],
      ['REVERSAL', -5n],
      ['GRANT', 7n],
      ['GRANT', 5n],
      ['GRANT', 3n],
    ]);
  });

  test('refuses a transaction that does not balance', async () => {
    const ana = uuidv7();
    await move(ana, 1n);
    const id = uuidv7();
    const account = await accountId(ana);
    const unbalanced = transaction(pool, async (tx) => {
      await tx.query(addTransaction, [id, ana]);
      await tx.query('INSERT INTO entries VALUES ($1, $2, 5)', [id, account]);
    });
    await expect(unbalanced).rejects.toThrow('do not balance');
    expect(await balanceOf(ana)).toBe(1n);
  });

  test('refuses a transaction without entries, and entries that unbalance an old one', async () => {
    const [ana, bor] = [uuidv7(), uuidv7()];
    await move(ana, 1n);
    await move(bor, 1n);
    await expect(pool.query(addTransaction, [uuidv7(), ana])).rejects.toThrow('do not balance');
    const { id } = await one(pool, z.object({ id: z.string() }), 'SELECT id FROM transactions WHERE owner_id = $1', [
      ana,
    ]);
    const added = pool.query('INSERT INTO entries VALUES ($1, $2, 5)', [id, await accountId(bor)]);
    await expect(added).rejects.toThrow('do not balance');
  });

  test('lets no person’s balance go below zero', async () => {
    const ana = uuidv7();
    await move(ana, 5n);
    await expect(move(ana, -6n)).rejects.toThrow('accounts_balance_check');
    expect(await balanceOf(ana)).toBe(5n);
  });

  test.each([
    'UPDATE transactions SET earned_on = earned_on + 1',
    'DELETE FROM transactions',
    'TRUNCATE transactions, entries',
    'UPDATE entries SET amount = amount * 2',
    'DELETE FROM entries',
    'TRUNCATE entries',
    'DELETE FROM accounts',
    'UPDATE accounts SET balance = balance + 1',
    `INSERT INTO accounts VALUES (gen_random_uuid(), 'PERSON', gen_random_uuid(), 5)`,
  ])('refuses %s', async (sql) => {
    await move(uuidv7(), 5n);
    await expect(pool.query(sql)).rejects.toThrow('the ledger is only added to');
  });

  test('adds up when many post at once, for one person and for several', async () => {
    const people = [uuidv7(), uuidv7(), uuidv7()];
    await Promise.all(Array.from({ length: 90 }, (_, index) => move(people[index % 3] ?? '', BigInt(index + 1))));
    const balances = await Promise.all(people.map(balanceOf));
    expect(balances.reduce((sum: bigint, balance) => sum + (balance ?? 0n), 0n)).toBe(4095n);
    expect(await ledgerFaults(pool)).toEqual([]);
  });
});
