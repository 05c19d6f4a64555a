import { z } from 'zod';
import { change, many, maybeOne, one, type Queryable } from '#platform/postgres/connection.ts';
import type { Account } from '../domain/account.ts';
import { isReserved } from '../domain/username.ts';

const row = z
  .object({
    id: z.string(),
    username: z.string(),
    avatar_media_id: z.string().nullable(),
    email: z.string().nullable(),
    email_confirmed_at: z.date().nullable(),
    has_password: z.boolean(),
    display_name: z.string(),
    time_zone: z.string(),
    units: z.enum(['METRIC', 'IMPERIAL']),
    birth_date: z.string().nullable(),
    sex: z.enum(['FEMALE', 'MALE']).nullable(),
    weight_kilograms: z.number().nullable(),
    height_centimeters: z.number().nullable(),
    resting_heart_rate_bpm: z.int().nullable(),
    max_heart_rate_bpm: z.int().nullable(),
    default_visibility: z.enum(['EVERYONE', 'FRIENDS', 'ONLY_ME']),
    version: z.int(),
  })
  .transform((found): Account => ({
    id: found.id,
    username: found.username,
    avatarMediaId: found.avatar_media_id,
    email: found.email,
    emailConfirmedAt: found.email_confirmed_at,
    hasPassword: found.has_password,
    displayName: found.display_name,
    timeZone: found.time_zone,
    units: found.units,
    birthDate: found.birth_date,
    sex: found.sex,
    weightKilograms: found.weight_kilograms,
    heightCentimeters: found.height_centimeters,
    restingHeartRateBpm: found.resting_heart_rate_bpm,
    maxHeartRateBpm: found.max_heart_rate_bpm,
    defaultVisibility: found.default_visibility,
    version: found.version,
  }));

/** An account and the hash of its password; undefined for an account that has none. */
export interface Credentials {
  readonly accountId: string;
  readonly passwordHash: string | undefined;
}

const credentials = z
  .object({ id: z.string(), password_hash: z.string().nullable() })
  .transform((found): Credentials => ({ accountId: found.id, passwordHash: found.password_hash ?? undefined }));

/** The picture of a person: what it is shown by, and the upload that decided on it last. Null for none. */
export interface Avatar {
  readonly mediaId: string | null;
  readonly uploadId: string | null;
}

const avatar = z
  .object({ avatar_media_id: z.string().nullable(), avatar_upload_id: z.string().nullable() })
  .transform((found): Avatar => ({ mediaId: found.avatar_media_id, uploadId: found.avatar_upload_id }));

const COLUMNS = `accounts.id, username, email, email_confirmed_at, password_hash IS NOT NULL AS has_password, display_name,
  avatar_media_id, time_zone, units, birth_date, sex, weight_kilograms, height_centimeters, resting_heart_rate_bpm, max_heart_rate_bpm, default_visibility, version`;

/** Accounts by id: one look into the primary key each. Unknown ones are left out. */
export const findAccounts = (db: Queryable, ids: readonly string[]): Promise<Account[]> =>
  many(db, row, `SELECT ${COLUMNS} FROM accounts WHERE id = ANY($1)`, [ids]);

/** What is told of somebody who is no more. */
export const DELETED_PERSON = { username: 'deleted', displayName: 'Deleted person', avatarMediaId: null };

/** A person as everyone sees them. */
export type PublicPerson = Pick<Account, 'id' | 'username' | 'displayName' | 'avatarMediaId'>;

/** Whether a person deleted their account: nobody else is called so (`isUsernameTaken`). */
export const isGone = ({ username }: PublicPerson): boolean => username === DELETED_PERSON.username;

/** The account of a session that is neither revoked nor unused since `idleSince`. */
export const findAccountOfSession = (
  db: Queryable,
  person: { userId: string; sessionId: string },
  idleSince: Date,
): Promise<Account | undefined> =>
  maybeOne(
    db,
    row,
    `SELECT ${COLUMNS} FROM accounts JOIN sessions ON sessions.account_id = accounts.id
     WHERE accounts.id = $1 AND sessions.id = $2 AND revoked_at IS NULL AND last_used_at > $3`,
    [person.userId, person.sessionId, idleSince],
  );

// Locks on an account's row, from the weakest to the strongest. Many may hold an account at once: it stays (KEY SHARE). One
// at a time counts its goals, friends or squads, or shows its picture, also while others hold it (NO KEY UPDATE). One alone,
// when nobody holds it, changes what its owner decides, ends sessions with its password, or deletes it (UPDATE).

/** Has an account stay until the transaction ends. @returns whether there is one. */
export const holdAccount = async (db: Queryable, id: string): Promise<boolean> =>
  (await maybeOne(db, z.object({}), 'SELECT FROM accounts WHERE id = $1 FOR KEY SHARE', [id])) !== undefined;

/** The account of an address, in any case, which stays until the transaction ends. */
export const holdAccountOfEmail = (
  db: Queryable,
  email: string,
): Promise<{ id: string; email: string; emailConfirmedAt: Date | null } | undefined> =>
  maybeOne(
    db,
    z
      .object({ id: z.string(), email: z.string(), email_confirmed_at: z.date().nullable() })
      .transform(({ email_confirmed_at: emailConfirmedAt, ...found }) => ({ ...found, emailConfirmedAt })),
    'SELECT id, email, email_confirmed_at FROM accounts WHERE lower(email) = lower($1) FOR KEY SHARE',
    [email],
  );

/** Has this transaction alone count what a person has: goals, friends, requests, squads. Answers whether there is such a person. */
export const lockCounts = async (db: Queryable, accountId: string): Promise<boolean> =>
  (await maybeOne(db, z.object({}), 'SELECT FROM accounts WHERE id = $1 FOR NO KEY UPDATE', [accountId])) !== undefined;

/** The picture of a person, for this transaction to change alone; undefined when there is no such person. */
export const lockAvatar = (db: Queryable, accountId: string): Promise<Avatar | undefined> =>
  maybeOne(db, avatar, 'SELECT avatar_media_id, avatar_upload_id FROM accounts WHERE id = $1 FOR NO KEY UPDATE', [
    accountId,
  ]);

/** The account, for this transaction to change alone; undefined when it was deleted meanwhile. */
export const lockAccount = (db: Queryable, id: string): Promise<Account | undefined> =>
  maybeOne(db, row, `SELECT ${COLUMNS} FROM accounts WHERE id = $1 FOR UPDATE`, [id]);

/** The same, when its password is still the one that was verified; undefined also when it has another by now. */
export const lockVerified = (db: Queryable, { accountId, passwordHash }: Credentials): Promise<Account | undefined> =>
  maybeOne(
    db,
    row,
    `SELECT ${COLUMNS} FROM accounts WHERE id = $1 AND password_hash IS NOT DISTINCT FROM $2 FOR UPDATE`,
    [accountId, passwordHash ?? null],
  );

/** Whose password belongs to an e-mail address in small letters: in no other spelling, since attempts are counted by it. */
export const findCredentials = (db: Queryable, email: string): Promise<Credentials | undefined> =>
  maybeOne(db, credentials, 'SELECT id, password_hash FROM accounts WHERE lower(email) = $1', [email]);

/** An account's password. */
export const findCredentialsOf = (db: Queryable, accountId: string): Promise<Credentials | undefined> =>
  maybeOne(db, credentials, 'SELECT id, password_hash FROM accounts WHERE id = $1', [accountId]);

/** Gives an account another password. */
export async function savePassword(db: Queryable, id: string, passwordHash: string): Promise<void> {
  await change(db, 'UPDATE accounts SET password_hash = $2 WHERE id = $1', [id, passwordHash]);
}

/** Gives an account an address that is confirmed. @throws a violation of `accounts_email_key` when it is taken. */
export async function saveConfirmedEmail(db: Queryable, id: string, email: string, now: Date): Promise<void> {
  await change(db, 'UPDATE accounts SET email = $2, email_confirmed_at = $3 WHERE id = $1', [id, email, now]);
}

/** Deletes an account with all that hangs on it. */
export async function deleteAccountRow(db: Queryable, id: string): Promise<void> {
  await change(db, 'DELETE FROM accounts WHERE id = $1', [id]);
}

/** Whether a username is taken, in any case, or kept from people. */
export const isUsernameTaken = async (db: Queryable, username: string): Promise<boolean> =>
  isReserved(username) ||
  (
    await one(
      db,
      z.object({ taken: z.boolean() }),
      'SELECT EXISTS (SELECT FROM accounts WHERE lower(username) = lower($1)) AS taken',
      [username],
    )
  ).taken;

/** Adds an account. @throws a violation of `accounts_username_key` or `accounts_email_key` when one is taken. */
export async function insertAccount(
  db: Queryable,
  account: Account,
  passwordHash: string | null,
  now: Date,
): Promise<void> {
  const { id, username, email, emailConfirmedAt, displayName, timeZone } = account;
  await change(
    db,
    `INSERT INTO accounts (id, username, email, email_confirmed_at, password_hash, display_name, time_zone, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, username, email, emailConfirmedAt, passwordHash, displayName, timeZone, now],
  );
}

/** Writes the picture of a person, and counts their profile's version on. */
export async function saveAvatar(db: Queryable, accountId: string, { mediaId, uploadId }: Avatar): Promise<void> {
  await change(
    db,
    'UPDATE accounts SET avatar_media_id = $2, avatar_upload_id = $3, version = version + 1 WHERE id = $1',
    [accountId, mediaId, uploadId],
  );
}

/** Writes what a person can change. */
export async function saveProfile(db: Queryable, account: Account): Promise<void> {
  await change(
    db,
    `UPDATE accounts SET display_name = $2, time_zone = $3, units = $4, birth_date = $5, sex = $6,
       weight_kilograms = $7, height_centimeters = $8, resting_heart_rate_bpm = $9, max_heart_rate_bpm = $10,
       default_visibility = $11, version = $12
     WHERE id = $1`,
    [
      account.id,
      account.displayName,
      account.timeZone,
      account.units,
      account.birthDate,
      account.sex,
      account.weightKilograms,
      account.heightCentimeters,
      account.restingHeartRateBpm,
      account.maxHeartRateBpm,
      account.defaultVisibility,
      account.version,
    ],
  );
}
