import { NoRoom, SLACK } from './tools.ts';

/** Stands as a link until what was asked for has come. */
export const ASKED = -2;

/**
 * Takes in representations under one alias: each is written once, and who wants its entity is noted. Between
 * representations stands a comma.
 */
export class Sink {
  bytes: Uint8Array = new Uint8Array(2 * SLACK);
  at = 0;
  /** How many different representations there are. */
  count = 0;
  /** For each taker: where on the tape its link stands, and the index of its representation. */
  takers: Int32Array = new Int32Array(64);
  takerCount = 0;
  /** The variant that each entity will have. */
  variants: Int32Array = new Int32Array(32);
  /** Where on the tape each entity is, once it has come. */
  entities: Int32Array = new Int32Array(32);
  #begun = 0;
  /** Where representations start and end. */
  #bounds: Int32Array = new Int32Array(64);
  #table: Int32Array = new Int32Array(64);

  /** Forgets everything, to begin anew. */
  reset(): void {
    this.at = 0;
    this.count = 0;
    this.takerCount = 0;
    this.#table.fill(0);
  }

  /** Makes more room; what was written is lost, and nobody has asked. */
  grow(tape: Int32Array): void {
    for (let taker = 0; taker < this.takerCount; taker++) tape[this.takers[taker * 2] ?? 0] = 0;
    this.bytes = new Uint8Array(this.bytes.length * 2);
    this.reset();
  }

  /** Opens a representation. @throws NoRoom. */
  begin(): void {
    if (this.at + SLACK > this.bytes.length) throw new NoRoom('no room');
    if (this.count > 0) this.bytes[this.at++] = 44;
    this.#begun = this.at;
  }

  /** Closes a representation: one that was there already is taken back. */
  commit(link: number, variant: number): void {
    const index = this.#indexOf(this.#begun, this.at, variant);
    if (this.takerCount * 2 + 2 > this.takers.length) this.takers = grown(this.takers);
    this.takers[this.takerCount * 2] = link;
    this.takers[this.takerCount * 2 + 1] = index;
    this.takerCount++;
  }

  /** Hangs the entities on those who asked. */
  link(tape: Int32Array): void {
    for (let taker = 0; taker < this.takerCount; taker++) {
      tape[this.takers[taker * 2] ?? 0] = this.entities[this.takers[taker * 2 + 1] ?? 0] ?? 0;
    }
  }

  #indexOf(start: number, end: number, variant: number): number {
    const mask = this.#table.length - 1;
    let place = hash(this.bytes, start, end) & mask;
    for (let known = this.#table[place] ?? 0; known !== 0; known = this.#table[place] ?? 0) {
      if (this.#isSame(known - 1, start, end)) {
        this.at = this.count > 0 ? start - 1 : start;
        return known - 1;
      }
      place = (place + 1) & mask;
    }
    const index = this.count++;
    if (index * 2 + 2 > this.#bounds.length) this.#bounds = grown(this.#bounds);
    if (index + 1 > this.variants.length) {
      this.variants = grown(this.variants);
      this.entities = grown(this.entities);
    }
    this.#bounds[index * 2] = start;
    this.#bounds[index * 2 + 1] = end;
    this.variants[index] = variant;
    this.#table[place] = index + 1;
    if (this.count * 2 > this.#table.length) this.#rehash();
    return index;
  }

  #isSame(index: number, start: number, end: number): boolean {
    const from = this.#bounds[index * 2] ?? 0;
    if ((this.#bounds[index * 2 + 1] ?? 0) - from !== end - start) return false;
    const { bytes } = this;
    // From the end: keys of one kind begin alike.
    for (let at = end - start - 1; at >= 0; at--) if (bytes[from + at] !== bytes[start + at]) return false;
    return true;
  }

  #rehash(): void {
    this.#table = new Int32Array(this.#table.length * 2);
    const mask = this.#table.length - 1;
    for (let index = 0; index < this.count; index++) {
      let place = hash(this.bytes, this.#bounds[index * 2] ?? 0, this.#bounds[index * 2 + 1] ?? 0) & mask;
      while (this.#table[place] !== 0) place = (place + 1) & mask;
      this.#table[place] = index + 1;
    }
  }
}

function grown(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** FNV-1a over four bytes at a time. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = -2_128_831_035 ^ (end - start);
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word =
      (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    value = Math.imul(value ^ word, 16_777_619);
    value ^= value >>> 15;
  }
  for (; at < end; at++) value = Math.imul(value ^ (bytes[at] ?? 0), 16_777_619);
  return value ^ (value >>> 13);
}
