import { z } from 'zod';
import { change, maybeOne, type Queryable } from '#platform/postgres/connection.ts';

/** What a mail says. */
export const mailKind = z.enum([
  'CONFIRM_EMAIL',
  'RESET_PASSWORD',
  'PASSWORD_CHANGED',
  'EMAIL_CHANGED',
  'OUTSIDE_LOG_IN_ADDED',
]);
/** What a mail says. */
export type MailKind = z.infer<typeof mailKind>;

/** A mail to be sent. */
export interface NewMail {
  /** Also its message id. */
  readonly id: string;
  readonly accountId: string;
  readonly kind: MailKind;
  readonly recipient: string;
  readonly tokenId: string | null;
  readonly createdAt: Date;
}

/** A mail that is due. */
export interface DueMail extends NewMail {
  readonly username: string;
  /** How often it was tried to send it, this time included. */
  readonly tries: number;
  /** What is stored of the token it brings. */
  readonly tokenHash: Buffer | null;
  /** Whether it is to confirm an address that belongs to somebody else. */
  readonly isOthers: boolean;
}

const dueRow = z
  .object({
    id: z.string(),
    account_id: z.string(),
    kind: mailKind,
    recipient: z.string(),
    token_id: z.string().nullable(),
    created_at: z.date(),
    tries: z.int(),
    username: z.string(),
    token_hash: z.instanceof(Buffer).nullable(),
    is_others: z.boolean(),
  })
  .transform((found): DueMail => ({
    id: found.id,
    accountId: found.account_id,
    kind: found.kind,
    recipient: found.recipient,
    tokenId: found.token_id,
    createdAt: found.created_at,
    tries: found.tries,
    username: found.username,
    tokenHash: found.token_hash,
    isOthers: found.is_others,
  }));

/** Adds a mail, due at once. */
export async function insertMail(db: Queryable, mail: NewMail): Promise<void> {
  await change(
    db,
    `INSERT INTO mails (id, account_id, kind, recipient, token_id, created_at, due_at)
     VALUES ($1, $2, $3, $4, $5, $6, $6)`,
    [mail.id, mail.accountId, mail.kind, mail.recipient, mail.tokenId, mail.createdAt],
  );
}

/** Which mail is wanted. */
export interface Claim {
  readonly now: Date;
  /** When it is due again. */
  readonly until: Date;
  /** Whether it may be one that was tried before. */
  readonly withRetries: boolean;
}

/**
 * The mail that has been due longest, first tries before others, which is not due again before `until`: nobody else sends it
 * meanwhile, and should whoever does so die, it is sent again then. This try is counted.
 */
export const claimDueMail = (db: Queryable, { now, until, withRetries }: Claim): Promise<DueMail | undefined> =>
  maybeOne(
    db,
    dueRow,
    `WITH claimed AS (
       UPDATE mails SET tries = tries + 1, due_at = $2
       WHERE id = (SELECT id FROM mails WHERE due_at <= $1 AND (tries = 0 OR $3)
         ORDER BY tries > 0, due_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *
     )
     SELECT claimed.id, claimed.account_id, kind, recipient, token_id, claimed.created_at, tries, username, token_hash,
       kind = 'CONFIRM_EMAIL' AND EXISTS (SELECT FROM accounts others
         WHERE lower(others.email) = lower(recipient) AND others.id <> claimed.account_id) AS is_others
     FROM claimed JOIN accounts ON accounts.id = claimed.account_id LEFT JOIN mailed_tokens ON mailed_tokens.id = token_id`,
    [now, until, withRetries],
  );

/** Notes when to try again to send a mail. @returns whether it was still there. */
export const postponeMail = async (db: Queryable, id: string, dueAt: Date): Promise<boolean> =>
  (await change(db, 'UPDATE mails SET due_at = $2 WHERE id = $1', [id, dueAt])) > 0;

/** Deletes a mail that was sent or given up. @returns whether it was still there. */
export const deleteMail = async (db: Queryable, id: string): Promise<boolean> =>
  (await change(db, 'DELETE FROM mails WHERE id = $1', [id])) > 0;

/** Notes that a reset was asked for, whether or not the address belongs to anybody. */
export async function insertResetRequest(db: Queryable, id: string, email: string, now: Date): Promise<void> {
  await change(db, 'INSERT INTO reset_requests (id, email, created_at) VALUES ($1, $2, $3)', [id, email, now]);
}

/** Takes the address of a reset that was asked for; gone with this transaction. */
export const takeResetRequest = (db: Queryable): Promise<{ email: string } | undefined> =>
  maybeOne(
    db,
    z.object({ email: z.string() }),
    `DELETE FROM reset_requests
     WHERE id = (SELECT id FROM reset_requests ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING email`,
  );
