import { readdir } from 'node:fs/promises';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { readConfig } from '#platform/config.ts';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { usersSettings } from '../config.ts';
import { writeLetter } from '../mail/letters.ts';
import { isRefusedForGood, openMailTransport } from '../mail/transport.ts';
import { mailKind } from '../store/mails.ts';

test('Mails of a time without a mail server are forgotten with one, and nobody else’s are', async () => {
  const settings = { MAIL_FROM: 'Laurel <no-reply@laurel.example>', MAILBOX_DIR: await temporaryFolder() };
  const [ana, ben] = [uuidv7(), uuidv7()];
  const folder = openMailTransport(settings);
  for (const accountId of [ana, ben]) {
    const mail = { id: uuidv7(), accountId, to: 'person@example.org', date: new Date() };
    await folder.send({ ...mail, subject: 'A mail', text: 'Hello' }, AbortSignal.timeout(60_000));
  }
  expect(await readdir(settings.MAILBOX_DIR)).toHaveLength(2);
  await openMailTransport({ ...settings, SMTP_URL: 'smtp://mail.example' }).forget(ana);
  expect(await readdir(settings.MAILBOX_DIR)).toEqual([expect.stringMatching(`^${ben}`)]);
});

test.each([
  ['RCPT TO', '550 5.1.1 Nobody of that name', true],
  ['RCPT TO', '553 no', true],
  ['DATA', '554 5.6.0 This is no mail', true],
  ['RCPT TO', '554 5.7.1 Relay access denied', false],
  ['DATA', '550-5.7.26 You are not who you say\n550 5.7.26 you are', false],
  ['RCPT TO', '530 Log in first', false],
  ['DATA', '535 Log in first', false],
  ['MAIL FROM', '550 5.1.8 Not from this address', false],
  ['RCPT TO', '450 Later', false],
])('After %s, “%s” is a refusal of the mail for good: %s', (command, response, isForGood) => {
  const error = Object.assign(new Error('no'), { command, response, responseCode: Number.parseInt(response, 10) });
  expect(isRefusedForGood(error)).toBe(isForGood);
});

const readSender = (MAIL_FROM: string) => () => readConfig('users', usersSettings, { MAIL_FROM }).MAIL_FROM;

test.each([
  'Laurel',
  'Laurel <>',
  'Laurel <no-reply@>',
  'a@x.example, b@x.example',
  'all: a@x.example;',
  'a@x.example\r\nBcc: b@x.example',
])('Mails from “%s” are from nobody, or from many: the setting is refused by its name', (sender) => {
  expect(readSender(sender)).toThrow('MAIL_FROM: must name one address');
});

test.each(['no-reply@laurel.example', 'Läurel <no-reply@läurel.example>', '"Laurel, Inc." <a@x.example>'])(
  'Mails can be from “%s”',
  (sender) => {
    expect(readSender(sender)()).toBe(sender);
  },
);

test.each(mailKind.options)('%s asks for no answer: who sends it may read none', (kind) => {
  const letter = writeLetter({ kind, username: 'ana', publicUrl: 'https://laurel.example', token: 'token' });
  expect(letter.text).not.toMatch(/answer|reply/i);
});
