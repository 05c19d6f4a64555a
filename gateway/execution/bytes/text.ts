/** Code under construction: variables get names of their own. */
export class Code {
  readonly #functions: string[] = [];
  readonly #patterns = new Map<string, number>();
  #names = 0;

  name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  addFunction(text: string): void {
    this.#functions.push(text);
  }

  /** A number for a pattern of text. */
  patternOf(text: string): number {
    const known = this.#patterns.get(text) ?? this.#patterns.size;
    this.#patterns.set(text, known);
    return known;
  }

  toString(): string {
    return this.#functions.join('\n');
  }
}

/** So many bytes are written without looking whether there is room; more would not fit into what is always left free. */
export const MAX_UNCHECKED = 1_000;
/** Longer text is compared byte by byte, so that no comparison reaches far beyond the end of the bytes. */
const MAX_WORDS = 200;

/** Code that writes text to `o` at `q`. What is long is written in parts, with a look for room behind each. */
export function writeText(text: string): string {
  const bytes = asciiOf(text);
  if (bytes.length === 0) return '';
  if (bytes.length <= MAX_UNCHECKED) return writeBytes(bytes);
  const parts = Array.from({ length: Math.ceil(bytes.length / MAX_UNCHECKED) }, (_, part) =>
    writeBytes(bytes.subarray(part * MAX_UNCHECKED, (part + 1) * MAX_UNCHECKED)),
  );
  return parts.map((part) => `${part}${CHECK_ROOM}`).join('');
}

function writeBytes(bytes: Buffer): string {
  const writes = wordsOf(bytes).map(({ kind, at, value }) => `o.set${kind}(${plus('q', at)},${value},true)`);
  return `${writes.join(';')};q+=${bytes.length};`;
}

/** Code that makes sure of room for text. */
export const CHECK_ROOM = 'checkRoom(o,q);';

/** A condition: the bytes at `p`, which `d` sees as well, are not this text. */
export function isNotText(text: string): string {
  const bytes = asciiOf(text);
  if (bytes.length > MAX_WORDS) return [...bytes].map((byte, at) => `b[${plus('p', at)}]!==${byte}`).join('||');
  return wordsOf(bytes)
    .map(({ kind, at, value }) => `d.get${kind}(${plus('p', at)},true)!==${value}`)
    .join('||');
}

/** Code that accepts this text at `p`, or nothing. */
export function expectText(text: string): string {
  const { length } = asciiOf(text);
  return length === 0 ? '' : `if(${isNotText(text)})return -1;p+=${length};`;
}

const plus = (name: string, offset: number): string => (offset === 0 ? name : `${name}+${offset}`);

/** Names of GraphQL are ASCII, and so is JSON's grammar. */
function asciiOf(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.some((byte) => byte === 0 || byte > 126)) throw new Error('text that is not ASCII');
  return bytes;
}

/** A part of a text as a number, by which it can be written or compared at once. */
interface Word {
  readonly kind: 'Float64' | 'Int32' | 'Uint16' | 'Uint8';
  readonly at: number;
  readonly value: number;
}

/**
 * A text in words of one size, the last of which may overlap the one before; the rest of three bytes in two. Doubles
 * hold eight bytes: those of ASCII are neither zeros nor NaN, so they are equal only where the bytes are.
 */
function wordsOf(bytes: Buffer): Word[] {
  const { length } = bytes;
  if (length >= 8) return starts(length, 8).map((at) => ({ kind: 'Float64', at, value: bytes.readDoubleLE(at) }));
  if (length >= 4) return starts(length, 4).map((at) => ({ kind: 'Int32', at, value: bytes.readInt32LE(at) }));
  if (length >= 2) return starts(length, 2).map((at) => ({ kind: 'Uint16', at, value: bytes.readUInt16LE(at) }));
  return [{ kind: 'Uint8', at: 0, value: bytes[0] ?? 0 }];
}

function starts(length: number, size: number): number[] {
  const places: number[] = [];
  for (let at = 0; at + size <= length; at += size) places.push(at);
  if (length % size > 0) places.push(length - size);
  return places;
}
