import { createServer, type Socket } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { freePort } from '#platform/freePorts.ts';
import { createService } from '#platform/lifecycle.ts';
import { transaction, type Pool } from '#platform/postgres/connection.ts';
import { openDatabase } from '#platform/postgres/database.ts';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { createTestDatabase, testService } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { createMailedTokens, hashMailedToken } from '../credentials/mailedTokens.ts';
import { newAccount } from '../domain/account.ts';
import { startMailer } from '../mail/mailer.ts';
import { mailToken } from '../mail/mailToken.ts';
import { openMailTransport, type MailTransport } from '../mail/transport.ts';
import { deleteAccountRow, insertAccount } from '../store/accounts.ts';
import { findMailedToken } from '../store/mailedTokens.ts';
import { insertMail } from '../store/mails.ts';

/** A database with an account. */
async function useAccount() {
  const database = await createTestDatabase();
  onTestFinished(() => database.dispose());
  const service = testService();
  const pool = await openDatabase(service, database.value, new URL('../migrations/', import.meta.url));
  const now = () => new Date();
  const account = newAccount(uuidv7(), { username: 'ana', email: 'ana@example.org' });
  await insertAccount(pool, account, null, now());
  return { service, pool, now, account };
}

test('A link whose seed was dropped while its mail waited is made anew', async () => {
  const { service, pool, now, account } = await useAccount();
  const [former, tokens] = [createMailedTokens(['a former seed']), createMailedTokens(['a seed of the tests'])];
  await transaction(pool, (tx) =>
    mailToken({ tx, tokens: former, now: now() }, account.id, 'CONFIRM_EMAIL', 'ana@example.org'),
  );
  const sent: string[] = [];
  const transport: MailTransport = { send: async ({ text }) => void sent.push(text), forget: () => Promise.resolve() };
  startMailer({ service, pool, transport, tokens, publicUrl: 'http://localhost:4000', now });
  const text = await until('the mail', () => sent[0]);
  const hash = hashMailedToken(/token=(\S+)/.exec(text)?.[1] ?? '');
  expect(await findMailedToken(pool, { hash, purpose: 'CONFIRM_EMAIL', now: now() })).toMatchObject({
    accountId: account.id,
  });
});

test.each([
  ['A mail', () => undefined],
  ['A part of a mail', () => Promise.reject(new Error('the disk is full'))],
])('%s that is put down after its account was deleted does not stay', async (_what, end) => {
  const { service, pool, now, account } = await useAccount();
  const mail = { id: uuidv7(), accountId: account.id, kind: 'PASSWORD_CHANGED', tokenId: null } as const;
  await insertMail(pool, { ...mail, recipient: 'ana@example.org', createdAt: now() });
  const steps: string[] = [];
  const transport: MailTransport = {
    send: async ({ accountId }) => {
      await deleteAccountRow(pool, accountId);
      steps.push(`put down ${accountId}`);
      await end();
    },
    forget: async (id) => void steps.push(`forgot ${id}`),
  };
  startMailer({ service, pool, transport, tokens, publicUrl, now });
  await until('it to be forgotten', () => steps.length === 2);
  expect(steps).toEqual([`put down ${account.id}`, `forgot ${account.id}`]);
});

/** A mail server that greets, and then goes on and on greeting. */
async function startEndlessServer() {
  const port = await freePort();
  const sockets = new Set<Socket>();
  const talk = (socket: Socket): void => {
    sockets.add(socket);
    const timer = setInterval(() => socket.write('250-and\r\n'), 20);
    socket
      .on('error', () => undefined)
      .on('close', () => {
        clearInterval(timer);
        sockets.delete(socket);
      });
    socket.resume().write('220 hello\r\n');
  };
  const server = createServer(talk).listen(port, '127.0.0.1');
  onTestFinished(() => void server.close());
  const settings = { MAIL_FROM: 'no-reply@laurel.example', MAILBOX_DIR: await temporaryFolder() };
  return { sockets, transport: openMailTransport({ ...settings, SMTP_URL: `smtp://127.0.0.1:${port}` }) };
}

const row = z.object({ tries: z.int(), due_at: z.date() });
async function waiting(pool: Pool) {
  const { rows }: { rows: unknown[] } = await pool.query('SELECT tries, due_at FROM mails');
  return rows.map((each) => row.parse(each));
}
const addMail = (pool: Pool, accountId: string, recipient: string) =>
  insertMail(pool, {
    id: uuidv7(),
    accountId,
    kind: 'PASSWORD_CHANGED',
    recipient,
    tokenId: null,
    createdAt: new Date(),
  });
const tokens = createMailedTokens(['a seed of the tests']);
const publicUrl = 'http://localhost:4000';

test('A conversation that has no end is broken off, and was a try in vain', async () => {
  const { service, pool, now, account } = await useAccount();
  const { sockets, transport } = await startEndlessServer();
  await addMail(pool, account.id, 'ana@example.org');
  startMailer({ service, pool, transport, tokens, publicUrl, now, sendLimitMs: 300 });
  await until('a second try', async () => (await waiting(pool)).some(({ tries }) => tries === 2));
  await until('it to be broken off', () => sockets.size === 0);
});

test('A service that closes waits for no mail server, and the mail stays', async () => {
  const { pool, now, account } = await useAccount();
  const { service, close } = createService('closing', 'silent');
  const { sockets, transport } = await startEndlessServer();
  await addMail(pool, account.id, 'ana@example.org');
  startMailer({ service, pool, transport, tokens, publicUrl, now });
  await until('a conversation', () => sockets.size === 1);
  await close();
  await until('it to be broken off', () => sockets.size === 0);
  const [mail] = await waiting(pool);
  expect(mail?.tries).toBe(1);
  // Not as late as if the process had died.
  expect(mail?.due_at.getTime()).toBeLessThan(Date.now() + 60_000);
}, 20_000);

test('Recipients on whom a server hangs hold up nobody who gets a first mail', async () => {
  const { service, pool, now, account } = await useAccount();
  for (let hanging = 0; hanging < 9; hanging++) await addMail(pool, account.id, `hang${hanging}@example.org`);
  await pool.query('UPDATE mails SET tries = 1');
  const [asked, sent]: [string[], string[]] = [[], []];
  const transport: MailTransport = {
    send: async ({ to }, signal) => {
      asked.push(to);
      if (!to.startsWith('hang')) return void sent.push(to);
      const over = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => over.reject(new Error('broken off')));
      await over.promise;
    },
    forget: () => Promise.resolve(),
  };
  const mailer = startMailer({ service, pool, transport, tokens, publicUrl, now });
  await until('several to hang side by side', () => asked.length === 4);
  await addMail(pool, account.id, 'ana@example.org');
  mailer.wake();
  await until('the mail', () => sent.length === 1);
  expect(asked).toHaveLength(5);
}, 20_000);
