import type { RawData, WebSocket } from 'ws';
import type { ClientInfo } from '#platform/client.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import type { Authenticator, Caller } from '../../auth/authenticator.ts';
import { RequestError, unauthenticated } from '../../errors.ts';
import type { Graph } from '../../graph.ts';
import { expiry } from '../expiry.ts';
import { CloseCode, readMessage, type ClientMessage, type Closing } from './messages.ts';
import { Operations } from './operations.ts';
import { Outgoing } from './outgoing.ts';

/** What connections work with. */
export interface ConnectionOptions {
  readonly graph: Graph;
  readonly authenticator: Authenticator;
  readonly maxOperations: number;
  readonly initTimeoutMs: number;
  readonly keepAliveMs: number;
  /** How long a client may read nothing of what waits for it, or may take to answer a ping that lies behind that. */
  readonly stallTimeoutMs: number;
  readonly log: Logger;
  readonly refused: (code: string) => void;
}

/** A client's socket, from its opening to its end. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #outgoing: Outgoing;
  readonly #options: ConnectionOptions;
  readonly #operations: Operations;
  /** Of the upgrade request; `connection_init` may bring another. */
  readonly #authorization: string | undefined;
  readonly #client: ClientInfo;
  readonly #initTimer: NodeJS.Timeout;
  readonly #keepAlive: NodeJS.Timeout;
  #initialised = false;
  #caller: Caller | undefined;
  #expiry: ReturnType<typeof expiry> | undefined;
  /** How many times the client was asked for a sign of life since it gave one. */
  #unanswered = 0;
  /** Whether its end has begun, by us or by the client. */
  #isOver = false;

  constructor(
    socket: WebSocket,
    upgrade: { requestId: string; authorization: string | undefined; client: ClientInfo },
    options: ConnectionOptions,
  ) {
    this.#socket = socket;
    this.#outgoing = new Outgoing(socket, () => (this.#unanswered = 0));
    this.#options = options;
    this.#operations = new Operations(options, this.#outgoing, upgrade);
    this.#authorization = upgrade.authorization;
    this.#client = upgrade.client;
    this.#initTimer = setTimeout(
      () => this.#close({ code: CloseCode.initialisationTimeout, reason: 'Connection initialisation timeout' }),
      options.initTimeoutMs,
    );
    this.#keepAlive = setInterval(() => this.#checkAlive(), options.keepAliveMs);
    socket.on('pong', () => (this.#unanswered = 0));
    socket.on('message', (data) => this.#hear(data));
    socket.on('error', (error) => options.log.debug({ err: error }, 'a socket failed'));
    socket.on('close', () => this.#closed());
  }

  /** Lets what runs end, for at most `limitMs`, and closes with "going away". */
  async drain(limitMs: number): Promise<void> {
    await this.#operations.drain(limitMs);
    this.#close({ code: CloseCode.goingAway, reason: 'Going away' });
  }

  /** Whatever a message brings about, it is its sender's socket that ends by it, and not the process. */
  #hear(data: RawData): void {
    if (this.#isOver) return;
    this.#unanswered = 0;
    try {
      this.#receive(data);
    } catch (error) {
      this.#options.log.warn({ err: error }, 'a message could not be taken');
      this.#close({ code: CloseCode.badRequest, reason: 'Invalid message received' });
    }
  }

  #receive(data: RawData): void {
    const message = readMessage(data);
    if (!message) {
      this.#close({ code: CloseCode.badRequest, reason: 'Invalid message received' });
      return;
    }
    switch (message.type) {
      case 'connection_init':
        void this.#initialise(message.payload ?? {});
        break;
      case 'ping':
        void this.#outgoing.send({ type: 'pong', ...(message.payload ? { payload: message.payload } : {}) });
        break;
      case 'pong':
        break;
      case 'subscribe':
        this.#subscribe(message);
        break;
      case 'complete':
        this.#operations.stop(message.id);
        break;
    }
  }

  async #initialise(payload: Readonly<Record<string, unknown>>): Promise<void> {
    if (this.#initialised) {
      this.#close({ code: CloseCode.tooManyInitialisations, reason: 'Too many initialisation requests' });
      return;
    }
    this.#initialised = true;
    clearTimeout(this.#initTimer);
    const sent = payload['authorization'] ?? payload['Authorization'] ?? this.#authorization;
    try {
      if (sent !== undefined && typeof sent !== 'string') {
        throw unauthenticated('"authorization" of the connection_init payload is no text.');
      }
      const caller = await this.#options.authenticator.authenticate(sent, this.#client);
      if (this.#isOver) return;
      const expired = expiry(caller);
      this.#expiry = expired;
      expired.signal.addEventListener('abort', () =>
        this.#close({ code: CloseCode.forbidden, reason: expired.why()?.message ?? '' }),
      );
      this.#caller = caller;
      await this.#outgoing.send({ type: 'connection_ack' });
    } catch (error) {
      if (!(error instanceof RequestError)) this.#options.log.error({ err: error }, 'a socket could not be opened');
      const known = error instanceof RequestError && error.status === 401;
      this.#close(
        known
          ? { code: CloseCode.forbidden, reason: error.message }
          : { code: CloseCode.internalError, reason: 'Try again later' },
      );
    }
  }

  #subscribe({ id, payload }: Extract<ClientMessage, { type: 'subscribe' }>): void {
    const caller = this.#caller;
    if (!caller) {
      this.#close({ code: CloseCode.unauthorized, reason: 'Unauthorized' });
      return;
    }
    if (!this.#operations.start(id, payload, caller)) {
      this.#close({ code: CloseCode.subscriberExists, reason: `Subscriber for ${id} already exists` });
    }
  }

  #checkAlive(): void {
    const { isWaiting, isFarAhead } = this.#outgoing;
    // A ping would lie behind it: whether the client reads on is what its socket is watched for.
    if (isWaiting) return;
    const { keepAliveMs, stallTimeoutMs } = this.#options;
    const most = isFarAhead ? Math.max(1, Math.ceil(stallTimeoutMs / keepAliveMs)) : 1;
    if (this.#unanswered >= most) {
      this.#socket.terminate();
      return;
    }
    this.#unanswered++;
    this.#outgoing.ping();
  }

  /** From here on nothing that comes is heard, whether or not the client takes note of the closing. */
  #close(closing: Closing): void {
    if (this.#isOver) return;
    this.#closed();
    this.#outgoing.close(closing);
  }

  #closed(): void {
    this.#isOver = true;
    this.#caller = undefined;
    clearTimeout(this.#initTimer);
    clearInterval(this.#keepAlive);
    this.#expiry?.cancel();
    this.#operations.stopAll();
  }
}
