/**
 * Reading and writing the heads of HTTP/1.1 messages as bytes: making text of what is only compared or counted costs more
 * than all else of a small message's head.
 */

/** By byte: 1 what may stand in a header's name as well as in its value, 2 in its value only, 0 in neither. */
export const HEADER_KINDS = new Uint8Array(256);
HEADER_KINDS.fill(2, 32, 256);
HEADER_KINDS[9] = 2;
HEADER_KINDS[127] = 0;
for (const byte of Buffer.from("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")) {
  HEADER_KINDS[byte] = 1;
}

interface Known {
  readonly name: Uint8Array;
  readonly index: number;
}

/** Names of headers that are looked for. */
export class HeaderNames {
  readonly #byLength: Known[][] = [];

  /** @param names in small letters. */
  constructor(names: readonly string[]) {
    const longest = Math.max(...names.map(({ length }) => length));
    for (let length = 0; length <= longest; length++) this.#byLength.push([]);
    for (const [index, name] of names.entries()) {
      this.#byLength[name.length]?.push({ name: new Uint8Array(Buffer.from(name)), index });
    }
  }

  /** The index of the name that stands here, in whatever case; -1 for another. What stands here must be a name. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (length >= this.#byLength.length) return -1;
    for (const { name, index } of this.#byLength[length] ?? []) if (isName(bytes, start, name)) return index;
    return -1;
  }
}

/** Among what may stand in a name, only letters change with this bit. */
const SMALL = 32;

function isName(bytes: Uint8Array, start: number, name: Uint8Array): boolean {
  for (let at = 0; at < name.length; at++) if (((bytes[start + at] ?? 0) | SMALL) !== name[at]) return false;
  return true;
}

/** Whether this text stands here. */
export function isText(bytes: Uint8Array, start: number, text: Uint8Array): boolean {
  for (let at = 0; at < text.length; at++) if (bytes[start + at] !== text[at]) return false;
  return true;
}

const isSpace = (byte: number | undefined): boolean => byte === 32 || byte === 9;

/** Where a value begins behind the space before it. */
export function valueStart(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(bytes[at])) at++;
  return at;
}

/** Where a value ends before the space behind it. */
function valueEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(bytes[at - 1])) at--;
  return at;
}

/** A value as text, without the space around it. */
export function valueText(bytes: Buffer, start: number, end: number): string {
  const from = valueStart(bytes, start, end);
  return bytes.toString('latin1', from, valueEnd(bytes, from, end));
}

/** The number that a value is, with so many digits at most and nothing else but space around; -1 for anything else. */
export function valueNumber(bytes: Uint8Array, start: number, end: number, maxDigits: number): number {
  const from = valueStart(bytes, start, end);
  const to = valueEnd(bytes, from, end);
  if (from === to || to - from > maxDigits) return -1;
  let number = 0;
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** Writes a whole number that is not negative, in digits. @returns where it ends. */
export function writeNumber(bytes: Uint8Array, start: number, number: number): number {
  let end = start + 1;
  for (let rest = number; rest >= 10; rest = Math.floor(rest / 10)) end++;
  let rest = number;
  for (let at = end - 1; at >= start; at--) {
    bytes[at] = 48 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  return end;
}
