/**
 * A queue between a source that pushes and a reader that awaits. When more than `high` items wait the source is told to
 * pause, and when `low` are left to go on.
 */
export class BoundedQueue<Item> {
  readonly #items: Item[] = [];
  readonly #flow: { readonly high: number; readonly low: number; pause(): void; resume(): void };
  #paused = false;
  #end: { readonly error: Error | undefined } | undefined;
  #wake: (() => void) | undefined;

  constructor(flow: { readonly high: number; readonly low: number; pause(): void; resume(): void }) {
    this.#flow = flow;
  }

  get paused(): boolean {
    return this.#paused;
  }

  push(item: Item): void {
    if (this.#end) return;
    this.#items.push(item);
    if (!this.#paused && this.#items.length >= this.#flow.high) {
      this.#paused = true;
      this.#flow.pause();
    }
    this.#wake?.();
  }

  /** Nothing more comes: what waits is still read, then the reader ends, or fails with `error`. */
  end(error?: Error): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  /** Nobody reads any more: what waits is dropped. */
  abandon(): void {
    this.#items.length = 0;
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) {
        this.#resumeIfLow();
        yield item;
      } else if (this.#end) {
        if (this.#end.error) throw this.#end.error;
        return;
      } else {
        const { promise, resolve } = Promise.withResolvers<void>();
        this.#wake = resolve;
        await promise;
      }
    }
  }

  #resumeIfLow(): void {
    if (!this.#paused || this.#items.length > this.#flow.low) return;
    this.#paused = false;
    this.#flow.resume();
  }
}
