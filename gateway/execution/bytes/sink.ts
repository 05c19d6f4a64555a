import { hash, NoRoom, same, SLACK } from './slices.ts';

/** Stands as a link until what was asked for has come. */
export const ASKED = -2;

const SMALLEST_TABLE = 64;
/** What is noted of a representation: where it starts, its length, its hash, and its pattern. */
const NOTES = 4;
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
  takerCount = 0;
  /** The variant that each entity will have. */
  variants: Int32Array = new Int32Array(32);
  /** Where on the tape each entity is, once it has come. */
  entities: Int32Array = new Int32Array(32);
  /** Where in the table the last search has ended. */
  #place = 0;
  #notes: Int32Array = new Int32Array(32 * NOTES);
  /** Indices of representations, from 1, by hash. Only as much of the table is used as the last use has filled. */
  #table: Int32Array = new Int32Array(SMALLEST_TABLE);
  #mask = SMALLEST_TABLE - 1;

  /** Forgets everything, to begin anew. */
  reset(): void {
    let size = SMALLEST_TABLE;
    while (size < this.count * 2) size *= 2;
    this.#table.fill(0, 0, size);
    this.#mask = size - 1;
    this.at = 0;
    this.count = 0;
    this.takerCount = 0;
  }

  /** Makes more room; what was written is lost, and nobody has asked. */
  grow(tape: Int32Array): void {
    for (let taker = 0; taker < this.takerCount; taker++) tape[this.takers[taker * 2] ?? 0] = 0;
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
    this.#place = hashed & this.#mask;
    return this.#look(hashed, pattern, length);
  }

  next(hashed: number, pattern: number, length: number): number {
    this.#place = (this.#place + 1) & this.#mask;
    return this.#look(hashed, pattern, length);
  }

  startOf(known: number): number {
    return this.#notes[(known - 1) * NOTES] ?? 0;
  }

  /** @returns where to write a representation. @throws NoRoom. */
  begin(): number {
    if (this.at + SLACK > this.bytes.length) throw new NoRoom('no room');
    if (this.count === 0) return this.at;
    this.bytes[this.at] = 44;
    return this.at + 1;
  }

  /** Keeps a representation that was looked for, not found, and written up to `end`. @returns its index, from 1. */
  add(end: number, hashed: number, pattern: number, length: number, variant: number): number {
    const index = this.count++;
    if ((index + 1) * NOTES > this.#notes.length) this.#notes = grown(this.#notes);
    if (index + 1 > this.variants.length) {
      this.variants = grown(this.variants);
      this.entities = grown(this.entities);
    }
    const notes = this.#notes;
    notes[index * NOTES] = end - length;
    notes[index * NOTES + 1] = length;
    notes[index * NOTES + 2] = hashed;
    notes[index * NOTES + 3] = pattern;
    this.variants[index] = variant;
    this.at = end;
    this.#table[this.#place] = index + 1;
    if (this.count * 2 > this.#mask) this.#enlarge();
    return index + 1;
  }

  /** Notes that the link at a place of the tape wants the entity of a representation. */
  take(link: number, known: number): void {
    const taker = this.takerCount * 2;
    if (taker + 2 > this.takers.length) this.takers = grown(this.takers);
    this.takers[taker] = link;
    this.takers[taker + 1] = known - 1;
    this.takerCount++;
  }

  /** Takes in a representation that was written up to `end`, unless there is one like it. @returns its index, from 1. */
  commit(end: number, variant: number): number {
    const start = this.count > 0 ? this.at + 1 : this.at;
    const { words } = this;
    const length = end - start;
    const hashed = hash(ANY_PATTERN, words, start, end);
    let known = this.find(hashed, ANY_PATTERN, length);
    while (known > 0 && !same(words, this.startOf(known), words, start, end)) {
      known = this.next(hashed, ANY_PATTERN, length);
    }
    return known > 0 ? known : this.add(end, hashed, ANY_PATTERN, length, variant);
  }

  /** Hangs the entities on those who asked. */
  link(tape: Int32Array): void {
    const { takers, entities } = this;
    const length = this.takerCount * 2;
    for (let at = 0; at < length; at += 2) tape[takers[at] ?? 0] = entities[takers[at + 1] ?? 0] ?? 0;
  }

  #look(hashed: number, pattern: number, length: number): number {
    const table = this.#table;
    const notes = this.#notes;
    const mask = this.#mask;
    let place = this.#place;
    let known = table[place] ?? 0;
    while (known !== 0) {
      const at = (known - 1) * NOTES;
      if (notes[at + 2] === hashed && notes[at + 3] === pattern && notes[at + 1] === length) break;
      place = (place + 1) & mask;
      known = table[place] ?? 0;
    }
    this.#place = place;
    return known;
  }

  #enlarge(): void {
    const size = (this.#mask + 1) * 2;
    if (size > this.#table.length) this.#table = new Int32Array(size);
    else this.#table.fill(0, 0, size);
    this.#mask = size - 1;
    for (let index = 0; index < this.count; index++) {
      let place = (this.#notes[index * NOTES + 2] ?? 0) & this.#mask;
      while (this.#table[place] !== 0) place = (place + 1) & this.#mask;
      this.#table[place] = index + 1;
    }
  }
}

function grown(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
