/** Told when its time is over. */
export interface Hurried {
  onDeadline(): void;
}

/** A time limit that runs. */
export interface Deadline {
  /** Ends it; nothing is told any more. */
  stop(): void;
}

/**
 * Time limits of one length: they end in the order in which they began, so one timer serves them all. One of the
 * system's timers, or an AbortSignal.timeout, for each would cost more than the rest of a small request.
 */
export class Deadlines {
  readonly #ms: number;
  readonly #first: Link;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number) {
    this.#ms = ms;
    this.#first = new Link(0, undefined);
  }

  start(hurried: Hurried): Deadline {
    const link = new Link(performance.now() + this.#ms, hurried);
    link.insertBefore(this.#first);
    this.#timer ??= setTimeout(this.#onTimer, this.#ms).unref();
    return link;
  }

  readonly #onTimer = (): void => {
    const now = performance.now();
    this.#timer = undefined;
    let next = this.#first.next;
    // A timer may come a little early; who is due within a millisecond is due.
    while (next !== this.#first && next.at <= now + 1) {
      const { hurried } = next;
      next.stop();
      hurried?.onDeadline();
      next = this.#first.next;
    }
    if (next !== this.#first) this.#timer = setTimeout(this.#onTimer, next.at - now).unref();
  };
}

/** A deadline in the circle of those that run. */
class Link implements Deadline {
  readonly at: number;
  readonly hurried: Hurried | undefined;
  next: Link = this;
  #previous: Link = this;

  constructor(at: number, hurried: Hurried | undefined) {
    this.at = at;
    this.hurried = hurried;
  }

  insertBefore(link: Link): void {
    this.next = link;
    this.#previous = link.#previous;
    link.#previous.next = this;
    link.#previous = this;
  }

  stop(): void {
    this.next.#previous = this.#previous;
    this.#previous.next = this.next;
    this.next = this;
    this.#previous = this;
  }
}
