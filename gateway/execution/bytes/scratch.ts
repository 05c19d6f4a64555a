import type { Need } from './need.ts';
import type { Program } from './program.ts';
import { clear, lend, read32, takeBack, write32, type Region } from './wasm/arena.ts';
import { TOP, TOP_LIMIT } from './wasm/cells.ts';

const MAX_RECORD_BYTES = 64 * 1024 * 1024;

/** The memory that a run writes on; it belongs to no other until it is given back. */
export class Scratch {
  /** The record that what the fetches of root fields brought hangs on. */
  readonly root: number;
  readonly #regions: Region[] = [];
  readonly #records: Need;
  /** Where the next record goes, and up to where there is room. */
  #top: number;
  #limit: number;
  /** Where the records begin, as long as they lie one behind the other. */
  #begin: number | undefined;
  #given: number;

  private constructor(first: Region, { rootBytes }: Pick<Program, 'rootBytes'>, records: Need) {
    this.#regions.push(first);
    this.#records = records;
    this.#given = records.given;
    this.root = first.address;
    this.#begin = first.address;
    clear(first.address, rootBytes);
    this.#top = first.address + rootBytes;
    this.#limit = first.end;
  }

  /** With an empty root record; undefined when there is no memory. */
  static take(program: Pick<Program, 'rootBytes'>, records: Need): Scratch | undefined {
    const first = lend(program.rootBytes + records.given);
    return first && new Scratch(first, program, records);
  }

  /** Lends memory for as long as the run takes. */
  lend(bytes: number): Region | undefined {
    const region = lend(bytes);
    if (region) this.#regions.push(region);
    return region;
  }

  keep(region: Region): void {
    this.#regions.push(region);
  }

  /** Lets routines note records. What they noted counts when `keepRecords` says so. */
  openRecords(): void {
    write32(TOP, this.#top);
    write32(TOP_LIMIT, this.#limit);
  }

  keepRecords(): void {
    this.#top = read32(TOP);
  }

  /** Goes on with more room for records, those that are there stay where they are. @returns whether there is any. */
  enlarge(): boolean {
    // Another run may have asked for more meanwhile.
    if (this.#given >= this.#records.given) {
      if (this.#given >= MAX_RECORD_BYTES) return false;
      this.#records.grow();
    }
    this.#given = this.#records.given;
    const region = this.lend(this.#records.given);
    if (!region) return false;
    this.#begin = undefined;
    this.#top = region.address;
    this.#limit = region.end;
    return true;
  }

  /** Whoever gives back must have nothing under way that still reads. */
  giveBack(): void {
    if (this.#begin !== undefined) this.#records.used(this.#top - this.#begin);
    for (const region of this.#regions) takeBack(region);
    this.#regions.length = 0;
  }
}
