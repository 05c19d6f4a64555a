import { z } from 'zod';
import { change, many, maybeOne, type Queryable, type Transaction } from '#platform/postgres/connection.ts';

/** An archive that somebody asked for. */
export interface DataExport {
  readonly id: string;
  readonly accountId: string;
  readonly status: 'PENDING' | 'READY' | 'EXPIRED';
  readonly requestedAt: Date;
  readonly readyAt: Date | null;
  readonly byteLength: number | null;
}

const row = z
  .object({
    id: z.string(),
    account_id: z.string(),
    status: z.enum(['PENDING', 'READY', 'EXPIRED']),
    requested_at: z.date(),
    ready_at: z.date().nullable(),
    byte_length: z.coerce.number().nullable(),
  })
  .transform((found): DataExport => ({
    id: found.id,
    accountId: found.account_id,
    status: found.status,
    requestedAt: found.requested_at,
    readyAt: found.ready_at,
    byteLength: found.byte_length,
  }));

/** Adds an export, unless one of the account is under way. @returns the one under way, and whether it is this one. */
export async function insertDataExport(
  db: Queryable,
  { id, accountId, now }: { id: string; accountId: string; now: Date },
): Promise<{ dataExport: DataExport | undefined; isNew: boolean }> {
  const added = await change(
    db,
    `INSERT INTO data_exports (id, account_id, status, requested_at) VALUES ($1, $2, 'PENDING', $3)
     ON CONFLICT (account_id) WHERE status = 'PENDING' DO NOTHING`,
    [id, accountId, now],
  );
  return { dataExport: await findPendingExport(db, accountId), isNew: added > 0 };
}

/** The export of an account that is under way. */
export const findPendingExport = (db: Queryable, accountId: string): Promise<DataExport | undefined> =>
  maybeOne(db, row, `SELECT * FROM data_exports WHERE account_id = $1 AND status = 'PENDING'`, [accountId]);

/** An export by id; undefined also when its account was deleted a moment ago, and its archive is still to be. */
export const findDataExport = (db: Queryable, id: string): Promise<DataExport | undefined> => {
  const sql =
    'SELECT data_exports.* FROM data_exports JOIN accounts ON accounts.id = account_id WHERE data_exports.id = $1';
  return maybeOne(db, row, sql, [id]);
};

/** An account's exports, for this transaction alone; who makes an archive of one is waited for. */
export const lockDataExports = (tx: Transaction, accountId: string): Promise<DataExport[]> =>
  many(tx, row, 'SELECT * FROM data_exports WHERE account_id = $1 FOR UPDATE', [accountId]);

/** An account's newest exports; at most 20. */
export const findDataExports = (db: Queryable, accountId: string): Promise<DataExport[]> =>
  many(db, row, 'SELECT * FROM data_exports WHERE account_id = $1 ORDER BY requested_at DESC, id DESC LIMIT 20', [
    accountId,
  ]);

/** Where the exports listed so far end. */
type Place = Pick<DataExport, 'requestedAt' | 'id'>;

/** Exports of a status that were asked for before an instant, oldest first; of those after a place, at most 20. */
export const findExportsBefore = (
  db: Queryable,
  { status, before, after }: { status: DataExport['status']; before: Date; after: Place | undefined },
): Promise<DataExport[]> =>
  many(
    db,
    row,
    `SELECT * FROM data_exports WHERE status = $1 AND requested_at < $2
       AND ($3::timestamptz IS NULL OR (requested_at, id) > ($3, $4))
     ORDER BY requested_at, id LIMIT 20`,
    [status, before, after?.requestedAt ?? null, after?.id ?? null],
  );

/** Exports whose archive is there, though there is a newer one of the same account; of those after a place, at most 20. */
export const findSuperseded = (db: Queryable, after: Place | undefined): Promise<DataExport[]> =>
  many(
    db,
    row,
    `SELECT * FROM data_exports WHERE status = 'READY' AND EXISTS (SELECT FROM data_exports newer
       WHERE newer.account_id = data_exports.account_id AND newer.status = 'READY'
         AND (newer.requested_at, newer.id) > (data_exports.requested_at, data_exports.id))
       AND ($1::timestamptz IS NULL OR (requested_at, id) > ($1, $2))
     ORDER BY requested_at, id LIMIT 20`,
    [after?.requestedAt ?? null, after?.id ?? null],
  );

/** Of these exports those under way. */
export const findPendingAmong = async (db: Queryable, ids: readonly string[]): Promise<string[]> => {
  const sql = `SELECT id FROM data_exports WHERE id = ANY($1) AND status = 'PENDING'`;
  return (await many(db, z.object({ id: z.string() }), sql, [ids])).map(({ id }) => id);
};

/** An export under way, for this transaction alone; undefined when it is not, or another has it. */
export const lockPending = (tx: Transaction, id: string): Promise<DataExport | undefined> =>
  maybeOne(tx, row, `SELECT * FROM data_exports WHERE id = $1 AND status = 'PENDING' FOR UPDATE SKIP LOCKED`, [id]);

/** Notes that an archive is there. */
export async function saveReady(db: Queryable, id: string, byteLength: number, now: Date): Promise<void> {
  const sql = `UPDATE data_exports SET status = 'READY', byte_length = $2, ready_at = $3 WHERE id = $1`;
  await change(db, sql, [id, byteLength, now]);
}

/**
 * Notes that an export is over, and holds it for this transaction. @returns false, and nothing is noted, when it is of another
 * status by now, or another has it: whoever makes its archive.
 */
export const saveExpired = async (tx: Transaction, { id, status }: DataExport): Promise<boolean> => {
  const sql = `UPDATE data_exports SET status = 'EXPIRED'
    WHERE id = (SELECT id FROM data_exports WHERE id = $1 AND status = $2 FOR UPDATE SKIP LOCKED)`;
  return (await change(tx, sql, [id, status])) > 0;
};

/** Forgets an export. */
export async function deleteDataExport(db: Queryable, id: string): Promise<void> {
  await change(db, 'DELETE FROM data_exports WHERE id = $1', [id]);
}

/** Removes an account's exports. */
export async function deleteDataExports(db: Queryable, accountId: string): Promise<void> {
  await change(db, 'DELETE FROM data_exports WHERE account_id = $1', [accountId]);
}
