import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, test } from 'vitest';
import { migrate } from '#platform/postgres/migrate.ts';
import { createTestDatabase, testService } from '#platform/testing/stores.ts';

/** References whose rows would be looked for one by one when what they refer to is deleted. */
const WITHOUT_INDEX = `SELECT conrelid::regclass || ' ' || conname AS name FROM pg_constraint
  WHERE contype = 'f' AND NOT EXISTS (SELECT FROM pg_index
    WHERE indrelid = conrelid AND indpred IS NULL AND indkey[0] = conkey[1])`;

test('What refers to a row that is deleted is found by an index', async () => {
  const database = await createTestDatabase();
  await migrate(database.value, fileURLToPath(new URL('../migrations/', import.meta.url)), testService().log);
  const client = new pg.Client({ connectionString: database.value });
  await client.connect();
  try {
    expect((await client.query(WITHOUT_INDEX)).rows).toEqual([]);
  } finally {
    await client.end();
    await database.dispose();
  }
});
