/** Told when its time is over. */
export interface Hurried {
  onDeadline(): void;
}

/** A time limit that runs. */
export interface Deadline {
  /** Ends it; nothing is told any more. @returns whether it was still running. */
  stop(): boolean;
}

/** How late a limit may be noticed. */
const TICK_MS = 10;
const SLOTS = 1024;

/**
 * Time limits on a wheel: each hangs in the slot of the tick at which it ends, and one timer goes round as long as there
 * are any. A timer of the system's, or an AbortSignal.timeout, for each would cost more than the rest of a small request.
 */
class Wheel {
  readonly #slots = Array.from({ length: SLOTS }, () => new Link(0, undefined));
  readonly #epoch = performance.now();
  #done = 0;
  #timer: NodeJS.Timeout | undefined;
  /** How many hang on it. */
  running = 0;

  start(at: number, hurried: Hurried): Deadline {
    if (!this.#timer) {
      this.#done = this.#tickOf(performance.now());
      this.#timer = setInterval(() => this.#turn(), TICK_MS).unref();
    }
    const tick = Math.max(this.#tickOf(at), this.#done) + 1;
    const link = new Link(tick, hurried, this);
    const slot = this.#slots[tick % SLOTS];
    if (slot) link.insertBefore(slot);
    this.running++;
    return link;
  }

  #tickOf(time: number): number {
    return Math.floor((time - this.#epoch) / TICK_MS);
  }

  #turn(): void {
    const now = this.#tickOf(performance.now());
    const due: Link[] = [];
    // After a long pause one round sees them all.
    for (let tick = Math.max(this.#done + 1, now - SLOTS + 1); tick <= now; tick++) {
      const slot = this.#slots[tick % SLOTS];
      for (let link = slot?.next; link && link !== slot; link = link.next) if (link.tick <= now) due.push(link);
    }
    this.#done = now;
    // One may stop another.
    for (const link of due) if (link.stop()) link.hurried?.onDeadline();
    if (this.running > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** A limit in the circle of those that hang in one slot; the first of a circle is nobody's. */
class Link implements Deadline {
  readonly tick: number;
  readonly hurried: Hurried | undefined;
  readonly #wheel: Wheel | undefined;
  next: Link = this;
  #previous: Link = this;

  constructor(tick: number, hurried: Hurried | undefined, wheel?: Wheel) {
    this.tick = tick;
    this.hurried = hurried;
    this.#wheel = wheel;
  }

  insertBefore(link: Link): void {
    this.next = link;
    this.#previous = link.#previous;
    link.#previous.next = this;
    link.#previous = this;
  }

  stop(): boolean {
    if (!this.#wheel || this.next === this) return false;
    this.next.#previous = this.#previous;
    this.#previous.next = this.next;
    this.next = this;
    this.#previous = this;
    this.#wheel.running--;
    return true;
  }
}

const wheel = new Wheel();

/** Tells `hurried` when the time is `at` (milliseconds of performance.now()), some 10 ms late at most. */
export const startDeadline = (at: number, hurried: Hurried): Deadline => wheel.start(at, hurried);
