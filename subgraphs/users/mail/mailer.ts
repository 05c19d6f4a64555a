import { failpoint } from '#platform/failpoints.ts';
import type { Service } from '#platform/lifecycle.ts';
import { transaction, type Pool } from '#platform/postgres/connection.ts';
import { startSweeper } from '#platform/sweeper.ts';
import type { MailedTokens } from '../credentials/mailedTokens.ts';
import { addMilliseconds } from '../domain/calendar.ts';
import { findAccounts, holdAccountOfEmail } from '../store/accounts.ts';
import { renewMailedToken } from '../store/mailedTokens.ts';
import { claimDueMail, deleteMail, postponeMail, takeResetRequest, type DueMail } from '../store/mails.ts';
import { mailToken } from './mailToken.ts';
import { writeLetter } from './letters.ts';
import { isRefusedForGood, type MailTransport } from './transport.ts';

/** Sends the mails that wait in the store. */
export interface Mailer {
  /** Says that there are some. */
  wake(): void;
  /** Says that there may be some; they are looked for at a random moment within a second, which reveals nothing about the cause. */
  wakeWithJitter(): void;
}

export interface MailerOptions {
  readonly service: Service;
  readonly pool: Pool;
  readonly transport: MailTransport;
  readonly tokens: MailedTokens;
  readonly publicUrl: string;
  readonly now: () => Date;
  /** How long handing one mail over may take; left out: a minute. */
  readonly sendLimitMs?: number;
}

/** How often the queue is looked at without being woken: for what failed, or an earlier process left behind. */
const SWEEP_MS = 1000;
/** How rarely, while nobody writes mails. */
const REST_MS = 10_000;
const LONGEST_WAIT_MS = 3_600_000;
/** A mail that is being sent is nobody else's to send for so long: longer than it takes. */
const CLAIM_MS = 120_000;
/** How long handing one over may take, however often a server says something. */
const SEND_LIMIT_MS = 60_000;
/** How long what is under way may still take when the service closes. */
const CLOSING_LIMIT_MS = 2000;
/** So many are sent side by side, so that recipients whose server hangs hold up few others; the last place is for first tries. */
const PLACES = 5;
/** What is logged when the store fails. */
const FAILURE = 'could not look after mails; they stay in the queue';
/** After so many tries, about a day, a mail is given up. */
const MAX_TRIES = 30;

/**
 * Starts the mailer. A mail is deleted after it was handed over, so that a crash in between sends it again, with the same
 * message id, and none is lost. Closed with the service: what is under way is waited for, and broken off when it takes long.
 */
export function startMailer(options: MailerOptions): Mailer {
  const { service, pool, now } = options;
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();
  // Registered before the sweeper, so that nothing begins any more when this is closed.
  service.onClose('mails under way', async () => {
    const timer = setTimeout(() => closing.abort(), CLOSING_LIMIT_MS);
    await Promise.all(underWay);
    clearTimeout(timer);
  });
  const begin = (mail: DueMail): void => {
    const handling = handle(mail, options, closing.signal)
      .catch((error: unknown) => service.log.warn({ err: error, mailId: mail.id }, FAILURE))
      .finally(() => {
        underWay.delete(handling);
        sweeper.wake();
      });
    underWay.add(handling);
  };
  const sweeper = startSweeper({
    service,
    name: 'mailer',
    everyMs: SWEEP_MS,
    restMs: REST_MS,
    failure: FAILURE,
    sweep: async (isClosed) => {
      while (!isClosed() && (await answerResetRequest(options)));
      while (!isClosed() && underWay.size < PLACES) {
        const until = addMilliseconds(now(), CLAIM_MS);
        const mail = await claimDueMail(pool, { now: now(), until, withRetries: underWay.size < PLACES - 1 });
        if (!mail) return;
        begin(mail);
      }
    },
  });
  return sweeper;
}

/** Turns one request for a reset into a mail, when the address belongs to somebody. @returns whether there was one. */
const answerResetRequest = ({ pool, tokens, now }: MailerOptions): Promise<boolean> =>
  transaction(pool, async (tx) => {
    const request = await takeResetRequest(tx);
    if (!request) return false;
    const account = await holdAccountOfEmail(tx, request.email);
    if (account) await mailToken({ tx, tokens, now: now() }, account.id, 'RESET_PASSWORD', account.email);
    failpoint('mail.reset-before-commit');
    return true;
  });

/**
 * Sends a mail, and notes what became of it. Nothing is held meanwhile: whoever deletes its account or its token does not wait for
 * a mail server.
 */
async function handle(mail: DueMail, options: MailerOptions, closing: AbortSignal): Promise<void> {
  const { pool, transport, sendLimitMs = SEND_LIMIT_MS } = options;
  const signal = AbortSignal.any([closing, AbortSignal.timeout(sendLimitMs)]);
  const isThere = await send(mail, options, signal).then(
    () => deleteMail(pool, mail.id),
    (error: unknown) => later(mail, options, error),
  );
  // Perhaps its account was deleted meanwhile, and what is kept of its mails was removed before this one was there.
  if (!isThere && (await findAccounts(pool, [mail.accountId])).length === 0) await transport.forget(mail.accountId);
}

async function send(mail: DueMail, options: MailerOptions, signal: AbortSignal): Promise<void> {
  const { transport, publicUrl } = options;
  const { id, accountId, kind, username, recipient: to, createdAt: date, tokenId, tokenHash, isOthers } = mail;
  const token = tokenId && tokenHash ? await linkToken(options, tokenId, tokenHash) : undefined;
  failpoint('mail.before-send');
  if (!isOthers)
    await transport.send({ id, accountId, to, date, ...writeLetter({ kind, username, publicUrl, token }) }, signal);
  failpoint('mail.sent');
}

/** The token of a mail's link; one whose seed was dropped while the mail waited is made anew. */
async function linkToken({ pool, tokens }: MailerOptions, id: string, hash: Buffer): Promise<string | undefined> {
  const token = tokens.reveal(id, hash);
  if (token !== undefined) return token;
  const renewed = tokens.hashOf(id);
  await renewMailedToken(pool, id, renewed);
  return tokens.reveal(id, renewed);
}

/** Puts a mail off, or gives it up. What went wrong may name the recipient, so only its kind is logged. @returns whether the mail is there. */
async function later(
  { id: mailId, kind, tries }: DueMail,
  { service, pool, now }: MailerOptions,
  error: unknown,
): Promise<boolean> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const facts = { mailId, kind, tries, code };
  if (tries >= MAX_TRIES || isRefusedForGood(error)) {
    service.log.error(facts, 'gave a mail up');
    return deleteMail(pool, mailId);
  }
  service.log.warn(facts, 'a mail could not be sent; will try again');
  return postponeMail(pool, mailId, addMilliseconds(now(), Math.min(1000 * 2 ** (tries - 1), LONGEST_WAIT_MS)));
}
