import { z } from 'zod';
import { change, maybeOne, type Queryable } from '#platform/postgres/connection.ts';

/** What a mailed token is good for. */
export type TokenPurpose = 'CONFIRM_EMAIL' | 'RESET_PASSWORD';

/** A token as it is stored. */
export interface MailedToken {
  readonly id: string;
  readonly accountId: string;
  readonly purpose: TokenPurpose;
  /** The address it is sent to. */
  readonly email: string;
  readonly hash: Buffer;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const shown = z
  .object({ account_id: z.string(), email: z.string() })
  .transform((found) => ({ accountId: found.account_id, email: found.email }));

/** Adds a token in place of those that the account was sent for the same purpose: only the newest works. */
export async function insertMailedToken(db: Queryable, token: MailedToken): Promise<void> {
  await deleteMailedTokens(db, token.accountId, token.purpose);
  await change(
    db,
    `INSERT INTO mailed_tokens (id, account_id, purpose, email, token_hash, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [token.id, token.accountId, token.purpose, token.email, token.hash, token.createdAt, token.expiresAt],
  );
}

/** Whose a shown token is, and which address it was sent to; undefined when it is unknown, used or expired. */
export const findMailedToken = (
  db: Queryable,
  { hash, purpose, now }: { hash: Buffer; purpose: TokenPurpose; now: Date },
): Promise<{ accountId: string; email: string } | undefined> =>
  maybeOne(
    db,
    shown,
    'SELECT account_id, email FROM mailed_tokens WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3',
    [hash, purpose, now],
  );

/** Deletes a shown token, so that it works once. @returns whether it was still there: of two at once one gets true. */
export const useMailedToken = async (db: Queryable, hash: Buffer): Promise<boolean> =>
  (await change(db, 'DELETE FROM mailed_tokens WHERE token_hash = $1', [hash])) > 0;

/** Stores another hash of a token that nobody can have been told yet. */
export async function renewMailedToken(db: Queryable, id: string, hash: Buffer): Promise<void> {
  await change(db, 'UPDATE mailed_tokens SET token_hash = $2 WHERE id = $1', [id, hash]);
}

/** Deletes an account's tokens of a purpose, with the mails that would bring them. */
export async function deleteMailedTokens(db: Queryable, accountId: string, purpose: TokenPurpose): Promise<void> {
  await change(db, 'DELETE FROM mailed_tokens WHERE account_id = $1 AND purpose = $2', [accountId, purpose]);
}

/** Deletes what would give an account another address than it has, with the mails that would bring it. */
export async function deleteAddressChanges(db: Queryable, accountId: string): Promise<void> {
  await change(
    db,
    `DELETE FROM mailed_tokens USING accounts WHERE accounts.id = account_id AND account_id = $1
       AND purpose = 'CONFIRM_EMAIL' AND lower(mailed_tokens.email) IS DISTINCT FROM lower(accounts.email)`,
    [accountId],
  );
}

/** Deletes tokens that work no more. */
export async function deleteExpiredTokens(db: Queryable, now: Date): Promise<void> {
  await change(db, 'DELETE FROM mailed_tokens WHERE expires_at <= $1', [now]);
}
