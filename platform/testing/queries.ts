import { vi } from 'vitest';
import type { Pool } from '#platform/postgres/connection.ts';

/**
 * How many queries that name one of these ids a pool sends while `work` goes on. Others are of what a service does by the
 * way, such as looking into its outbox.
 */
export async function queriesAbout(pool: Pool, ids: readonly string[], work: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(pool, 'query');
  try {
    await work();
    return query.mock.calls.filter((call) => ids.some((id) => JSON.stringify(call).includes(id))).length;
  } finally {
    query.mockRestore();
  }
}
