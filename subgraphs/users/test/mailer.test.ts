import { v7 as uuidv7 } from 'uuid';
import { expect, onTestFinished, test } from 'vitest';
import { transaction } from '#platform/postgres/connection.ts';
import { openDatabase } from '#platform/postgres/database.ts';
import { createTestDatabase, testService } from '#platform/testing/stores.ts';
import { until } from '#platform/testing/until.ts';
import { createMailedTokens, hashMailedToken } from '../credentials/mailedTokens.ts';
import { newAccount } from '../domain/account.ts';
import { startMailer } from '../mail/mailer.ts';
import { mailToken } from '../mail/mailToken.ts';
import type { MailTransport } from '../mail/transport.ts';
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
  const tokens = createMailedTokens(['a seed of the tests']);
  startMailer({ service, pool, transport, tokens, publicUrl: 'http://localhost:4000', now });
  await until('it to be forgotten', () => steps.length === 2);
  expect(steps).toEqual([`put down ${account.id}`, `forgot ${account.id}`]);
});
