import type { WebSocket } from 'ws';
import type { Closing } from './messages.ts';

/** So much that a client has not read may wait for it; beyond that it is not heard either. */
const MOST_UNREAD = { messages: 1_000, bytes: 1024 * 1024 };
/**
 * So much that was sent since a ping that the client answered is read soon by whoever reads at all. With more, the next ping
 * may be read late: the system takes megabytes, whether or not they are read.
 */
const SOON_READ_BYTES = 32 * 1024;
/** What the frame of a closing has room for; ws throws when it is more. */
const LONGEST_REASON_BYTES = 123;

/** What goes out over a socket, no faster than its client reads. While too much waits, nothing is heard from the client. */
export class Outgoing {
  readonly #socket: WebSocket;
  readonly #reads: () => void;
  /** How many messages the system has not taken yet. */
  #unread = 0;
  #sentBytes = 0;
  /** As far as the client has read for certain. */
  #readBytes = 0;

  /** @param reads Called when a client has read some of what waited for it. */
  constructor(socket: WebSocket, reads: () => void) {
    this.#socket = socket;
    this.#reads = reads;
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
    this.#unread++;
    this.#sentBytes += text.length;
    let hadToWait = false;
    this.#socket.send(text, { binary: false }, () => {
      this.#unread--;
      if (hadToWait) this.#reads();
      if (this.#socket.isPaused && !this.#isBehind) this.#socket.resume();
      resolve();
    });
    hadToWait = this.isWaiting;
    if (this.#isBehind) this.#socket.pause();
    return promise;
  }

  /** Asks for a sign of life; whoever answers has read what was sent before. */
  ping(): void {
    if (this.#isOpen) this.#socket.ping(String(this.#sentBytes));
  }

  /** Whether something waits for the client to read. */
  get isWaiting(): boolean {
    return this.#socket.bufferedAmount > 0;
  }

  /** Whether a ping may lie behind much that the client has not read. */
  get isFarAhead(): boolean {
    return this.#sentBytes - this.#readBytes > SOON_READ_BYTES;
  }

  /** The client has answered a ping, by what the ping said. */
  ponged(said: Buffer): void {
    const bytes = Number(said.toString());
    if (bytes > this.#readBytes && bytes <= this.#sentBytes) this.#readBytes = bytes;
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
    return this.#unread > MOST_UNREAD.messages || this.#socket.bufferedAmount > MOST_UNREAD.bytes;
  }
}
