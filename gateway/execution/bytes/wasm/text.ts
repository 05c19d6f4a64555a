import {
  add,
  advance,
  get,
  give,
  greater,
  i32,
  i64,
  isZero,
  load16,
  load32,
  load64,
  load8,
  or,
  or64,
  store16,
  store32,
  store64,
  store8,
  unequal,
  unequal64,
  when,
  xor64,
  type Op,
} from './ops.ts';

/** What routines give that scan, join or write, in place of a position. */
export const NOT_AS_ASKED = -1;
/** There is too little memory; with more it may work. */
export const NO_ROOM = -2;

export const refuse: Op = give(i32(NOT_AS_ASKED));
export const tooLong: Op = give(i32(NO_ROOM));

/** So many bytes are written without looking whether there is room; more would not fit into what is always left free. */
export const MAX_UNCHECKED = 1_000;

/** Names of GraphQL are ASCII, and so is JSON's grammar. */
function asciiOf(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.some((byte) => byte === 0 || byte > 126)) throw new Error('text that is not ASCII');
  return bytes;
}

/** A part of a text, by which it is compared or written at once. */
interface Word {
  readonly size: 1 | 2 | 4 | 8;
  readonly at: number;
}

/** A text in words of one size, the last of which may overlap the one before; the rest of three bytes in two. */
function wordsOf(length: number): Word[] {
  const size = length >= 8 ? 8 : length >= 4 ? 4 : length >= 2 ? 2 : 1;
  const words: Word[] = [];
  for (let at = 0; at + size <= length; at += size) words.push({ size, at });
  if (length % size > 0) words.push({ size, at: length - size });
  return words;
}

/** Code that writes text at `q` and moves it on. What is long is written in parts, with a look for room behind each. */
export function writeText(text: string, q: number, limit: number): Op {
  const bytes = asciiOf(text);
  if (bytes.length <= MAX_UNCHECKED) return writeBytes(bytes, q);
  const count = Math.ceil(bytes.length / MAX_UNCHECKED);
  return Array.from({ length: count }, (_, part) => [
    writeBytes(bytes.subarray(part * MAX_UNCHECKED, (part + 1) * MAX_UNCHECKED), q),
    checkRoom(q, limit),
  ]);
}

/** Code that makes sure of room for text. */
export const checkRoom = (q: number, limit: number): Op => when(greater(get(q), get(limit)), tooLong);

function writeBytes(bytes: Buffer, q: number): Op {
  if (bytes.length === 0) return [];
  const writes = wordsOf(bytes.length).map(({ size, at }): Op => {
    if (size === 8) return store64(get(q), i64(bytes.readBigInt64LE(at)), at);
    if (size === 4) return store32(get(q), i32(bytes.readInt32LE(at)), at);
    if (size === 2) return store16(get(q), i32(bytes.readUInt16LE(at)), at);
    return store8(get(q), i32(bytes.readUInt8(at)), at);
  });
  return [writes, advance(q, bytes.length)];
}

/** A condition: the bytes at `p` are not this text. */
export function isNotText(text: string, p: number): Op {
  const bytes = asciiOf(text);
  const words = wordsOf(bytes.length);
  if (bytes.length >= 8) {
    const [first, ...rest] = words.map(({ at }): readonly [Op, Op] => [
      load64(get(p), at),
      i64(bytes.readBigInt64LE(at)),
    ]);
    if (!first) throw new Error('no words');
    if (rest.length === 0) return unequal64(...first);
    return unequal64(
      rest.reduce<Op>((sum, word) => or64(sum, xor64(...word)), xor64(...first)),
      i64(0n),
    );
  }
  return words
    .map(({ size, at }) => {
      if (size === 4) return unequal(load32(get(p), at), i32(bytes.readInt32LE(at)));
      if (size === 2) return unequal(load16(get(p), at), i32(bytes.readUInt16LE(at)));
      return unequal(load8(get(p), at), i32(bytes.readUInt8(at)));
    })
    .reduce<Op>((sum, test, index) => (index === 0 ? test : or(sum, test)), i32(0));
}

/** Code that accepts this text at `p` and goes on behind it, or refuses. */
export function expectText(text: string, p: number): Op {
  return text.length === 0 ? [] : [when(isNotText(text, p), refuse), advance(p, text.length)];
}

/** Whether the byte at `p` is this one. */
export const isByte = (p: number, byte: string): Op => isZero(unequal(load8(get(p)), i32(byte.charCodeAt(0))));

/** The address of a slot of a record. */
export const slotAt = (record: number, slot: number): Op => add(get(record), i32(slot * 4));
export const readSlot = (record: number, slot: number): Op => load32(get(record), slot * 4);
export const writeSlot = (record: number, slot: number, value: Op): Op => store32(get(record), value, slot * 4);
