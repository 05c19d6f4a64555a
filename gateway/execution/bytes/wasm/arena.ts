import { FIRST_ADDRESS } from './cells.ts';
import { webAssembly, type Memory } from './webAssembly.ts';

/**
 * The memory in which routines run: one for all, of a fixed size, of which the system gives what is written to. Parts of it
 * are lent and given back, in sizes of powers of two. Nothing outside the byte engine keeps hold of it for longer than it
 * takes to read, so what is lent always comes back.
 */

const PAGE_BYTES = 64 * 1024;
/** 256 MB. When all are lent, the object engine takes over. */
export const MEMORY_PAGES = 4096;
/** Words may reach so far beyond what is lent. */
const LEFT_AT_END = 1024 * 1024;
const END = MEMORY_PAGES * PAGE_BYTES - LEFT_AT_END;
const SMALLEST_BITS = 10;
const LARGEST_BITS = 28;

/** Undefined where the system has no room for it. */
export const memory = reserve();
const buffer = memory?.buffer ?? new ArrayBuffer(0);
export const heap: Uint8Array = new Uint8Array(buffer);
export const heapWords: DataView = new DataView(buffer);
const heap32 = new Int32Array(buffer);

export const read32 = (address: number): number => heap32[address >> 2] ?? 0;
export const write32 = (address: number, value: number): void => {
  heap32[address >> 2] = value;
};
/** Writes zeros over so many bytes, a multiple of four. */
export const clear = (address: number, bytes: number): void => {
  heap32.fill(0, address >> 2, (address + bytes) >> 2);
};

function reserve(): Memory | undefined {
  try {
    return new webAssembly.Memory({ initial: MEMORY_PAGES, maximum: MEMORY_PAGES });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A part of the memory. */
export interface Region {
  readonly address: number;
  readonly end: number;
  readonly bits: number;
}

const free: Region[][] = Array.from({ length: LARGEST_BITS + 1 }, () => []);
/** From here on nothing was ever lent. */
let untouched = FIRST_ADDRESS;
let lent = 0;

/** Lends at least so many bytes, with whatever was written there before; undefined when there is too little. */
export function lend(bytes: number): Region | undefined {
  const bits = Math.max(SMALLEST_BITS, 32 - Math.clz32(bytes - 1));
  if (bits > LARGEST_BITS) return undefined;
  let region = take(bits);
  if (!region) {
    join();
    region = take(bits);
  }
  if (region) lent++;
  return region;
}

/** How many parts are lent. */
export const countLent = (): number => lent;

export function takeBack(region: Region): void {
  free[region.bits]?.push(region);
  lent--;
}

function take(bits: number): Region | undefined {
  return free[bits]?.pop() ?? fresh(bits) ?? halved(bits);
}

function fresh(bits: number): Region | undefined {
  const address = untouched;
  const end = address + 2 ** bits;
  if (end > END) return undefined;
  untouched = end;
  return { address, end, bits };
}

/** Half of the next larger one. */
function halved(bits: number): Region | undefined {
  if (bits === LARGEST_BITS) return undefined;
  const whole = free[bits + 1]?.pop() ?? halved(bits + 1);
  if (!whole) return undefined;
  const middle = whole.address + 2 ** bits;
  free[bits]?.push({ address: middle, end: whole.end, bits });
  return { address: whole.address, end: middle, bits };
}

/** Makes neighbours that are free into parts as large as can be, when what is asked for is not to be had otherwise. */
function join(): void {
  const parts = free.flat().sort((one, other) => one.address - other.address);
  for (const regions of free) regions.length = 0;
  let start = 0;
  let end = 0;
  for (const part of parts) {
    if (part.address !== end) {
      cut(start, end);
      start = part.address;
    }
    end = part.end;
  }
  if (end === untouched) untouched = start;
  else cut(start, end);
}

/** What is free between two addresses, the largest parts first. */
function cut(start: number, end: number): void {
  for (let address = start; address < end;) {
    const bits = Math.min(LARGEST_BITS, 31 - Math.clz32(end - address));
    free[bits]?.push({ address, end: address + 2 ** bits, bits });
    address += 2 ** bits;
  }
}
