import type { Program } from './program.ts';
import { clear, lend, read32, takeBack, write32, type Region } from './wasm/arena.ts';
import { TOP, TOP_LIMIT } from './wasm/cells.ts';

/** How large the records of a form's runs have been. */
export interface Records {
  bytes: number;
}

/** No run begins with more, however large others were: many run at once. */
const MAX_FIRST_BYTES = 1024 * 1024;
const MAX_RECORD_BYTES = 64 * 1024 * 1024;

/** The memory that a run writes on; it belongs to no other until it is given back. */
export class Scratch {
  /** The record that what the fetches of root fields brought hangs on. */
  readonly root: number;
  readonly #regions: Region[] = [];
  readonly #records: Records;
  /** How much room for records the latest region has. */
  #bytes: number;
  /** Where the next record goes, and up to where there is room. */
  #top: number;
  #limit: number;

  private constructor(first: Region, { rootBytes }: Pick<Program, 'rootBytes'>, records: Records, bytes: number) {
    this.#regions.push(first);
    this.#records = records;
    this.#bytes = bytes;
    this.root = first.address;
    clear(first.address, rootBytes);
    this.#top = first.address + rootBytes;
    this.#limit = first.end;
  }

  /** With an empty root record; undefined when there is no memory. */
  static take(program: Pick<Program, 'rootBytes'>, records: Records): Scratch | undefined {
    const bytes = Math.min(records.bytes, MAX_FIRST_BYTES);
    const first = lend(program.rootBytes + bytes);
    return first && new Scratch(first, program, records, bytes);
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

  /**
   * Goes on with more room for records, those that are there stay where they are: twice what this run had, or what others
   * have needed meanwhile. @returns whether there is any.
   */
  enlarge(): boolean {
    const bytes = Math.max(this.#bytes * 2, Math.min(this.#records.bytes, MAX_FIRST_BYTES));
    const region = bytes > MAX_RECORD_BYTES ? undefined : this.lend(bytes);
    if (!region) return false;
    this.#bytes = bytes;
    this.#records.bytes = Math.max(this.#records.bytes, bytes);
    this.#top = region.address;
    this.#limit = region.end;
    return true;
  }

  /** Whoever gives back must have nothing under way that still reads. */
  giveBack(): void {
    for (const region of this.#regions) takeBack(region);
    this.#regions.length = 0;
  }
}
