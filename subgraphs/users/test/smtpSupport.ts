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

/** A mail server that can be stopped and started again, and told what to refuse. */
export interface TestMailServer {
  readonly port: number;
  readonly mails: TakenMail[];
  /** The answers to come to `RCPT`: a code to refuse with. After them all is taken. */
  readonly refusals: number[];
  readonly asked: { recipients: number; connections: number };
  start(): Promise<void>;
  stop(): Promise<void>;
}

export const USER = 'laurel@mail.example';
export const PASSWORD = 'p@ss:word/of the server';

/** Starts a mail server on this machine; stopped after the tests of the file. */
export async function startMailServer(options: SMTPServerOptions = {}, host = '127.0.0.1'): Promise<TestMailServer> {
  const port = await freePort();
  const mails: TakenMail[] = [];
  const refusals: number[] = [];
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
      onRcptTo: (_address, _session, answer) => {
        asked.recipients++;
        const code = refusals.shift();
        answer(code === undefined ? null : Object.assign(new Error('not now'), { responseCode: code }));
      },
      onData: (stream, { envelope, secure, user }, answer) => {
        void text(stream).then((raw) => {
          const to = envelope.rcptTo.map(({ address }) => address);
          mails.push({ to, raw, wasEncrypted: secure, user: typeof user === 'string' ? user : undefined });
          answer();
        });
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
