/** Memory that is lent out, written on, and given back, in sizes of powers of two. */

const SMALLEST_BITS = 12;
const LARGEST_BITS = 20;
/** What is kept of each size, in bytes; more is left to the garbage collector. */
const KEPT_PER_SIZE = 8 * 1024 * 1024;

const kept: Buffer[][] = Array.from({ length: LARGEST_BITS - SMALLEST_BITS + 1 }, () => []);

/** Memory for at least so many bytes, with whatever was written on it before. It is the taker's until given back. */
export function takePage(bytes: number): Buffer {
  const bits = Math.max(SMALLEST_BITS, 32 - Math.clz32(Math.max(1, bytes) - 1));
  if (bits > LARGEST_BITS) return Buffer.allocUnsafeSlow(bytes);
  return kept[bits - SMALLEST_BITS]?.pop() ?? Buffer.allocUnsafeSlow(1 << bits);
}

/**
 * Takes memory back. Nobody may read or write it from then on, nor a socket: only when its `writableLength` is 0 has
 * the system copied what was written to it.
 */
export function givePageBack(page: Buffer): void {
  const bits = 31 - Math.clz32(page.length);
  const pages = kept[bits - SMALLEST_BITS];
  if (pages && page.length === 1 << bits && pages.length * page.length < KEPT_PER_SIZE) pages.push(page);
}
