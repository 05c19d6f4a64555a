import { connect } from 'node:net';
import type { GraphQLFormattedError } from 'graphql';
import { WebSocket } from 'ws';
import { REQUEST_ID_HEADER } from '#platform/telemetry/log.ts';
import type { Credentials } from '../auth/authenticator.ts';
import type { Ending } from '../ending.ts';
import { gatewayError, refused, RequestError, type GatewayErrorCode } from '../errors.ts';
import type { SubgraphEvent, SubscriptionSource } from '../execution/executor.ts';
import { readResult } from '../execution/subgraphs/parseAnswer.ts';
import { socketPathOf } from '../supergraph/localSockets.ts';
import type { Subgraph } from '../supergraph/supergraph.ts';
import { BoundedQueue } from './boundedQueue.ts';
import { bytesOf, parseMessage } from './upstreamMessages.ts';

const PROTOCOL = 'graphql-transport-ws';
const ID = '1';
/** So many events wait here at most, or as many as one read of the socket brings. */
const FLOW = { high: 8, low: 2 };
const KEEP_ALIVE_MS = 15_000;
const CLOSE_WITHIN_MS = 2_000;
/**
 * How often a subgraph is given a sign of life, unasked, while its events come faster than they are read: what it asks by
 * lies behind them, and many take who does not answer within some ten seconds for gone.
 */
const SIGN_EVERY_MS = 2_000;

interface Options {
  readonly subgraph: Subgraph;
  readonly source: SubscriptionSource;
  readonly credentials: Credentials;
  readonly requestId: string;
  readonly signal: Ending;
  readonly maxEventBytes: number;
  /** How long the subgraph may take from the first byte to its `connection_ack`. */
  readonly connectTimeoutMs: number;
}

/**
 * Subscribes at a subgraph over graphql-transport-ws, on a socket of its own. When the reader does not keep up, the
 * socket is no longer read, so that the subgraph feels it.
 */
export async function* listen(options: Options): AsyncGenerator<SubgraphEvent> {
  const { signal } = options;
  if (signal.aborted) return;
  const upstream = new UpstreamSocket(options);
  const abandon = (): void => upstream.abandon();
  signal.addEventListener('abort', abandon);
  try {
    yield* upstream.events;
  } finally {
    signal.removeEventListener('abort', abandon);
    upstream.abandon();
  }
}

class UpstreamSocket {
  readonly events: BoundedQueue<SubgraphEvent>;
  readonly #options: Options;
  /** What is to be asked, in full: variables that cannot be written are so before anything is opened. */
  readonly #subscription: string;
  readonly #socket: WebSocket;
  readonly #connecting: NodeJS.Timeout;
  #subscribed = false;
  #heard = true;
  #keepAlive: NodeJS.Timeout | undefined;
  #signs: NodeJS.Timeout | undefined;
  /** Whether the socket was not read at some time since the last sign. */
  #wasPaused = false;
  /** Whether the subgraph asks for signs of life by messages, and not by WebSocket's pings alone. */
  #asksByMessage = false;

  constructor(options: Options) {
    this.#options = options;
    const { subgraph, source, credentials, requestId, maxEventBytes, connectTimeoutMs } = options;
    const { query, operationName, variables } = source;
    this.#subscription = JSON.stringify({ id: ID, type: 'subscribe', payload: { query, operationName, variables } });
    const url = subgraph.subscriptionUrl;
    const path = socketPathOf(url);
    const socket = new WebSocket(path === undefined ? url : `ws://localhost${url.pathname}${url.search}`, PROTOCOL, {
      headers: { [REQUEST_ID_HEADER]: requestId, ...credentials.headers },
      maxPayload: maxEventBytes,
      perMessageDeflate: false,
      ...(path === undefined ? {} : { createConnection: () => connect({ path }) }),
    });
    this.#socket = socket;
    this.events = new BoundedQueue({ ...FLOW, pause: () => this.#pause(), resume: () => this.#resume() });
    this.#connecting = setTimeout(
      () => this.#fail('SUBREQUEST_TIMEOUT', 'did not accept the subscription in time'),
      connectTimeoutMs,
    );
    socket.on('open', () => this.#send({ type: 'connection_init', payload: { ...credentials.connection, requestId } }));
    socket.on('message', (data) => this.#receive(bytesOf(data)));
    socket.on('pong', () => (this.#heard = true));
    socket.on('error', () => this.#fail('SUBREQUEST_FAILED', 'cannot be reached for subscriptions'));
    socket.on('close', (code) => this.#closed(code));
  }

  /** Ends the subscription from our side. */
  abandon(): void {
    this.events.abandon();
    this.#close();
  }

  #receive(data: Buffer): void {
    this.#heard = true;
    const message = parseMessage(data);
    if (!message) {
      this.#fail('SUBREQUEST_MALFORMED_RESPONSE', 'sent a message that is not of graphql-transport-ws');
      return;
    }
    switch (message.type) {
      case 'connection_ack':
        this.#subscribe();
        break;
      case 'ping':
        this.#asksByMessage = true;
        this.#send({ type: 'pong' });
        break;
      case 'pong':
        break;
      case 'next':
        this.events.push({ payload: message.payload });
        break;
      case 'error':
        this.#refused(message.payload);
        break;
      case 'complete':
        this.#subscribed = false;
        this.events.end();
        this.#close();
        break;
    }
  }

  #subscribe(): void {
    if (this.#subscribed) return;
    clearTimeout(this.#connecting);
    this.#subscribed = true;
    this.#sendText(this.#subscription);
    this.#keepAlive = setInterval(() => this.#checkAlive(), KEEP_ALIVE_MS);
  }

  #checkAlive(): void {
    // A socket that is not read cannot hear either.
    if (this.events.paused) return;
    if (!this.#heard) {
      this.#fail('SUBSCRIPTION_INTERRUPTED', 'no longer answers on the subscription');
      return;
    }
    this.#heard = false;
    this.#socket.ping();
  }

  #pause(): void {
    this.#socket.pause();
    this.#wasPaused = true;
    this.#signs ??= setInterval(() => this.#giveSign(), SIGN_EVERY_MS);
  }

  #resume(): void {
    this.#heard = true;
    this.#socket.resume();
  }

  #giveSign(): void {
    if (!this.#wasPaused) {
      clearInterval(this.#signs);
      this.#signs = undefined;
      return;
    }
    this.#wasPaused = this.events.paused;
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.pong();
    if (this.#asksByMessage) this.#send({ type: 'pong' });
  }

  #refused(payload: unknown): void {
    this.#subscribed = false;
    const { errors } = readResult(this.#options.subgraph.name, { data: null, errors: payload });
    const coded = errors.map(withCode);
    const none = gatewayError(
      'DOWNSTREAM_SERVICE_ERROR',
      `Subgraph "${this.#options.subgraph.name}" refused the subscription.`,
    );
    this.events.end(refused(...(coded.length > 0 ? coded : [none])));
    this.#close();
  }

  #closed(code: number): void {
    if (this.#subscribed) this.#fail('SUBSCRIPTION_INTERRUPTED', `ended the connection of the subscription (${code})`);
    else this.#fail('SUBREQUEST_FAILED', `did not accept the subscription (${code})`);
  }

  #fail(code: GatewayErrorCode, what: string): void {
    const error = gatewayError(code, `Subgraph "${this.#options.subgraph.name}" ${what}.`);
    this.events.end(new RequestError([error], { status: 502, graphql: true }));
    this.#close();
  }

  #send(content: object): void {
    this.#sendText(JSON.stringify(content));
  }

  #sendText(text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  #close(): void {
    clearTimeout(this.#connecting);
    clearInterval(this.#keepAlive);
    clearInterval(this.#signs);
    const socket = this.#socket;
    if (this.#subscribed) this.#send({ id: ID, type: 'complete' });
    this.#subscribed = false;
    if (socket.readyState === WebSocket.CLOSING || socket.readyState === WebSocket.CLOSED) return;
    if (socket.readyState === WebSocket.CONNECTING) {
      socket.terminate();
      return;
    }
    if (socket.isPaused) socket.resume();
    socket.close(1000);
    const timer = setTimeout(() => socket.terminate(), CLOSE_WITHIN_MS);
    timer.unref();
    socket.once('close', () => clearTimeout(timer));
  }
}

/** A subgraph's error with a code, if it has none of its own. */
export const withCode = (error: GraphQLFormattedError): GraphQLFormattedError => ({
  ...error,
  extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...error.extensions },
});
