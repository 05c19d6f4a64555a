import type { Socket } from 'node:net';
import { ProtocolError } from './protocolError.ts';
import { ResponseReader } from './responseReader.ts';
import type { SubgraphResponse } from './subgraphClient.ts';
import type { Target } from './target.ts';

/** A response with its body as it came. */
export interface RawResponse extends SubgraphResponse {
  /** Empty when it is not encoded. */
  readonly encoding: string;
  /** When it was whole, in milliseconds of performance.now(). */
  readonly at: number;
}

/** A request on its way, and who wants to know what becomes of it. Exactly one of the last two is called, once. */
export interface Exchange {
  readonly maxBytes: number;
  /** The connection it is on. */
  connection: Connection | undefined;
  /** Writes the whole request in one go. */
  writeTo(socket: Socket): void;
  onResponse(response: RawResponse): void;
  onFailure(failure: Failure): void;
}

/** Why there is no response. */
export interface Failure {
  readonly error: Error;
  /** No byte of a response had come, on a connection that had served before: it was probably closed already. */
  readonly wasStale: boolean;
}

/** Told when a connection can carry another request, and when it is gone. */
export interface Owner {
  onFree(connection: Connection, now: number): void;
  onGone(connection: Connection): void;
}

/** One connection to a subgraph: one request at a time, written at once. */
export class Connection {
  /** When it may no longer be used, and since when nobody has, in milliseconds of performance.now(). */
  usableUntil = Number.POSITIVE_INFINITY;
  idleSince = 0;
  readonly #socket: Socket;
  readonly #owner: Owner;
  #exchange: Exchange | undefined;
  #reader: ResponseReader | undefined;
  #served = 0;
  #heard = false;
  #gone = false;

  constructor(target: Target, owner: Owner) {
    this.#owner = owner;
    const socket = target.connect((bytes) => this.#onData(bytes));
    this.#socket = socket;
    socket.on('end', () => this.#onEnd());
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the connection was closed')));
  }

  /** Sends a request. Only when free. */
  send(exchange: Exchange): void {
    this.#exchange = exchange;
    exchange.connection = this;
    this.#reader = new ResponseReader(exchange.maxBytes);
    this.#heard = false;
    exchange.writeTo(this.#socket);
  }

  /** Gives up what is under way. */
  destroy(error?: Error): void {
    if (error) this.#fail(error);
    else this.#leave();
  }

  #onData(bytes: Buffer): void {
    const reader = this.#reader;
    // What nobody asked for cannot be told from the next answer.
    if (!reader) {
      this.#leave();
      return;
    }
    this.#heard = true;
    try {
      if (reader.feed(bytes)) this.#finish(reader);
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #onEnd(): void {
    const reader = this.#reader;
    if (reader?.end()) this.#finish(reader);
    else
      this.#fail(
        reader && this.#heard
          ? new ProtocolError('only in part', 'SUBREQUEST_FAILED')
          : new Error('the connection was closed'),
      );
  }

  #finish(reader: ResponseReader): void {
    const exchange = this.#release();
    const now = performance.now();
    this.#served++;
    if (reader.reusable && this.#socket.writableLength === 0 && !this.#gone) {
      if (reader.keepAliveSeconds !== undefined) {
        this.usableUntil = now + Math.max(0, reader.keepAliveSeconds - 1) * 1000;
      }
      this.#owner.onFree(this, now);
    } else {
      this.#leave();
    }
    const { status, page, encoding, cacheControl } = reader;
    exchange?.onResponse({ status, body: reader.body(), page, encoding, cacheControl, at: now });
  }

  #fail(error: Error): void {
    const exchange = this.#release();
    this.#leave();
    exchange?.onFailure({ error, wasStale: this.#served > 0 && !this.#heard });
  }

  #release(): Exchange | undefined {
    const exchange = this.#exchange;
    if (exchange) exchange.connection = undefined;
    this.#exchange = undefined;
    this.#reader = undefined;
    return exchange;
  }

  #leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#socket.destroy();
    this.#owner.onGone(this);
  }
}
