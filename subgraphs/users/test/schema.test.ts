import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '#platform/postgres/database.ts';
import { createTestDatabase, testService } from '#platform/testing/stores.ts';

/** References whose rows would be looked for one by one when what they refer to is deleted. */
const WITHOUT_INDEX = `SELECT conrelid::regclass || ' ' || conname AS name FROM pg_constraint
  WHERE contype = 'f' AND NOT EXISTS (SELECT FROM pg_index
    WHERE indrelid = conrelid AND indpred IS NULL AND indkey[0] = conkey[1])`;

test('What refers to a row that is deleted is found by an index', async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.dispose());
  const pool = await openDatabase(testService(), database.value, new URL('../migrations/', import.meta.url));
  expect((await pool.query(WITHOUT_INDEX)).rows).toEqual([]);
});
