import type { Pool } from '#platform/postgres/connection.ts';
import { until } from './until.ts';

/** Waits until all that a service of PostgreSQL has written to its outbox is published and noted so. */
export const untilPublished = async (pool: Pool): Promise<void> => {
  await until('the outbox to be empty', async () => (await pool.query('SELECT FROM outbox')).rowCount === 0);
};
