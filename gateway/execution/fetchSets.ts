import type { Fetch } from './plan/form.ts';

/** So many times as many fetches as a form has are in the sets that are known. */
const TIMES_KNOWN = 8;

/**
 * What is made once for each set of fetches that travel together. Which of them have something to ask is up to the data, so
 * there may be more sets than memory has room for: before that all are forgotten.
 */
export class FetchSets<Value> {
  readonly #known = new Map<string, Value>();
  readonly #maxFetches: number;
  #fetches = 0;

  /** @param fetches how many the form has. */
  constructor(fetches: number) {
    this.#maxFetches = TIMES_KNOWN * fetches;
  }

  get(key: string, fetches: readonly Fetch[], make: (fetches: readonly Fetch[]) => Value): Value {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = make(fetches);
    this.#fetches += fetches.length;
    if (this.#fetches > this.#maxFetches) {
      this.#known.clear();
      this.#fetches = fetches.length;
    }
    this.#known.set(key, made);
    return made;
  }
}
