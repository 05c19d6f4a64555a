import type { Socket } from 'node:net';
import { ProtocolError, ResponseReader } from './responseReader.ts';
import type { SubgraphResponse } from './subgraphClient.ts';
import type { Target } from './target.ts';

/** A response with its body as it came. */
export interface RawResponse extends SubgraphResponse {
  /** Empty when it is not encoded. */
  readonly encoding: string;
}

/** A request on its way, and who wants to know what becomes of it. Exactly one of the two is called, once. */
export interface Exchange {
  readonly message: string | Uint8Array;
  readonly maxBytes: number;
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
  onFree(connection: Connection): void;
  onGone(connection: Connection): void;
}

/** One connection to a subgraph: one request at a time, written at once. */
export class Connection {
  /** When it may no longer be used, in milliseconds of performance.now(). */
  usableUntil = Number.POSITIVE_INFINITY;
  readonly #socket: Socket;
  readonly #owner: Owner;
  #exchange: Exchange | undefined;
  #reader: ResponseReader | undefined;
  #served = 0;
  #heard = false;
  #gone = false;

  constructor(target: Target, owner: Owner) {
    this.#owner = owner;
    const { socket } = target.connect();
    this.#socket = socket;
    socket.on('data', (bytes) => this.#onData(bytes));
    socket.on('end', () => this.#onEnd());
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the connection was closed')));
  }

  /** Sends a request. Only when free. */
  send(exchange: Exchange): void {
    this.#exchange = exchange;
    this.#reader = new ResponseReader(exchange.maxBytes);
    this.#heard = false;
    this.#socket.write(exchange.message);
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
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#reader = undefined;
    this.#served++;
    const response = { status: reader.status, body: reader.body(), encoding: reader.encoding };
    if (reader.reusable && this.#socket.writableLength === 0 && !this.#gone) {
      if (reader.keepAliveSeconds !== undefined) {
        this.usableUntil = performance.now() + Math.max(0, reader.keepAliveSeconds - 1) * 1000;
      }
      this.#owner.onFree(this);
    } else {
      this.#leave();
    }
    exchange?.onResponse(response);
  }

  #fail(error: Error): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#reader = undefined;
    this.#leave();
    exchange?.onFailure({ error, wasStale: this.#served > 0 && !this.#heard });
  }

  #leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#socket.destroy();
    this.#owner.onGone(this);
  }
}
