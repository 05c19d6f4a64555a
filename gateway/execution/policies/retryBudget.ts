const EARNED_BY_REQUEST = 0.1;
const MAX_SAVED = 10;

/** Lets retries be a tenth of all requests at most, so that a subgraph in trouble does not get twice the load. */
export class RetryBudget {
  #saved = MAX_SAVED;

  /** A request was made. */
  earn(): void {
    if (this.#saved < MAX_SAVED) this.#saved = Math.min(MAX_SAVED, this.#saved + EARNED_BY_REQUEST);
  }

  /** Whether another retry is possible; it is then taken. */
  spend(): boolean {
    if (this.#saved < 1) return false;
    this.#saved--;
    return true;
  }
}
