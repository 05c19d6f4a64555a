import { setTimeout } from 'node:timers/promises';
import type { LiveEvent, RoomEvent, TypingChanged } from '../domain/events.ts';

/** Who types is of no interest any more when so many others have typed since. */
const MAX_TYPING = 50;
/** How long to wait after the log could not be read. */
const RETRY_MS = 500;

/** What a listener reads from, and whom it tells. */
export interface ListenerOptions {
  /** Reads events after a sequence; at least one when the log goes as far as `lastSequence`. */
  read(after: number, lastSequence: number): Promise<readonly RoomEvent[]>;
  onClose(): void;
  /** The log could not be read; it is tried again. */
  onFailure(error: unknown): void;
}

/**
 * Somebody who follows a room: an iterator over every event after a sequence, until it is closed; none left out, none
 * twice, in order. It keeps its own position in the log and reads on when it is asked for more and knows that there is
 * more: so a slow one keeps no more than a page in memory, and it does not matter how often, or in which order, it is told.
 */
export class Listener implements AsyncIterableIterator<LiveEvent> {
  readonly #options: ListenerOptions;
  readonly #events: RoomEvent[] = [];
  readonly #typing: TypingChanged[] = [];
  #position = 0;
  #known = 0;
  #closed = false;
  #waiting: PromiseWithResolvers<void> | undefined;

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  /** Begins after this sequence. To be called before the first event is asked for. */
  from(sequence: number): this {
    this.#position = sequence;
    return this;
  }

  /** Says how far the room's log goes now. */
  tell(lastSequence: number): void {
    this.#known = Math.max(this.#known, lastSequence);
    this.#wake();
  }

  /** Says that somebody types. */
  tellTyping(change: TypingChanged): void {
    this.#typing.push(change);
    if (this.#typing.length > MAX_TYPING) this.#typing.shift();
    this.#wake();
  }

  async next(): Promise<IteratorResult<LiveEvent>> {
    while (!this.#closed) {
      const event = this.#events.shift() ?? this.#typing.shift();
      if (event) return { done: false, value: event };
      if (this.#known > this.#position) await this.#readOn();
      else await this.#sleep();
    }
    return { done: true, value: undefined };
  }

  /** Closes it; whoever waits for the next event learns that there is none. */
  return(): Promise<IteratorResult<LiveEvent>> {
    if (!this.#closed) {
      this.#closed = true;
      this.#wake();
      this.#options.onClose();
    }
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #readOn(): Promise<void> {
    try {
      const page = await this.#options.read(this.#position, this.#known);
      const last = page.at(-1);
      // Of a room that goes further than its log nothing is left.
      if (!last) return void (await this.return());
      this.#events.push(...page);
      this.#position = last.sequence;
    } catch (error) {
      this.#options.onFailure(error);
      await setTimeout(RETRY_MS);
    }
  }

  async #sleep(): Promise<void> {
    this.#waiting = Promise.withResolvers();
    await this.#waiting.promise;
  }

  #wake(): void {
    this.#waiting?.resolve();
    this.#waiting = undefined;
  }
}
