import type { WebSocket } from 'ws';
import { pacingOf, type Pacing } from '#platform/server/pacing.ts';
import type { Closing } from './messages.ts';

/** So much that a client has not read may wait for it; beyond that it is not heard either. */
const MOST_UNREAD = { messages: 1_000, bytes: 1024 * 1024 };
/**
 * While so much is on its way to a client, no further event of a subscription is taken. Who is 100 ms away can be told
 * 640 KB a second; who stops reading is told so much first that is no longer new.
 */
const WINDOW_BYTES = 64 * 1024;
/** A message counts for so much at least: 64 small ones fill the window. */
const LEAST_BYTES = WINDOW_BYTES / 64;
/** With no more before it, a ping is read soon by whoever reads at all. */
const SOON_READ_BYTES = WINDOW_BYTES / 2;
/** What the frame of a closing has room for; ws throws when it is more. */
const LONGEST_REASON_BYTES = 123;

/** What goes out over a socket, no faster than its client reads. While too much waits, nothing is heard from the client. */
export class Outgoing {
  readonly #socket: WebSocket;
  readonly #reads: () => void;
  /** How many messages the system has not taken yet. */
  #untaken = 0;
  readonly #pacing: Pacing;

  /** @param reads Called when a client has read some of what waited for it. */
  constructor(socket: WebSocket, reads: () => void) {
    this.#socket = socket;
    this.#reads = reads;
    this.#pacing = pacingOf(socket, WINDOW_BYTES);
  }

  send(message: object): Promise<void> {
    return this.sendText(Buffer.from(JSON.stringify(message)));
  }

  /** Resolves when the system has taken the bytes, or the socket is no longer open; never rejects. */
  sendText(text: Buffer): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (!this.#isOpen) {
      resolve();
      return promise;
    }
    this.#untaken++;
    this.#pacing.count(Math.max(text.length, LEAST_BYTES));
    let hadToWait = false;
    this.#socket.send(text, { binary: false }, () => {
      this.#untaken--;
      if (hadToWait) this.#reads();
      if (this.#socket.isPaused && !this.#isBehind) this.#socket.resume();
      resolve();
    });
    hadToWait = this.isWaiting;
    if (this.#isBehind) this.#socket.pause();
    return promise;
  }

  /** Resolves when the client has read so much that another event may be taken, or the socket has closed. */
  turn(): Promise<void> {
    return this.#pacing.turn();
  }

  /** Asks for a sign of life; whoever answers has read what was sent before. */
  ping(): void {
    this.#pacing.ask();
  }

  /** Whether something waits for the client to read. */
  get isWaiting(): boolean {
    return this.#socket.bufferedAmount > 0;
  }

  /** Whether a ping may lie behind much that the client has not read. */
  get isFarAhead(): boolean {
    return this.#pacing.unread > SOON_READ_BYTES;
  }

  /** Closes the socket behind what was sent, with as much of the reason as there is room for. */
  close({ code, reason }: Closing): void {
    const { read } = new TextEncoder().encodeInto(reason, new Uint8Array(LONGEST_REASON_BYTES));
    this.#socket.close(code, reason.slice(0, read));
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  get #isBehind(): boolean {
    return this.#untaken > MOST_UNREAD.messages || this.#socket.bufferedAmount > MOST_UNREAD.bytes;
  }
}
