import { jetstream, jetstreamManager, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import { connect, ConnectionError, type NatsConnection } from '@nats-io/transport-node';
import { setTimeout as delay } from 'node:timers/promises';
import type { Service } from '#platform/lifecycle.ts';

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

/**
 * Connects to NATS (`nats://[user:password@]host:port`) and goes on trying for ever, also when the connection is lost.
 * Closed with the service.
 *
 * @throws at once when `impatient` and there is no broker.
 */
export async function openBroker(service: Service, url: string, impatient = false): Promise<Broker> {
  const { host, username, password } = new URL(url);
  const connection = await connect({
    servers: host,
    ...(username === '' ? {} : { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
    name: service.name,
    maxReconnectAttempts: impatient ? 0 : -1,
    reconnectTimeWait: 500,
    waitOnFirstConnect: !impatient,
    timeout: 10_000,
  });
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
