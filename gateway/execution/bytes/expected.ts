import { add, advance, get, i32, when, type Op } from './wasm/ops.ts';
import { isNotText, refuse, writeSlot } from './wasm/text.ts';

/** Text that must come next, gathered to be compared at once, and the slots for positions within it. */
export class Expected {
  readonly #p: number;
  readonly #record: number | undefined;
  #text: string;
  #notes: Op[] = [];

  constructor(p: number, record: number | undefined, text: string) {
    this.#p = p;
    this.#record = record;
    this.#text = text;
  }

  text(text: string): void {
    this.#text += text;
  }

  /** Notes where the next text, or the value behind it, starts. */
  note(slot: number | undefined): void {
    if (slot === undefined || this.#record === undefined) return;
    this.#notes.push(writeSlot(this.#record, slot, add(get(this.#p), i32(this.#text.length))));
  }

  /** Code that accepts the text, or nothing. */
  finish(isCertain = false): Op {
    const { length } = this.#text;
    const test = isCertain || length === 0 ? [] : when(isNotText(this.#text, this.#p), refuse);
    const code = [test, this.#notes, advance(this.#p, length)];
    this.#text = '';
    this.#notes = [];
    return code;
  }
}
