import { z } from 'zod';
import { change, many, maybeOne, type Queryable } from '#platform/postgres/connection.ts';

const row = z
  .object({ id: z.string(), name: z.string(), created_at: z.date(), last_used_at: z.date().nullable() })
  .transform((found) => ({
    id: found.id,
    name: found.name,
    createdAt: found.created_at,
    lastUsedAt: found.last_used_at,
  }));

/** A key of a person's devices, without the key itself. */
export type ApiKey = z.infer<typeof row>;

/** Adds a key. */
export async function insertApiKey(db: Queryable, accountId: string, key: ApiKey, hash: Buffer): Promise<void> {
  await change(db, 'INSERT INTO api_keys (id, account_id, name, key_hash, created_at) VALUES ($1, $2, $3, $4, $5)', [
    key.id,
    accountId,
    key.name,
    hash,
    key.createdAt,
  ]);
}

/** A person's keys, in the order they were made. */
export const listApiKeys = (db: Queryable, accountId: string): Promise<ApiKey[]> =>
  many(db, row, 'SELECT id, name, created_at, last_used_at FROM api_keys WHERE account_id = $1 ORDER BY id', [
    accountId,
  ]);

/** Deletes a key, or all of a person's. @returns the ids of those deleted. */
export async function deleteApiKeys(db: Queryable, accountId: string, id?: string): Promise<string[]> {
  const deleted = await many(
    db,
    z.object({ id: z.string() }),
    'DELETE FROM api_keys WHERE account_id = $1 AND ($2::uuid IS NULL OR id = $2) RETURNING id',
    [accountId, id ?? null],
  );
  return deleted.map((found) => found.id);
}

/** Whose a key is, by its hash; notes that it was used, to the minute. */
export const useApiKey = (
  db: Queryable,
  hash: Buffer,
  now: Date,
): Promise<{ id: string; accountId: string } | undefined> =>
  maybeOne(
    db,
    z
      .object({ id: z.string(), account_id: z.string() })
      .transform((found) => ({ id: found.id, accountId: found.account_id })),
    `WITH used AS (
       UPDATE api_keys SET last_used_at = $2
       WHERE key_hash = $1 AND (last_used_at IS NULL OR last_used_at < $2::timestamptz - interval '1 minute')
     )
     SELECT id, account_id FROM api_keys WHERE key_hash = $1`,
    [hash, now],
  );
