/**
 * Scans any JSON value: custom scalars but for their strings, and extensions. Each function takes bytes and a position, and
 * gives the position after what it accepts, or -1. Behind an answer stands a zero, which nothing here accepts.
 */

const isHex = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102) || (byte >= 65 && byte <= 70));

/** The highest bit of each of four bytes, and one in each of them. */
const HIGH_BITS = 0x80808080;
const ONES = 0x01010101;

/**
 * A JSON string; its bytes were found to be UTF-8 before. Four bytes are looked at together: taking one from a byte that
 * is 0 sets its highest bit, and so finds quotes and backslashes; taking 32 finds what is below. The lowest bit so found
 * is right; those above it may be due to borrowing. Bytes of other than ASCII have that bit already, and are masked.
 */
function scanString(b: Uint8Array, d: DataView, p: number): number {
  if (b[p] !== 34) return -1;
  const { length } = b;
  let at = p + 1;
  while (at < length) {
    const word = d.getInt32(at, true);
    const found =
      ((word - 0x20202020) | ((word ^ 0x22222222) - ONES) | ((word ^ 0x5c5c5c5c) - ONES)) & ~word & HIGH_BITS;
    if (found === 0) {
      at += 4;
      continue;
    }
    at += (31 - Math.clz32(found & -found)) >> 3;
    if (b[at] === 34) return at + 1;
    at = scanEscape(b, at);
    if (at < 0) return -1;
  }
  return -1;
}

/** A backslash and what it stands for. */
function scanEscape(b: Uint8Array, p: number): number {
  if (b[p] !== 92) return -1;
  const escaped = b[p + 1];
  if (escaped !== 117) return isSimpleEscape(escaped) ? p + 2 : -1;
  return isHex(b[p + 2]) && isHex(b[p + 3]) && isHex(b[p + 4]) && isHex(b[p + 5]) ? p + 6 : -1;
}

const isSimpleEscape = (byte: number | undefined): boolean =>
  byte === 34 ||
  byte === 92 ||
  byte === 47 ||
  byte === 98 ||
  byte === 102 ||
  byte === 110 ||
  byte === 114 ||
  byte === 116;

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;

/** Digits of a JSON number's integer part, after a sign. What may not follow, as a digit after 0, is left to who calls. */
function scanDigits(b: Uint8Array, p: number): number {
  if (!isDigit(b[p])) return -1;
  let at = p + 1;
  if (b[p] !== 48) while (isDigit(b[at])) at++;
  return at;
}

/** A Float, without an exponent: it could be beyond what a double holds. */
function scanFloat(b: Uint8Array, p: number): number {
  let end = scanDigits(b, b[p] === 45 ? p + 1 : p);
  if (end < 0 || end - p > 300) return -1;
  if (b[end] === 46) {
    if (!isDigit(b[end + 1])) return -1;
    end += 2;
    while (isDigit(b[end])) end++;
  }
  return end;
}

const scanTrue = (b: Uint8Array, p: number): number =>
  b[p] === 116 && b[p + 1] === 114 && b[p + 2] === 117 && b[p + 3] === 101 ? p + 4 : -1;

const scanFalse = (b: Uint8Array, p: number): number =>
  b[p] === 102 && b[p + 1] === 97 && b[p + 2] === 108 && b[p + 3] === 115 && b[p + 4] === 101 ? p + 5 : -1;

const scanNull = (b: Uint8Array, p: number): number =>
  b[p] === 110 && b[p + 1] === 117 && b[p + 2] === 108 && b[p + 3] === 108 ? p + 4 : -1;

const MAX_DEPTH = 100;

/** Any JSON value, as compact or as spaced as it likes. */
export function scanAny(b: Uint8Array, d: DataView, p: number, depth = 0): number {
  if (depth > MAX_DEPTH) return -1;
  switch (b[p]) {
    case 34:
      return scanString(b, d, p);
    case 123:
      return scanMembers(b, d, p, 125, depth);
    case 91:
      return scanMembers(b, d, p, 93, depth);
    case 116:
      return scanTrue(b, p);
    case 102:
      return scanFalse(b, p);
    case 110:
      return scanNull(b, p);
    default:
      return scanFloat(b, p);
  }
}

export function skipSpace(b: Uint8Array, p: number): number {
  let at = p;
  while (b[at] === 32 || b[at] === 10 || b[at] === 13 || b[at] === 9) at++;
  return at;
}

/** The members of an object or the items of a list, up to `close`. */
function scanMembers(b: Uint8Array, d: DataView, p: number, close: number, depth: number): number {
  let at = skipSpace(b, p + 1);
  if (b[at] === close) return at + 1;
  for (;;) {
    if (close === 125) {
      at = scanString(b, d, at);
      if (at < 0) return -1;
      at = skipSpace(b, at);
      if (b[at] !== 58) return -1;
      at = skipSpace(b, at + 1);
    }
    at = scanAny(b, d, at, depth + 1);
    if (at < 0) return -1;
    at = skipSpace(b, at);
    if (b[at] === close) return at + 1;
    if (b[at] !== 44) return -1;
    at = skipSpace(b, at + 1);
  }
}
