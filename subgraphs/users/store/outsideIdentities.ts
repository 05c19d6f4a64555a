import { createHash } from 'node:crypto';
import { z } from 'zod';
import { change, many, maybeOne, type Queryable, type Transaction } from '#platform/postgres/connection.ts';
import type { OutsideIdentity, OutsideSession } from '../domain/outsideIdentity.ts';

type Name = Pick<OutsideIdentity, 'issuer' | 'subject'>;

const hashOf = ({ issuer, subject }: Name): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest();

/** Keeps an identity for this transaction: two first requests make one account. */
export async function lockIdentity(tx: Transaction, name: Name): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [hashOf(name).readBigInt64BE().toString()]);
}

/** Whose an identity is; undefined when it is nobody's. */
export const findIdentity = async (db: Queryable, { issuer, subject }: Name): Promise<string | undefined> => {
  const sql = 'SELECT account_id FROM outside_identities WHERE issuer = $1 AND subject = $2';
  return (await maybeOne(db, z.object({ account_id: z.string() }), sql, [issuer, subject]))?.account_id;
};

/** Notes whose an identity is. */
export async function insertIdentity(db: Queryable, name: Name, accountId: string, now: Date): Promise<void> {
  await change(db, 'INSERT INTO outside_identities (issuer, subject, account_id, created_at) VALUES ($1, $2, $3, $4)', [
    name.issuer,
    name.subject,
    accountId,
    now,
  ]);
}

/** Until when tokens of an identity make no account, since the one it had was deleted. */
export const findClosing = async (db: Queryable, name: Name): Promise<Date | undefined> => {
  const sql = 'SELECT closed_at FROM closed_identities WHERE identity = $1';
  return (await maybeOne(db, z.object({ closed_at: z.date() }), sql, [hashOf(name)]))?.closed_at;
};

const nameRow = z.object({ issuer: z.string(), subject: z.string() });

/** Whether a session of an issuer's was that of an account that was deleted. */
export const isSessionClosed = async (db: Queryable, key: string): Promise<boolean> => {
  const sql = "SELECT FROM closed_sessions WHERE session = sha256(convert_to($1, 'UTF8'))";
  return (await maybeOne(db, z.object({}), sql, [key])) !== undefined;
};

/** Closes the identities of an account that is about to be deleted, and the issuers' sessions that it is known by. */
export async function closeIdentities(db: Queryable, accountId: string, now: Date): Promise<void> {
  await change(
    db,
    `INSERT INTO closed_sessions (session) SELECT sha256(convert_to(outside_key, 'UTF8')) FROM sessions
     WHERE account_id = $1 AND outside_key IS NOT NULL ON CONFLICT DO NOTHING`,
    [accountId],
  );
  const closed = await many(
    db,
    nameRow,
    'DELETE FROM outside_identities WHERE account_id = $1 RETURNING issuer, subject',
    [accountId],
  );
  await change(
    db,
    `INSERT INTO closed_identities (identity, closed_at) SELECT unnest($1::bytea[]), $2
     ON CONFLICT (identity) DO UPDATE SET closed_at = excluded.closed_at`,
    [closed.map(hashOf), now],
  );
}

/** Forgets identities that were closed so long ago that no token of theirs lives. */
export async function deleteOldClosings(db: Queryable, before: Date): Promise<void> {
  await change(db, 'DELETE FROM closed_identities WHERE closed_at < $1', [before]);
}

/** The session that tokens of an issuer's session opened, the newest; undefined when there is none. */
export const findOutsideSession = (
  db: Queryable,
  accountId: string,
  key: string,
): Promise<OutsideSession | undefined> =>
  maybeOne(
    db,
    z
      .object({ id: z.string(), revoked_at: z.date().nullable(), outside_since: z.date().nullable() })
      .transform((found): OutsideSession => ({
        id: found.id,
        revokedAt: found.revoked_at,
        since: found.outside_since,
      })),
    'SELECT id, revoked_at, outside_since FROM sessions WHERE account_id = $1 AND outside_key = $2',
    [accountId, key],
  );

interface Named extends Pick<OutsideSession, 'id' | 'since'>, Pick<OutsideIdentity, 'authenticatedAt'> {
  readonly accountId: string;
  readonly key: string;
}

/** Gives a session that was opened the name by which the issuer's tokens find it; a former one of the name loses it. */
export async function nameSession(db: Queryable, { id, accountId, key, authenticatedAt, since }: Named): Promise<void> {
  await change(db, 'UPDATE sessions SET outside_key = NULL WHERE account_id = $1 AND outside_key = $2', [
    accountId,
    key,
  ]);
  await change(db, 'UPDATE sessions SET outside_key = $2, authenticated_at = $3, outside_since = $4 WHERE id = $1', [
    id,
    key,
    authenticatedAt,
    since,
  ]);
}

/** Notes that a token of a session was seen. @returns whether the session is there. */
export const touchOutsideSession = async (
  db: Queryable,
  id: string,
  { authenticatedAt, userAgent, now }: { authenticatedAt: Date; userAgent: string | null; now: Date },
): Promise<boolean> =>
  (await change(
    db,
    `UPDATE sessions SET last_used_at = $3, authenticated_at = greatest(authenticated_at, $2), user_agent = $4
     WHERE id = $1`,
    [id, authenticatedAt, now, userAgent],
  )) > 0;
