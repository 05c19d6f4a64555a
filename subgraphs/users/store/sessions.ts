import { z } from 'zod';
import { change, many, maybeOne, type Queryable } from '#platform/postgres/connection.ts';
import type { Session, ShownToken } from '../domain/session.ts';

const columns = {
  id: z.string(),
  account_id: z.string(),
  created_at: z.date(),
  last_used_at: z.date(),
  revoked_at: z.date().nullable(),
  user_agent: z.string().nullable(),
};
const toSession = (found: z.infer<z.ZodObject<typeof columns>>): Session => ({
  id: found.id,
  accountId: found.account_id,
  createdAt: found.created_at,
  lastUsedAt: found.last_used_at,
  revokedAt: found.revoked_at,
  userAgent: found.user_agent,
});
const row = z.object(columns).transform(toSession);
const tokenRow = z
  .object({ ...columns, used_at: z.date().nullable() })
  .transform((found): ShownToken => ({ usedAt: found.used_at, session: toSession(found) }));

/** Adds a session. Of what the person achieves it is told what nobody was told before it began. */
export async function insertSession(db: Queryable, session: Session): Promise<void> {
  await change(
    db,
    `INSERT INTO sessions (id, account_id, created_at, last_used_at, user_agent, goals_told_until)
     VALUES ($1, $2, $3, $4, $5, (SELECT goals_told_until FROM accounts WHERE id = $2))`,
    [session.id, session.accountId, session.createdAt, session.lastUsedAt, session.userAgent],
  );
}

/** Adds a refresh token that nobody has used. */
export async function insertRefreshToken(db: Queryable, sessionId: string, hash: Buffer, now: Date): Promise<void> {
  await change(db, 'INSERT INTO refresh_tokens (token_hash, session_id, created_at) VALUES ($1, $2, $3)', [
    hash,
    sessionId,
    now,
  ]);
}

/** A refresh token with its session, both for this transaction to change alone: two uses at once come one by one. */
export async function lockRefreshToken(db: Queryable, hash: Buffer): Promise<ShownToken | undefined> {
  // The session stands for its tokens: whoever ends or deletes it holds it too, and its tokens only after.
  const session = 'SELECT session_id FROM refresh_tokens WHERE token_hash = $1';
  await change(db, `SELECT FROM sessions WHERE id = (${session}) FOR UPDATE`, [hash]);
  return maybeOne(
    db,
    tokenRow,
    `SELECT sessions.id, account_id, sessions.created_at, last_used_at, revoked_at, user_agent, used_at
     FROM refresh_tokens JOIN sessions ON sessions.id = session_id
     WHERE token_hash = $1`,
    [hash],
  );
}

/** Marks a refresh token used, and its session, as it is now, too; forgets those of its tokens used before `idleSince`. */
export async function useRefreshToken(
  db: Queryable,
  { hash, session, idleSince }: { hash: Buffer; session: Session; idleSince: Date },
): Promise<void> {
  const { id, lastUsedAt, userAgent } = session;
  await change(db, 'UPDATE refresh_tokens SET used_at = $2 WHERE token_hash = $1', [hash, lastUsedAt]);
  await change(db, 'UPDATE sessions SET last_used_at = $2, user_agent = $3 WHERE id = $1', [id, lastUsedAt, userAgent]);
  await change(db, 'DELETE FROM refresh_tokens WHERE session_id = $1 AND used_at <= $2', [id, idleSince]);
}

/** Revokes an account's session, unless it is already. @returns whether the account has such a session. */
export async function revokeSession(
  db: Queryable,
  { id, accountId, now }: { id: string; accountId: string; now: Date },
): Promise<boolean> {
  const changed = await change(
    db,
    'UPDATE sessions SET revoked_at = coalesce(revoked_at, $3) WHERE id = $1 AND account_id = $2',
    [id, accountId, now],
  );
  return changed > 0;
}

/**
 * Revokes all sessions of an account but one. @returns those of which tokens may live: used since `usedSince`, or opened by
 * outside tokens, which live for as long as their issuer says.
 */
export async function revokeSessions(
  db: Queryable,
  { accountId, except, now, usedSince }: { accountId: string; except: string | undefined; now: Date; usedSince: Date },
): Promise<string[]> {
  const revoked = await many(
    db,
    z.object({ id: z.string(), may_live: z.boolean() }),
    `UPDATE sessions SET revoked_at = $3
     WHERE account_id = $1 AND id IS DISTINCT FROM $2 AND revoked_at IS NULL
     RETURNING id, last_used_at > $4 OR outside_key IS NOT NULL AS may_live`,
    [accountId, except ?? null, now, usedSince],
  );
  return revoked.filter(({ may_live: mayLive }) => mayLive).map(({ id }) => id);
}

/** When the person of a session last logged in at the outside issuer; null for a session of our own. */
export const findOutsideLogIn = async (db: Queryable, sessionId: string): Promise<Date | null> => {
  const found = await maybeOne(
    db,
    z.object({ authenticated_at: z.date().nullable() }),
    'SELECT authenticated_at FROM sessions WHERE id = $1',
    [sessionId],
  );
  return found?.authenticated_at ?? null;
};

/**
 * An account's sessions that are neither revoked nor unused since `idleSince`, the last used first; at most 100, among which
 * is `current`.
 */
export const findLiveSessions = (
  db: Queryable,
  { accountId, current, idleSince }: { accountId: string; current: string | undefined; idleSince: Date },
): Promise<Session[]> =>
  many(
    db,
    row,
    `SELECT * FROM (
       SELECT id, account_id, created_at, last_used_at, revoked_at, user_agent FROM sessions
       WHERE account_id = $1 AND revoked_at IS NULL AND last_used_at > $3
       ORDER BY id IS NOT DISTINCT FROM $2 DESC, last_used_at DESC, id DESC LIMIT 100
     ) AS live
     ORDER BY last_used_at DESC, id DESC`,
    [accountId, current ?? null, idleSince],
  );

/** So many sessions are deleted at once: each has had thousands of tokens. */
const AT_ONCE = 100;

/**
 * Deletes some of the sessions, with their tokens, that were last used before `idleSince`. An issuer's that was ended here stays:
 * its tokens are refused by it, for how long the issuer renews them nobody here knows. @returns whether there were any.
 */
export async function deleteIdleSessions(db: Queryable, idleSince: Date): Promise<boolean> {
  const idle = `SELECT id FROM sessions WHERE last_used_at <= $1 AND (revoked_at IS NULL OR outside_key IS NULL)
    ORDER BY last_used_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`;
  return (await change(db, `DELETE FROM sessions WHERE id = ANY (ARRAY(${idle}))`, [idleSince])) > 0;
}
