import { hash, same, SLACK } from './slices.ts';

/** Stands as a link until what was asked for has come. */
export const ASKED = -2;

const SMALLEST_TABLE = 256;
/** A table so much larger than what is in it rarely has two at one place. */
const SPARSE = 4;
/** What is noted of a representation: its start, its length, its hash, its pattern, and the next at its place. */
const NOTES = 5;
/** The pattern of representations that are written before they are looked for. */
const ANY_PATTERN = -1;

/**
 * Takes in representations under one alias: each is written once, and who wants its entity is noted. Between
 * representations stands a comma.
 */
export class Sink {
  bytes: Uint8Array = new Uint8Array(2 * SLACK);
  /** The same, by words. */
  words: DataView = new DataView(this.bytes.buffer);
  at = 0;
  /** How many different representations there are. */
  count = 0;
  /** For each taker: where on the tape its link stands, and the index of its representation. */
  takers: Int32Array = new Int32Array(64);
  /** How much of it is used. */
  takerCount = 0;
  /** The variant that each entity will have. */
  variants: Int32Array = new Int32Array(32);
  /** Where on the tape each entity is, once it has come. */
  entities: Int32Array = new Int32Array(32);
  #notes: Int32Array = new Int32Array(32 * NOTES);
  /** Indices of representations, from 1, by hash. Of the table as much is used as the last use has needed. */
  #table: Int32Array = new Int32Array(SMALLEST_TABLE);
  #mask = SMALLEST_TABLE - 1;

  /** Forgets everything, to begin anew. */
  reset(): void {
    let size = SMALLEST_TABLE;
    while (size < this.count * SPARSE) size *= 2;
    this.#table.fill(0, 0, size);
    this.#mask = size - 1;
    this.at = 0;
    this.count = 0;
    this.takerCount = 0;
  }

  /** Makes more room; what was written is lost, and nobody has asked. */
  grow(tape: Int32Array): void {
    for (let taker = 0; taker < this.takerCount; taker += 2) tape[this.takers[taker] ?? 0] = 0;
    this.bytes = new Uint8Array(this.bytes.length * 2);
    this.words = new DataView(this.bytes.buffer);
    this.reset();
  }

  /**
   * Looks for a representation with this hash, pattern (its text around the slices) and length.
   *
   * @returns its index, from 1, or 0. Whether its slices are the same, the caller must see; if not, `next` goes on.
   */
  find(hashed: number, pattern: number, length: number): number {
    return this.#look(this.#table[hashed & this.#mask] ?? 0, hashed, pattern, length);
  }

  next(known: number, hashed: number, pattern: number, length: number): number {
    return this.#look(this.#notes[known * NOTES - 1] ?? 0, hashed, pattern, length);
  }

  startOf(known: number): number {
    return this.#notes[(known - 1) * NOTES] ?? 0;
  }

  /**
   * Keeps a representation that was looked for, not found, and written up to `end`, with a comma behind it; the link at
   * a place of the tape wants its entity.
   */
  add(end: number, hashed: number, pattern: number, length: number, variant: number, link: number): void {
    const index = this.count++;
    if (index === this.variants.length) this.#makeRoom();
    const at = index * NOTES;
    const notes = this.#notes;
    notes[at] = this.at;
    notes[at + 1] = length;
    notes[at + 2] = hashed;
    notes[at + 3] = pattern;
    this.variants[index] = variant;
    this.at = end;
    this.#place(index);
    this.take(index + 1, link);
    if (index * SPARSE > this.#mask) this.#enlarge();
  }

  /** Notes that the link at a place of the tape wants the entity of a representation. */
  take(known: number, link: number): void {
    const taker = this.takerCount;
    if (taker + 2 > this.takers.length) this.takers = grown(this.takers);
    this.takers[taker] = link;
    this.takers[taker + 1] = known - 1;
    this.takerCount = taker + 2;
  }

  /** Takes in a representation that was written up to `end`, with a comma behind it, unless there is one like it. */
  commit(end: number, variant: number, link: number): void {
    const { words, at: start } = this;
    const length = end - start;
    const hashed = hash(ANY_PATTERN, words, start, end);
    let known = this.find(hashed, ANY_PATTERN, length);
    while (known > 0 && !same(words, this.startOf(known), words, start, end)) {
      known = this.next(known, hashed, ANY_PATTERN, length);
    }
    if (known > 0) this.take(known, link);
    else this.add(end, hashed, ANY_PATTERN, length, variant, link);
  }

  /** The representations, with commas between. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.at - 1);
  }

  /** Hangs the entities on those who asked. */
  link(tape: Int32Array): void {
    const { takers, entities, takerCount } = this;
    for (let at = 0; at < takerCount; at += 2) tape[takers[at] ?? 0] = entities[takers[at + 1] ?? 0] ?? 0;
  }

  #look(first: number, hashed: number, pattern: number, length: number): number {
    let known = first;
    while (known !== 0) {
      const at = (known - 1) * NOTES;
      const notes = this.#notes;
      if (notes[at + 2] === hashed && notes[at + 3] === pattern && notes[at + 1] === length) return known;
      known = notes[at + 4] ?? 0;
    }
    return 0;
  }

  #place(index: number): void {
    const place = (this.#notes[index * NOTES + 2] ?? 0) & this.#mask;
    this.#notes[index * NOTES + 4] = this.#table[place] ?? 0;
    this.#table[place] = index + 1;
  }

  #makeRoom(): void {
    this.variants = grown(this.variants);
    this.entities = grown(this.entities);
    this.#notes = grown(this.#notes);
  }

  #enlarge(): void {
    const size = (this.#mask + 1) * 2;
    if (size > this.#table.length) this.#table = new Int32Array(size);
    else this.#table.fill(0, 0, size);
    this.#mask = size - 1;
    for (let index = 0; index < this.count; index++) this.#place(index);
  }
}

function grown(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
