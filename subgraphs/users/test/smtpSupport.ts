import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterAll } from 'vitest';
import { freePort } from '#platform/freePorts.ts';

/** A mail as a server has taken it. */
export interface TakenMail {
  readonly to: readonly string[];
  readonly raw: string;
  readonly wasEncrypted: boolean;
  readonly user: string | undefined;
}

/** What a mail server can be told to refuse. */
export type RefusableCommand = 'MAIL FROM' | 'RCPT TO' | 'DATA';

/** A mail server that can be stopped and started again, and told what to refuse. */
export interface TestMailServer {
  readonly port: number;
  readonly mails: TakenMail[];
  /** The refusals to come, by command: with which code. After them all is taken. */
  readonly refusals: Readonly<Record<RefusableCommand, number[]>>;
  readonly asked: { recipients: number; connections: number };
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Answers a command, with the next refusal when there is one. */
function answerWith(answer: (error?: Error | null) => void, refusals: number[]): void {
  const code = refusals.shift();
  answer(code === undefined ? null : Object.assign(new Error('not now'), { responseCode: code }));
}

export const USER = 'laurel@mail.example';
export const PASSWORD = 'p@ss:word/of the server';

/** Starts a mail server on this machine; stopped after the tests of the file. */
export async function startMailServer(options: SMTPServerOptions = {}, host = '127.0.0.1'): Promise<TestMailServer> {
  const port = await freePort();
  const mails: TakenMail[] = [];
  const refusals: TestMailServer['refusals'] = { 'MAIL FROM': [], 'RCPT TO': [], DATA: [] };
  const asked = { recipients: 0, connections: 0 };
  let server: SMTPServer | undefined;
  const start = async (): Promise<void> => {
    server = new SMTPServer({
      disableReverseLookup: true,
      authOptional: true,
      onAuth: ({ username, password }, _session, answer) =>
        username === USER && password === PASSWORD
          ? answer(null, { user: username })
          : answer(new Error('wrong user or password')),
      onConnect: (_session, answer) => {
        asked.connections++;
        answer();
      },
      onMailFrom: (_address, _session, answer) => answerWith(answer, refusals['MAIL FROM']),
      onRcptTo: (_address, _session, answer) => {
        asked.recipients++;
        answerWith(answer, refusals['RCPT TO']);
      },
      onData: (stream, { envelope, secure, user }, answer) => {
        const take = (raw: string): void => {
          const to = envelope.rcptTo.map(({ address }) => address);
          if (refusals.DATA.length === 0)
            mails.push({ to, raw, wasEncrypted: secure, user: typeof user === 'string' ? user : undefined });
          answerWith(answer, refusals.DATA);
        };
        // Half a mail is none: its sender has died, and nobody waits for an answer.
        text(stream).then(take, () => undefined);
      },
      ...options,
    });
    // What clients break off is theirs to mend.
    server.on('error', () => undefined);
    const listening = once(server.listen(port, host), 'listening');
    await listening;
  };
  const stop = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    server?.close(resolve);
    await promise;
  };
  await start();
  afterAll(stop);
  return { port, mails, refusals, asked, start, stop };
}
