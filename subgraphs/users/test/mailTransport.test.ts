import { readdir } from 'node:fs/promises';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { openMailTransport } from '../mail/transport.ts';

test('Mails of a time without a mail server are forgotten with one, and nobody else’s are', async () => {
  const settings = { MAIL_FROM: 'Laurel <no-reply@laurel.example>', MAILBOX_DIR: await temporaryFolder() };
  const [ana, ben] = [uuidv7(), uuidv7()];
  const folder = openMailTransport(settings);
  for (const accountId of [ana, ben]) {
    const mail = { id: uuidv7(), accountId, to: 'person@example.org', date: new Date() };
    await folder.send({ ...mail, subject: 'A mail', text: 'Hello' });
  }
  expect(await readdir(settings.MAILBOX_DIR)).toHaveLength(2);
  await openMailTransport({ ...settings, SMTP_URL: 'smtp://mail.example' }).forget(ana);
  expect(await readdir(settings.MAILBOX_DIR)).toEqual([expect.stringMatching(`^${ben}`)]);
});
