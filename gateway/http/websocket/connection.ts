import type { RawData, WebSocket } from 'ws';
import type { ClientInfo } from '#platform/client.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import { withRequestId } from '#platform/telemetry/log.ts';
import type { Authenticator, Caller } from '../../auth/authenticator.ts';
import { gatewayError, internalError, refused, RequestError, unauthenticated } from '../../errors.ts';
import type { Graph, GraphQLRequest } from '../../graph.ts';
import { expiry } from '../expiry.ts';
import { CloseCode, nextMessage, readMessage, type ClientMessage, type Closing } from './messages.ts';
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

interface Operation {
  readonly controller: AbortController;
  readonly done: Promise<void>;
  subscribes: boolean;
}

/** A client's socket, from its opening to its end. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #outgoing: Outgoing;
  readonly #options: ConnectionOptions;
  readonly #requestId: string;
  /** Of the upgrade request; `connection_init` may bring another. */
  readonly #authorization: string | undefined;
  readonly #client: ClientInfo;
  readonly #operations = new Map<string, Operation>();
  /** How many run: also those that the client has completed, until they have ended. */
  #running = 0;
  readonly #initTimer: NodeJS.Timeout;
  readonly #keepAlive: NodeJS.Timeout;
  #initialised = false;
  #caller: Caller | undefined;
  #expiry: ReturnType<typeof expiry> | undefined;
  /** How many times the client was asked for a sign of life since it gave one. */
  #unanswered = 0;
  /** Whether nothing new is begun any more. */
  #isDraining = false;
  /** Whether its end has begun, by us or by the client. */
  #isOver = false;
  #counter = 0;

  constructor(
    socket: WebSocket,
    upgrade: { requestId: string; authorization: string | undefined; client: ClientInfo },
    options: ConnectionOptions,
  ) {
    this.#socket = socket;
    this.#outgoing = new Outgoing(socket, () => (this.#unanswered = 0));
    this.#options = options;
    this.#requestId = upgrade.requestId;
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

  /**
   * Lets queries and mutations end, for at most `limitMs`, breaks off subscriptions, and closes with "going away". What is
   * asked from now on is not begun: it would be cut off, and whoever comes back can ask it again.
   */
  async drain(limitMs: number): Promise<void> {
    this.#isDraining = true;
    const waiting: Promise<void>[] = [];
    for (const operation of this.#operations.values()) {
      if (operation.subscribes) operation.controller.abort();
      else waiting.push(operation.done);
    }
    if (waiting.length > 0) {
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, limitMs);
      await Promise.race([Promise.all(waiting), late]);
      clearTimeout(timer);
    }
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
        if (!this.#isDraining) this.#subscribe(message);
        break;
      case 'complete':
        this.#operations.get(message.id)?.controller.abort();
        this.#operations.delete(message.id);
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
    if (this.#operations.has(id)) {
      this.#close({ code: CloseCode.subscriberExists, reason: `Subscriber for ${id} already exists` });
      return;
    }
    if (this.#running >= this.#options.maxOperations) {
      const message = `One socket carries at most ${this.#options.maxOperations} operations at once.`;
      void this.#outgoing.send(errorMessage(id, refused(gatewayError('TOO_MANY_OPERATIONS', message))));
      return;
    }
    const controller = new AbortController();
    const requestId = `${this.#requestId}.${++this.#counter}`;
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const operation: Operation = { controller, done, subscribes: false };
    this.#operations.set(id, operation);
    this.#running++;
    void withRequestId(requestId, () => this.#execute(id, payload, caller, operation, requestId)).finally(() => {
      this.#running--;
      if (this.#operations.get(id) === operation) this.#operations.delete(id);
      resolve();
    });
  }

  async #execute(
    id: string,
    request: GraphQLRequest,
    caller: Caller,
    operation: Operation,
    requestId: string,
  ): Promise<void> {
    const { signal } = operation.controller;
    try {
      const asked = this.#options.graph.prepare(request, caller, signal);
      const prepared = asked instanceof Promise ? await asked : asked;
      if (prepared.kind === 'subscription') {
        // It may have waited to be planned.
        if (this.#isDraining || signal.aborted) return;
        operation.subscribes = true;
        for await (const { body } of prepared.subscribe({ requestId, signal })) {
          if (signal.aborted) return;
          await this.#outgoing.sendText(nextMessage(id, body));
          await this.#outgoing.turn();
        }
      } else {
        if (signal.aborted) return;
        const { body } = await prepared.run({ requestId, signal, client: this.#client });
        if (!signal.aborted) await this.#outgoing.sendText(nextMessage(id, body));
      }
      if (!signal.aborted) await this.#outgoing.send({ id, type: 'complete' });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof RequestError))
        this.#options.log.error({ err: error }, 'an operation over a socket failed');
      const known = error instanceof RequestError ? error : internalError();
      this.#options.refused(String(known.errors[0]?.extensions?.['code']));
      await this.#outgoing.send(errorMessage(id, known));
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
    for (const { controller } of this.#operations.values()) controller.abort();
    this.#operations.clear();
  }
}

const errorMessage = (id: string, error: RequestError): object => ({ id, type: 'error', payload: error.errors });
