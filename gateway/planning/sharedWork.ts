import { patiently, type Waiter } from './patience.ts';
import type { Turns } from './turns.ts';

interface Shared<Result> {
  readonly coming: Promise<Result>;
  /** How many wait for it. */
  waiters: number;
  readonly giveUp: () => void;
}

/** Work that is done when it has its turn, once for all who wait for the same; given up when all of them have left. */
export class SharedWork<Result> {
  readonly #turns: Turns;
  readonly #waiting = new Map<string, Shared<Result>>();

  constructor(turns: Turns) {
    this.#turns = turns;
  }

  /**
   * Does work at once where nobody has the turn.
   *
   * @param key the same for the same work.
   * @param letters of the text that the work is about.
   * @throws what the work throws, and RequestError PLANNING_OVERLOADED when its turn does not come in time.
   */
  do(key: string, letters: number, work: () => Result, waiter: Waiter): Result | Promise<Result> {
    if (this.#turns.isFree) return this.#turns.now(work);
    return this.#wait(this.#waiting.get(key) ?? this.#enter(key, letters, work), waiter);
  }

  #enter(key: string, letters: number, work: () => Result): Shared<Result> {
    const { promise: coming, resolve, reject } = Promise.withResolvers<Result>();
    const leave = this.#turns.enter(letters, () => {
      this.#waiting.delete(key);
      try {
        resolve(work());
      } catch (error) {
        reject(error);
      }
    });
    const giveUp = (): void => {
      leave();
      if (this.#waiting.get(key) === shared) this.#waiting.delete(key);
    };
    const shared: Shared<Result> = { coming, waiters: 0, giveUp };
    this.#waiting.set(key, shared);
    return shared;
  }

  async #wait(shared: Shared<Result>, waiter: Waiter): Promise<Result> {
    shared.waiters++;
    try {
      return await patiently(shared.coming, waiter);
    } finally {
      if (--shared.waiters === 0) shared.giveUp();
    }
  }
}
