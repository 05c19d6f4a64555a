import { createEvent } from '#platform/events/envelope.ts';
import type { Transaction } from '#platform/postgres/connection.ts';
import { writeEvents, writeState } from '#platform/postgres/outbox.ts';
import { UserRegistered } from '#events/users.ts';
import type { Account } from '../../domain/account.ts';
import { profileSubject } from '../../states/profileState.ts';
import { insertAccount } from '../../store/accounts.ts';

/** Adds an account and tells the other domains. @throws a violation of a unique index when name or address are taken. */
export async function registerAccount(
  tx: Transaction,
  account: Account,
  passwordHash: string | null,
  now: Date,
): Promise<void> {
  await insertAccount(tx, account, passwordHash, now);
  await writeEvents(tx, [createEvent(UserRegistered, account.id, { version: 1, userId: account.id }, now)]);
  await writeState(tx, profileSubject(account.id));
}
