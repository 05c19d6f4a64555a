import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { senderDomain } from './sender.ts';

/** A mail as it goes out. */
export interface OutgoingMail {
  /** Stays the same when the mail is sent again after a crash. */
  readonly id: string;
  readonly accountId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly date: Date;
}

/** Where mails go. */
export interface MailTransport {
  /** Hands a mail over. A conversation with a server is broken off when `signal` says so. @throws when it was not taken. */
  send(mail: OutgoingMail, signal: AbortSignal): Promise<void>;
  /** Removes what is kept here of an account's mails. */
  forget(accountId: string): Promise<void>;
}

interface MailSettings {
  readonly SMTP_URL?: string | undefined;
  readonly MAIL_FROM: string;
  readonly MAILBOX_DIR: string;
}

/** How long a server may be silent. */
const SMTP_TIMEOUT_MS = 20_000;

/** Sends by SMTP when there is a URL for it, else into the mailbox folder; that may hold mails of a time without a mail server. */
export const openMailTransport = (settings: MailSettings): MailTransport => ({
  send: settings.SMTP_URL === undefined ? mailboxFolder(settings) : smtp(settings.SMTP_URL, settings),
  forget: (accountId) => clearMailbox(settings.MAILBOX_DIR, accountId),
});

type Send = MailTransport['send'];

const fields = ({ id, to, subject, text, date }: OutgoingMail, from: string) => ({
  from,
  to,
  subject,
  text,
  date,
  messageId: `<${id}@${senderDomain(from) ?? 'localhost'}>`,
  // Programs that answer mails by themselves leave these alone (RFC 3834, 5).
  headers: { 'Auto-Submitted': 'auto-generated' },
});

/**
 * A mail server (`smtp://user:password@host:port`, `smtps://…`). What it has taken is the recipient's. A password goes to
 * another machine only encrypted, and to one that proves who it is; on this machine neither is needed.
 */
function smtp(url: string, { MAIL_FROM }: MailSettings): Send {
  const limits = {
    connectionTimeout: SMTP_TIMEOUT_MS,
    greetingTimeout: SMTP_TIMEOUT_MS,
    socketTimeout: SMTP_TIMEOUT_MS,
  };
  const { hostname, password } = new URL(url);
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(hostname);
  const security = isHere ? { tls: { rejectUnauthorized: false } } : { requireTLS: password !== '' };
  const transport = createTransport({ url, ...limits, ...security }).use('stream', asItIs);
  return async (mail, signal) => {
    await transport.sendMail({ ...fields(mail, MAIL_FROM), signal });
  };
}

/**
 * Letters are written in ASCII and in lines that are short enough (RFC 5322, 2.1.1), so they need no encoding, which would
 * break links in two for whoever reads a mail as the file it is.
 */
function asItIs({ message }: { readonly message: { getTransferEncoding(): unknown } }, done: () => void): void {
  message.getTransferEncoding = () => '7bit';
  done();
}

const refusal = z.object({
  command: z.enum(['RCPT TO', 'DATA']),
  responseCode: z.int().min(500).max(599),
  response: z.string().default(''),
});

/** It wants us to log in, or does so in vain (RFC 4954, 6). */
const LOG_IN_CODES: readonly number[] = [530, 534, 535, 538];
/** It does not let us, whatever was sent to whom (RFC 3463, 3.8). */
const POLICY = /^\d{3}[ -]5\.7\./;

/**
 * Whether a mail server has refused the recipient or the mail itself for good (RFC 5321, 4.2.1): it is not asked again. One that
 * refuses us, or the address that we send from, wants a setting to be mended.
 */
export function isRefusedForGood(error: unknown): boolean {
  const { data } = refusal.safeParse(error);
  return data !== undefined && !LOG_IN_CODES.includes(data.responseCode) && !POLICY.test(data.response);
}

/** One `.eml` file a mail, named by account and mail: whole or not there at all, and the same again when sent again. */
function mailboxFolder({ MAIL_FROM, MAILBOX_DIR }: MailSettings): Send {
  const composer = createTransport({ streamTransport: true, buffer: true }).use('stream', asItIs);
  return async (mail) => {
    const { message } = await composer.sendMail(fields(mail, MAIL_FROM));
    await mkdir(MAILBOX_DIR, { recursive: true, mode: 0o700 });
    const file = path.join(MAILBOX_DIR, `${mail.accountId}.${mail.id}.eml`);
    await writeFile(`${file}.partial`, message, { mode: 0o600, flush: true });
    await rename(`${file}.partial`, file);
  };
}

/** Removes an account's mails from the mailbox folder. */
async function clearMailbox(folder: string, accountId: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const theirs = names.filter((name) => name.startsWith(`${accountId}.`));
  await Promise.all(theirs.map((name) => rm(path.join(folder, name), { force: true })));
}
