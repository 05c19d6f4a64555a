import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Caller } from '../auth/authenticator.ts';
import { RequestError } from '../errors.ts';
import { expiry } from './expiry.ts';

const KEEP_ALIVE_MS = 12_000;

const NEXT = Buffer.from('event: next\ndata: ');
const END = Buffer.from('\n\n');

/** The part of an answer that is sent. */
interface Sendable {
  readonly body: Buffer;
}

/** A response of server-sent events, as graphql-sse has it: `next` with an answer, and in the end `complete`. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #signal: AbortSignal;
  readonly #keepAlive: NodeJS.Timeout;

  /** @param signal aborted when nobody reads any more, or when the gateway stops. */
  constructor(response: ServerResponse, signal: AbortSignal) {
    this.#response = response;
    this.#signal = signal;
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    response.write(':\n\n');
    this.#keepAlive = setInterval(() => {
      if (!response.writableNeedDrain) response.write(':\n\n');
    }, KEEP_ALIVE_MS);
  }

  /** Sends answers until there are no more. A stream that the gateway ends has no `complete`, so that clients come back. */
  async sendAll(open: (signal: AbortSignal) => AsyncIterable<Sendable>, caller: Caller): Promise<void> {
    const expired = expiry(caller);
    const signal = AbortSignal.any([this.#signal, expired.signal]);
    try {
      for await (const { body } of open(signal)) await this.#next(body);
    } catch (error) {
      await this.#failed(error);
    } finally {
      expired.cancel();
    }
    const why = expired.why();
    if (why) await this.#failed(why);
    await this.#complete();
  }

  /** Sends the one answer of a query or mutation. */
  async sendOne(run: (signal: AbortSignal) => Promise<Sendable>): Promise<void> {
    try {
      await this.#next((await run(this.#signal)).body);
    } catch (error) {
      await this.#failed(error);
    }
    await this.#complete();
  }

  end(): void {
    clearInterval(this.#keepAlive);
    this.#response.end();
  }

  #next(body: Buffer): Promise<void> {
    return this.#write(Buffer.concat([NEXT, onOneLine(body), END]));
  }

  #complete(): Promise<void> {
    return this.#write('event: complete\ndata:\n\n');
  }

  async #failed(error: unknown): Promise<void> {
    if (!(error instanceof RequestError)) throw error;
    await this.#next(Buffer.from(JSON.stringify({ errors: error.errors })));
  }

  async #write(text: Buffer | string): Promise<void> {
    if (this.#signal.aborted || this.#response.write(text)) return;
    await once(this.#response, 'drain', { signal: this.#signal }).catch(() => undefined);
  }
}

/** JSON without line breaks, of which each would end the data of an event; a subgraph's values come as it wrote them. */
function onOneLine(json: Buffer): Buffer {
  if (!json.includes('\n') && !json.includes('\r')) return json;
  // Within strings they are escaped: where they stand as they are, a space says the same.
  return Buffer.from(json.toString('latin1').replaceAll(/[\r\n]/g, ' '), 'latin1');
}
