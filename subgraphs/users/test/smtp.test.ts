import { networkInterfaces } from 'node:os';
import { afterAll, expect, test } from 'vitest';
import { openPostgres } from '#platform/postgres/connection.ts';
import { createLogger } from '#platform/telemetry/log.ts';
import { selfSigned } from '#platform/testing/certificate.ts';
import { until } from '#platform/testing/until.ts';
import { call, tokenIn } from './accountSupport.ts';
import { PASSWORD, startMailServer, USER, type TestMailServer } from './smtpSupport.ts';
import {
  goodPassword,
  logIn,
  newPerson,
  openTestPlace,
  problemsOf,
  startMortalUsers,
  startTestUsers,
  type TestUsers,
} from './support.ts';

const certificate = selfSigned(new Date());
const credentials = `${encodeURIComponent(USER)}:${encodeURIComponent(PASSWORD)}`;

const mailTo = (server: TestMailServer, address: string, count = 1) =>
  until(`mail to ${address}`, () => {
    const found = server.mails.filter(({ to }) => to.includes(address));
    return found.length >= count ? found : undefined;
  });
const confirmationIn = (raw: string): string => tokenIn(raw, 'confirm-email') ?? 'none';
async function waiting({ pool }: TestUsers): Promise<unknown[]> {
  const { rows }: { rows: unknown[] } = await pool.query('SELECT FROM mails');
  return rows;
}

test('A mail goes out over SMTP as it should be, and its token works once', async () => {
  const server = await startMailServer({ disabledCommands: ['STARTTLS', 'AUTH'] });
  const users = await startTestUsers({ SMTP_URL: `smtp://127.0.0.1:${server.port}` });
  const { email } = await newPerson(users);
  const [mail] = await mailTo(server, email);
  expect(mail?.raw).toMatch(/^From: Laurel <no-reply@laurel\.example>\r?$/m);
  expect(mail?.raw).toMatch(/^Message-ID: <[\w-]+@laurel\.example>\r?$/m);
  expect(mail?.raw).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
  // Whoever reads the mail as it is finds the link in one piece.
  const link = /^http:\/\/localhost:4000\/account\/confirm-email\?token=([\w-]{43})\r$/m;
  const token = link.exec(mail?.raw ?? '')?.[1] ?? '';
  expect(await call(users, 'confirmEmail', { token })).toEqual([]);
  expect(await call(users, 'confirmEmail', { token })).toMatchObject([{ code: 'INVALID_TOKEN' }]);
  await until('nothing to wait', async () => (await waiting(users)).length === 0);
});

test.each([
  ['STARTTLS', 'smtp://localhost', { ...certificate, authOptional: false }],
  ['TLS from the beginning', 'smtps://localhost', { ...certificate, secure: true, authOptional: false }],
  ['STARTTLS as LOCALHOST', 'smtp://LOCALHOST', { ...certificate, authOptional: false }],
] as const)('A server that wants %s and a password gets both', async (_what, url, options) => {
  const server = await startMailServer(options);
  const users = await startTestUsers({ SMTP_URL: `${url.replace('//', `//${credentials}@`)}:${server.port}` });
  const { email } = await newPerson(users);
  expect(await mailTo(server, email)).toMatchObject([{ wasEncrypted: true, user: USER }]);
});

test('A wrong password is no reason to lose a mail', async () => {
  const server = await startMailServer({ ...certificate, authOptional: false });
  const users = await startTestUsers({ SMTP_URL: `smtp://${encodeURIComponent(USER)}:wrong@127.0.0.1:${server.port}` });
  await newPerson(users);
  await until('a second try', () => server.asked.connections >= 2);
  expect(await waiting(users)).toHaveLength(1);
  expect(server.mails).toEqual([]);
});

const otherAddress = Object.values(networkInterfaces())
  .flat()
  .find((each) => each?.family === 'IPv4' && !each.internal)?.address;

test.skipIf(otherAddress === undefined)(
  'To another machine no password goes unencrypted, nor to one that does not prove who it is',
  async () => {
    const host = otherAddress ?? '';
    const passwords: unknown[] = [];
    const takeAll = {
      allowInsecureAuth: true,
      onAuth: (
        { password }: { password?: string | null | undefined },
        _session: unknown,
        answer: (error: Error) => void,
      ) => {
        passwords.push(password);
        answer(new Error('no'));
      },
    };
    for (const options of [
      { ...takeAll, disabledCommands: ['STARTTLS'] },
      { ...takeAll, ...certificate },
    ]) {
      const server = await startMailServer(options, host);
      const users = await startTestUsers({ SMTP_URL: `smtp://${credentials}@${host}:${server.port}` });
      await newPerson(users);
      await until('two tries', () => server.asked.connections >= 2);
      expect(await waiting(users)).toHaveLength(1);
    }
    expect(passwords).toEqual([]);
  },
);

test.each([
  ['recipient', 'RCPT TO', 550],
  ['mail', 'DATA', 554],
] as const)(
  'A %s that is refused for good is not sent again, and keeps nobody else waiting',
  async (_what, command, code) => {
    const server = await startMailServer({ disabledCommands: ['STARTTLS'] });
    const users = await startTestUsers({ SMTP_URL: `smtp://127.0.0.1:${server.port}` });
    server.refusals[command].push(code);
    const refused = await newPerson(users);
    await until('the mail to be given up', async () => (await waiting(users)).length === 0);
    const { email } = await newPerson(users);
    await mailTo(server, email);
    expect(server.asked.recipients).toBe(2);
    expect(server.mails.filter(({ to }) => to.includes(refused.email))).toEqual([]);
  },
);

test.each([
  ['wants to know who we are', 'MAIL FROM', 530],
  ['does not let us send from our address', 'MAIL FROM', 550],
  ['wants to know who we are when it hears of a recipient', 'RCPT TO', 530],
] as const)('A server that %s loses no mail: it is sent when that is mended', async (_what, command, code) => {
  const server = await startMailServer({ disabledCommands: ['STARTTLS'] });
  const users = await startTestUsers({ SMTP_URL: `smtp://127.0.0.1:${server.port}` });
  server.refusals[command].push(code);
  const { email } = await newPerson(users);
  const [mail] = await mailTo(server, email);
  expect(server.refusals[command]).toEqual([]);
  expect(await call(users, 'confirmEmail', { token: confirmationIn(mail?.raw ?? '') })).toEqual([]);
});

test('A refusal for now, and a server that is away, only put a mail off', async () => {
  const server = await startMailServer({ disabledCommands: ['STARTTLS'] });
  const users = await startTestUsers({ SMTP_URL: `smtp://127.0.0.1:${server.port}` });
  server.refusals['RCPT TO'].push(451);
  const first = await newPerson(users);
  await mailTo(server, first.email);
  expect(server.asked.recipients).toBe(2);
  await server.stop();
  const second = await newPerson(users);
  await until('a try in vain', async () => (await waiting(users)).length === 1);
  await server.start();
  users.putClockOn(5000);
  const [mail] = await mailTo(server, second.email);
  expect(await call(users, 'confirmEmail', { token: confirmationIn(mail?.raw ?? '') })).toEqual([]);
  expect(problemsOf(await logIn(users, second.email, goodPassword))).toEqual([]);
});

test('A mail server that does not answer holds up nobody who has a newer link sent, or deletes the account', async () => {
  let isOver = false;
  const server = await startMailServer({
    disabledCommands: ['STARTTLS'],
    onRcptTo: () => server.asked.recipients++,
    onClose: () => void (isOver = true),
  });
  const users = await startTestUsers({ SMTP_URL: `smtp://127.0.0.1:${server.port}` });
  const { email, viewer } = await newPerson(users);
  await until('the server to be asked', () => server.asked.recipients === 1);
  const change = { newEmail: `new-${email}`, password: goodPassword };
  expect(await call(users, 'changeEmail', change, viewer)).toEqual([]);
  expect(await call(users, 'deleteAccount', { password: goodPassword }, viewer)).toEqual([]);
  expect(isOver).toBe(false);
}, 60_000);

const place = await openTestPlace();
const pool = openPostgres(place.config.DATABASE_URL, createLogger('test', 'silent'));
afterAll(() => pool.end());

test.each([
  ['before a mail is handed over', ['mail.before-send=1']],
  ['after the server has it and before that is noted', ['mail.sent=1', 'mail.sent=1']],
  ['when the account is made', ['users.register.committed=1']],
])(
  'A process that dies %s loses no mail, and what comes twice is the same',
  async (_what, failpoints) => {
    const server = await startMailServer({ disabledCommands: ['STARTTLS'] });
    const config = { ...place.config, SMTP_URL: `smtp://127.0.0.1:${server.port}` };
    const users = await startMortalUsers(config, failpoints);
    await until(
      'the service',
      () =>
        fetch(`${users.url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      60_000,
    );
    const input = {
      username: `mortal${server.port}`,
      email: `mortal${server.port}@example.org`,
      password: goodPassword,
    };
    const query = 'mutation ($input: RegisterInput!) { register(input: $input) { userErrors { code } } }';
    // The answer may be lost with the process.
    await users.ask({ kind: 'anonymous' }, query, { input }).catch(() => undefined);
    // What the dead were sending is another's after a while.
    const expireClaims = () => pool.query('UPDATE mails SET due_at = created_at');
    await until(
      'its deaths',
      async () => {
        await expireClaims();
        return users.deaths() === failpoints.length;
      },
      60_000,
    );
    await expireClaims();
    await until(
      'the service',
      () =>
        fetch(`${users.url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      60_000,
    );
    const sent = failpoints.includes('mail.sent=1') ? 3 : 1;
    const mails = await mailTo(server, input.email, sent);
    expect(new Set(mails.map(({ raw }) => /^Message-ID: (.*)$/m.exec(raw)?.[1])).size).toBe(1);
    const tokens = new Set(mails.map(({ raw }) => confirmationIn(raw)));
    expect(tokens.size).toBe(1);
    const [token = ''] = tokens;
    expect(await call(users, 'confirmEmail', { token })).toEqual([]);
    expect(await call(users, 'confirmEmail', { token })).toMatchObject([{ code: 'INVALID_TOKEN' }]);
  },
  120_000,
);
