import { NoRoom, SLACK } from './tools.ts';

/** Stands as a link until what was asked for has come. */
export const ASKED = -2;

const SMALLEST_TABLE = 64;
/** What is noted of a representation: where it starts and ends, and its hash. */
const NOTES = 3;

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
  #begun = 0;
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

  /** Opens a representation. @returns where to write it. @throws NoRoom. */
  begin(): number {
    if (this.at + SLACK > this.bytes.length) throw new NoRoom('no room');
    if (this.count > 0) this.bytes[this.at++] = 44;
    this.#begun = this.at;
    return this.at;
  }

  /**
   * Closes a representation that ends at `end`: one that was there already is taken back.
   *
   * @param alike how many bytes it has in common with all that are written by the same code.
   */
  commit(end: number, link: number, variant: number, alike: number): void {
    const index = this.#indexOf(end, variant, alike);
    const taker = this.takerCount * 2;
    if (taker + 2 > this.takers.length) this.takers = grown(this.takers);
    this.takers[taker] = link;
    this.takers[taker + 1] = index;
    this.takerCount++;
  }

  /** Hangs the entities on those who asked. */
  link(tape: Int32Array): void {
    const { takers, entities } = this;
    const length = this.takerCount * 2;
    for (let at = 0; at < length; at += 2) tape[takers[at] ?? 0] = entities[takers[at + 1] ?? 0] ?? 0;
  }

  #indexOf(end: number, variant: number, alike: number): number {
    const start = this.#begun;
    const table = this.#table;
    const notes = this.#notes;
    const mask = this.#mask;
    const hashed = hash(this.words, start + alike, end);
    let place = hashed & mask;
    for (let known = table[place] ?? 0; known !== 0; known = table[place] ?? 0) {
      if (notes[known * NOTES - 1] === hashed && this.#isSame(known - 1, start, end)) {
        this.at = this.count > 0 ? start - 1 : start;
        return known - 1;
      }
      place = (place + 1) & mask;
    }
    this.at = end;
    return this.#note(start, end, hashed, variant, place);
  }

  #note(start: number, end: number, hashed: number, variant: number, place: number): number {
    const index = this.count++;
    if ((index + 1) * NOTES > this.#notes.length) this.#notes = grown(this.#notes);
    if (index + 1 > this.variants.length) {
      this.variants = grown(this.variants);
      this.entities = grown(this.entities);
    }
    this.#notes[index * NOTES] = start;
    this.#notes[index * NOTES + 1] = end;
    this.#notes[index * NOTES + 2] = hashed;
    this.variants[index] = variant;
    this.#table[place] = index + 1;
    if (this.count * 2 > this.#mask) this.#enlarge();
    return index;
  }

  #isSame(index: number, start: number, end: number): boolean {
    const from = this.#notes[index * NOTES] ?? 0;
    const length = end - start;
    if ((this.#notes[index * NOTES + 1] ?? 0) - from !== length) return false;
    const { words, bytes } = this;
    let at = 0;
    for (; at + 4 <= length; at += 4) {
      if (words.getInt32(from + at, true) !== words.getInt32(start + at, true)) return false;
    }
    for (; at < length; at++) if (bytes[from + at] !== bytes[start + at]) return false;
    return true;
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

/** A hash of bytes, four at a time; the last four may be taken twice, or reach back before the start. */
function hash(words: DataView, start: number, end: number): number {
  let value = end - start;
  for (let at = start; at + 4 < end; at += 4) {
    value = Math.imul(value ^ words.getInt32(at, true), -2_048_144_789);
    value ^= value >>> 15;
  }
  value = Math.imul(value ^ words.getInt32(end - 4, true), -2_048_144_789);
  return value ^ (value >>> 15);
}
