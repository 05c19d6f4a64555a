/** How often in a row much less must do before less is given. */
const PATIENCE = 16;
const MUCH = 4;

/** How much memory something is given: as much as it needed lately, in doublings of the least. */
export class Need {
  readonly #least: number;
  #given: number;
  #spared = 0;

  constructor(least: number) {
    this.#least = least;
    this.#given = least;
  }

  get given(): number {
    return this.#given;
  }

  /** It was too little. */
  grow(): void {
    this.#given *= 2;
    this.#spared = 0;
  }

  /** It did, and so much of it was used. */
  used(amount: number): void {
    if (this.#given === this.#least || amount * MUCH > this.#given) this.#spared = 0;
    else if (++this.#spared === PATIENCE) {
      this.#given /= 2;
      this.#spared = 0;
    }
  }
}
