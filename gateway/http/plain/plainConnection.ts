import type { Socket } from 'node:net';
import { Ender, type Ending } from '../../ending.ts';
import { readPlainRequest, type PlainRequest } from './plainRequest.ts';
import { writeAnswerTo, type PlainAnswer } from './plainResponse.ts';

/** Answers plain requests. */
export interface PlainAnswerer {
  /** How the requests begin that it is for. */
  readonly requestLine: Buffer;
  readonly maxBodyBytes: number;
  /**
   * Answers a request.
   *
   * @param gone aborted when the client has gone.
   * @returns undefined for what only node:http's handlers can answer; nothing has been done then.
   */
  answer(request: PlainRequest, socket: Socket, gone: Ending): Promise<PlainAnswer | undefined>;
}

/** Told when a connection is node:http's from now on, and when it is gone. */
export interface PlainOwner {
  /** Aborted when connections are to end with their next answer. */
  readonly draining: AbortSignal;
  /** How long a client may take nothing of an answer. */
  readonly stallTimeoutMs: number;
  handOver(connection: PlainConnection, socket: Socket): void;
  leave(connection: PlainConnection): void;
}

/** A connection that has brought only plain requests so far, one after the other. */
export class PlainConnection {
  readonly #socket: Socket;
  readonly #answerer: PlainAnswerer;
  readonly #owner: PlainOwner;
  readonly #gone = new Ender();
  /** Since when it waits for a request, or for the rest of one. */
  #since = performance.now();
  #partial: Buffer | undefined;
  #isBusy = false;
  /** What came behind the request under way; it is node:http's. */
  #behind: Buffer[] = [];

  constructor(socket: Socket, answerer: PlainAnswerer, owner: PlainOwner) {
    this.#socket = socket;
    this.#answerer = answerer;
    this.#owner = owner;
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('error', this.#onError);
    socket.on('close', this.#onClose);
    socket.on('drain', this.#onDrain);
    socket.on('timeout', this.#onStalled);
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Ends it when it has been idle since before one time, hands it over when a request is in part since before the other. */
  expire(idleSince: number, partialSince: number): void {
    if (this.#isBusy) return;
    if (this.#partial) {
      if (this.#since < partialSince) this.#handOver(this.#partial);
    } else if (this.#since < idleSince) {
      this.destroy();
    }
  }

  readonly #onData = (bytes: Buffer): void => {
    if (this.#isBusy) {
      this.#behind.push(bytes);
      this.#socket.pause();
      return;
    }
    const partial = this.#partial;
    this.#partial = undefined;
    const all = partial ? Buffer.concat([partial, bytes]) : bytes;
    const request = readPlainRequest(all, this.#answerer.requestLine, this.#answerer.maxBodyBytes);
    if (request === undefined || (request === 'more' && partial)) {
      this.#handOver(all);
    } else if (request === 'more') {
      this.#partial = all;
      this.#since = performance.now();
    } else {
      this.#isBusy = true;
      void this.#answer(request, all);
    }
  };

  async #answer(request: PlainRequest, bytes: Buffer): Promise<void> {
    try {
      const answer = await this.#answerer.answer(request, this.#socket, this.#gone);
      if (this.#socket.destroyed) return;
      if (answer) this.#send(answer);
      else this.#handOver(bytes, ...this.#behind);
    } catch {
      // What has no answer cannot have another on this connection: breaking it tells the client.
      this.destroy();
    }
  }

  #send(answer: PlainAnswer): void {
    const socket = this.#socket;
    const isLast = this.#owner.draining.aborted;
    writeAnswerTo(socket, answer, isLast);
    if (isLast) socket.end();
    else if (socket.writableLength === 0) this.#onDrain();
    else socket.setTimeout(this.#owner.stallTimeoutMs);
  }

  /** Nothing of an answer was taken for long. */
  readonly #onStalled = (): void => this.destroy();

  /** The answer has left; whoever does not read it gets no further one. */
  readonly #onDrain = (): void => {
    if (this.#socket.writableEnded) return;
    this.#socket.setTimeout(0);
    this.#isBusy = false;
    this.#since = performance.now();
    if (this.#behind.length > 0) this.#handOver(...this.#behind);
  };

  /** As with node:http, a client that says no more has gone; what is written already still goes out. */
  readonly #onEnd = (): void => {
    if (this.#socket.writableLength > 0) this.#socket.end();
    else this.destroy();
  };

  readonly #onError = (): void => this.destroy();

  readonly #onClose = (): void => {
    if (this.#isBusy) this.#gone.abort();
    this.#owner.leave(this);
  };

  #handOver(...read: readonly Buffer[]): void {
    const socket = this.#socket;
    socket.pause();
    socket.off('data', this.#onData);
    socket.off('end', this.#onEnd);
    socket.off('error', this.#onError);
    socket.off('close', this.#onClose);
    socket.off('drain', this.#onDrain);
    socket.off('timeout', this.#onStalled);
    socket.setTimeout(0);
    this.#behind = [];
    socket.unshift(Buffer.concat(read));
    this.#owner.handOver(this, socket);
    socket.resume();
  }
}
