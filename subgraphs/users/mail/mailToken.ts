import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '#platform/postgres/connection.ts';
import type { MailedTokens } from '../credentials/mailedTokens.ts';
import { addMilliseconds } from '../domain/calendar.ts';
import { insertMailedToken, type TokenPurpose } from '../store/mailedTokens.ts';
import { insertMail, type MailKind } from '../store/mails.ts';
import { TOKEN_HOURS } from './letters.ts';

const HOUR_MS = 3_600_000;

/** What writing a mail in a transaction needs. */
export interface MailWriting {
  readonly tx: Transaction;
  readonly tokens: MailedTokens;
  readonly now: Date;
}

/** Makes a token for an account and a mail that brings it to an address; older ones of the purpose work no more. */
export async function mailToken(
  { tx, tokens, now }: MailWriting,
  accountId: string,
  purpose: TokenPurpose,
  email: string,
): Promise<void> {
  const id = uuidv7();
  const expiresAt = addMilliseconds(now, TOKEN_HOURS[purpose] * HOUR_MS);
  await insertMailedToken(tx, { id, accountId, purpose, email, hash: tokens.hashOf(id), createdAt: now, expiresAt });
  await insertMail(tx, { id: uuidv7(), accountId, kind: purpose, recipient: email, tokenId: id, createdAt: now });
}

/** Writes a mail that brings no token. */
export const mailNotice = (
  tx: Transaction,
  { accountId, kind, recipient, now }: { accountId: string; kind: MailKind; recipient: string; now: Date },
): Promise<void> => insertMail(tx, { id: uuidv7(), accountId, kind, recipient, tokenId: null, createdAt: now });
