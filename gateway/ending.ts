/** Says that nobody waits any more. Every AbortSignal is one. */
export interface Ending {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * An ending that costs nothing until somebody listens: an AbortController for each request, and an event target for each
 * of its listeners, were a twentieth of a small one.
 */
export class Ender implements Ending {
  #aborted = false;
  #listeners: (() => void)[] = [];

  get aborted(): boolean {
    return this.#aborted;
  }

  /** Tells all who listen, once. */
  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    if (!this.#aborted) this.#listeners.push(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    const at = this.#listeners.lastIndexOf(listener);
    if (at < 0) return;
    // The order is nobody's concern.
    const last = this.#listeners.pop();
    if (last && at < this.#listeners.length) this.#listeners[at] = last;
  }
}
