import { overloaded } from '../errors.ts';

/** What may wait at once; one piece of work always may. */
const MAX_WAITING = { works: 1_000, letters: 1024 * 1024 };
/** Short texts may always wait beside long ones. */
const SHORT_LETTERS = 4 * 1024;

/** For how long others have the event loop after work: a quarter of what that took, nothing after a few milliseconds. */
const SHORT_MS = 5;
const LONGEST_PAUSE_MS = 100;
const pauseAfter = (tookMs: number): number => (tookMs < SHORT_MS ? 0 : Math.min(tookMs / 4, LONGEST_PAUSE_MS));

interface Work {
  readonly letters: number;
  readonly start: () => void;
}

/**
 * Turns at the event loop, for work that holds it for long: one piece after the other, in the order they came, and after each
 * a pause in which all else is served.
 */
export class Turns {
  readonly #waiting = new Set<Work>();
  #letters = 0;
  /** Until when the pause lasts. */
  #until = 0;
  #timer: NodeJS.Timeout | undefined;

  /** How many pieces of work wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Whether work can be done at once: nothing waits, and there is no pause. */
  get isFree(): boolean {
    return this.#timer === undefined;
  }

  /** Does work without waiting for a turn; what waits for one does so a little longer. */
  now<Result>(work: () => Result): Result {
    const startedAt = performance.now();
    try {
      return work();
    } finally {
      const endedAt = performance.now();
      this.#until = Math.max(this.#until, endedAt) + pauseAfter(endedAt - startedAt);
      this.#timer ??= setTimeout(this.#next, this.#until - endedAt);
    }
  }

  /**
   * Waits for a turn.
   *
   * @param letters of the text that the work is about.
   * @returns what gives up the turn.
   * @throws RequestError PLANNING_OVERLOADED when too much waits already.
   */
  enter(letters: number, start: () => void): () => void {
    const hasRoom = letters <= SHORT_LETTERS || this.#letters + letters <= MAX_WAITING.letters;
    const isFull = this.#waiting.size >= MAX_WAITING.works || !hasRoom;
    if (this.#waiting.size > 0 && isFull) throw overloaded();
    const work: Work = { letters, start };
    this.#waiting.add(work);
    this.#letters += letters;
    return () => this.#leave(work);
  }

  #leave(work: Work): void {
    if (this.#waiting.delete(work)) this.#letters -= work.letters;
  }

  readonly #next = (): void => {
    const restMs = this.#until - performance.now();
    this.#timer = restMs > 0 ? setTimeout(this.#next, restMs) : undefined;
    if (this.#timer) return;
    const [work] = this.#waiting;
    if (!work) return;
    this.#leave(work);
    this.now(work.start);
  };
}
