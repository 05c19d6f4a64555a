import { transaction } from '#platform/postgres/connection.ts';
import { until } from '#platform/testing/until.ts';
import type { TestUsers } from './support.ts';

/** How many transactions wait for another one. */
export async function waiting({ pool }: TestUsers): Promise<number> {
  const sql = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return (await pool.query(sql)).rowCount ?? 0;
}

/** Has two requests about an account arrive while it is held, so that both have looked before either writes; the first comes first. */
export async function oneAfterTheOther<First, Second>(
  users: TestUsers,
  { userId }: { userId: string },
  first: () => Promise<First>,
  second: () => Promise<Second>,
): Promise<[First, Second]> {
  const [one, other] = await transaction(users.pool, async (tx) => {
    await tx.query('SELECT FROM accounts WHERE id = $1 FOR UPDATE', [userId]);
    const one = first();
    await until('the first to wait', async () => (await waiting(users)) === 1);
    const other = second();
    await until('the second to wait', async () => (await waiting(users)) === 2);
    return [one, other] as const;
  });
  return [await one, await other];
}
