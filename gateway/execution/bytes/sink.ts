import { Need } from './need.ts';
import { NOTE_BYTES, SINK, SINK_BYTES, TAKER_BYTES, VARIANT } from './sinkCode.ts';
import { clear, heap, lend, read32, write32, type Region } from './wasm/arena.ts';
import { SLACK } from './wasm/slices.ts';

/** How much a sink has room for. */
export class SinkRoom {
  /** Different representations. */
  readonly count = new Need(32);
  readonly takers = new Need(32);
  /** Of representations. */
  readonly bytes = new Need(4 * 1024);

  /** Something of it was too little. */
  grow(): void {
    this.count.grow();
    this.takers.grow();
    this.bytes.grow();
  }
}

/** A table so much larger than what is in it, a power of two, rarely has two at one place. */
const SPARSE = 4;

/**
 * Takes in representations under one alias: each is written once, and who wants its entity is noted. Between
 * representations stands a comma. It lies in the arena, where the routines of `sinkCode.ts` fill it.
 */
export class Sink {
  readonly region: Region;
  readonly address: number;

  private constructor(region: Region) {
    this.region = region;
    this.address = region.address;
  }

  /** A sink with nothing in it; undefined when there is no memory for it. */
  static take(room: SinkRoom): Sink | undefined {
    const count = room.count.given;
    const slots = count * SPARSE;
    const fixed = SINK_BYTES + slots * 4 + count * NOTE_BYTES + room.takers.given * TAKER_BYTES;
    const region = lend(fixed + room.bytes.given + SLACK);
    if (!region) return undefined;
    const table = region.address + SINK_BYTES;
    const notes = table + slots * 4;
    const takers = notes + count * NOTE_BYTES;
    const text = takers + room.takers.given * TAKER_BYTES;
    const set = (offset: number, value: number): void => write32(region.address + offset, value);
    clear(table, slots * 4);
    set(SINK.table, table);
    set(SINK.mask, slots - 1);
    set(SINK.notes, notes);
    set(SINK.nextNote, notes);
    set(SINK.notesEnd, takers);
    set(SINK.takers, takers);
    set(SINK.nextTaker, takers);
    set(SINK.takersEnd, text);
    set(SINK.text, text);
    set(SINK.at, text);
    set(SINK.limit, region.end - SLACK);
    return new Sink(region);
  }

  /** How many different representations there are. */
  get count(): number {
    return (this.#read(SINK.nextNote) - this.notes) / NOTE_BYTES;
  }

  /** Where the notes of representations begin. */
  get notes(): number {
    return this.#read(SINK.notes);
  }

  /** The variant that an entity will have. */
  variant(index: number): number {
    return index < this.count ? read32(this.notes + index * NOTE_BYTES + VARIANT) : -1;
  }

  /** The representations, with commas between; to be read before the sink is given back. */
  written(): Uint8Array {
    return heap.subarray(this.#read(SINK.text), this.#read(SINK.at) - 1);
  }

  /** Tells how much of the room was used. */
  tell(room: SinkRoom): void {
    room.count.used(this.count);
    room.takers.used((this.#read(SINK.nextTaker) - this.#read(SINK.takers)) / TAKER_BYTES);
    room.bytes.used(this.#read(SINK.at) - this.#read(SINK.text));
  }

  /** Nobody has asked. */
  undo(): void {
    const end = this.#read(SINK.nextTaker);
    for (let taker = this.#read(SINK.takers); taker < end; taker += TAKER_BYTES) write32(read32(taker), 0);
  }

  #read(offset: number): number {
    return read32(this.address + offset);
  }
}
