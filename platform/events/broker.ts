import { jetstream, jetstreamManager, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import { connect, ConnectionError, type ConnectionOptions, type NatsConnection } from '@nats-io/transport-node';
import { setTimeout as delay } from 'node:timers/promises';
import type { Service } from '#platform/lifecycle.ts';
import { readUrls } from '#platform/urls.ts';

/** The message broker: a connection that mends itself, and JetStream over it. */
export interface Broker {
  readonly connection: NatsConnection;
  readonly streams: JetStreamClient;
  readonly manager: JetStreamManager;
  /** Throws when the broker does not answer. */
  ping(): Promise<void>;
  /**
   * Calls back each time the broker is found again after it was lost; what was asked of it before fails then, without an answer.
   *
   * @returns what ends that.
   */
  onReturn(callback: () => void): () => void;
}

const FLUSH_LIMIT_MS = 500;
const RETRY_MS = 500;

/**
 * Connects to NATS (`nats://[user:password@]host:port`, a token in place of user and password, or a comma list of servers) and
 * goes on trying for ever, also when the connection is lost. Closed with the service.
 *
 * @throws at once when `impatient` and there is no broker.
 */
export async function openBroker(service: Service, url: string, impatient = false): Promise<Broker> {
  const named = serversOf(url);
  const options = { ...named, name: service.name, reconnectTimeWait: RETRY_MS, timeout: 10_000 };
  const connection = impatient
    ? await connect({ ...options, maxReconnectAttempts: 0 })
    : await connectAtLast(service, { ...options, maxReconnectAttempts: -1 });
  // The client has forgotten those that did not answer at first.
  connection.setServers([...new Set([...connection.getServers().map(({ listen }) => listen), ...named.servers])]);
  const waiting = new Set<() => void>();
  const onReturn = (callback: () => void) => {
    waiting.add(callback);
    return () => void waiting.delete(callback);
  };
  void watch(connection, service, waiting);
  giveUpOn(onReturn, connection);
  service.onClose('broker', async () => {
    if (connection.isClosed()) return;
    // What was acknowledged last is still on its way out; without a broker there is nobody to wait for.
    await Promise.race([connection.flush(), delay(FLUSH_LIMIT_MS, undefined, { ref: false })]);
    await connection.close();
  });
  return {
    connection,
    streams: jetstream(connection, { timeout: 5000 }),
    manager: await jetstreamManager(connection, { checkAPI: false, timeout: 5000 }),
    ping: () => connection.flush(),
    onReturn,
  };
}

type Login = Pick<ConnectionOptions, 'user' | 'pass' | 'token'>;

/** Where the broker is, and how it knows us: a lone name before the `@` is a token, as NATS's own clients read it. */
function serversOf(url: string): Login & { readonly servers: string[] } {
  const urls = readUrls(url);
  const servers = urls.flatMap(({ hosts }) => hosts);
  const login = urls.find((each) => each.login !== undefined)?.login;
  if (login === undefined) return { servers };
  const [user = '', ...password] = login.split(':').map((part) => decodeURIComponent(part));
  return password.length === 0 ? { servers, token: user } : { servers, user, pass: password.join(':') };
}

/** Tries until the broker is there, and says why it is waited for: each reason once, since several servers have theirs in turn. */
async function connectAtLast({ log }: Service, options: ConnectionOptions): Promise<NatsConnection> {
  const told = new Set<string>();
  for (;;) {
    try {
      return await connect(options);
    } catch (error) {
      const reason = String(error);
      if (!told.has(reason)) log.warn({ err: error, servers: options.servers }, 'waiting for the broker');
      told.add(reason);
      await delay(RETRY_MS);
    }
  }
}

/**
 * Lets what is asked fail when the broker is found again: the connection that the answer would have come by is gone, and what
 * was to be sent meanwhile is thrown away by the client library, which would wait for an answer all the same.
 */
function giveUpOn(onReturn: Broker['onReturn'], connection: NatsConnection): void {
  const request = connection.request.bind(connection);
  connection.request = (...asked) => {
    const { promise: lost, reject } = Promise.withResolvers<never>();
    const forget = onReturn(() => reject(new ConnectionError('the broker was lost, and with it the answer')));
    return Promise.race([request(...asked), lost]).finally(forget);
  };
}

/**
 * Asks what may be asked again with the same effect, anew each time the broker was lost meanwhile and found again: who starts at
 * that moment goes on starting.
 *
 * @throws what the broker answers, or that it does not.
 */
export async function askedAnew<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
    }
  }
}

async function watch(connection: NatsConnection, service: Service, waiting: ReadonlySet<() => void>): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === 'disconnect') service.log.warn('lost the broker');
    if (status.type !== 'reconnect') continue;
    service.log.info('found the broker again');
    for (const callback of [...waiting]) callback();
  }
}
