/** Instructions of WebAssembly as they are written here: expressions within one another, without a stack in sight. */

/** Bytes, and blocks and jumps, whose bytes depend on what is around them. */
export type Op = number | Block | Jump | readonly Op[];

/** Where a jump goes: behind a block, or to the begin of a loop. */
export type Label = symbol;
export const label = (): Label => Symbol('label');

interface Block {
  readonly opening: number;
  readonly label: Label | undefined;
  readonly body: Op;
  readonly otherwise: Op | undefined;
}

interface Jump {
  readonly opcode: number;
  readonly to: Label;
}

export const I32 = 0x7f;
export const I64 = 0x7e;
export const V128 = 0x7b;
export type ValueType = typeof I32 | typeof I64 | typeof V128;

/** A number without a sign, as the format writes it. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  while (left > 127) {
    bytes.push((left & 127) | 128);
    left >>>= 7;
  }
  bytes.push(left);
  return bytes;
}

function signed(value: bigint): number[] {
  const bytes: number[] = [];
  let left = value;
  for (;;) {
    const byte = Number(left & 127n);
    left >>= 7n;
    if ((left === 0n && byte < 64) || (left === -1n && byte >= 64)) return [...bytes, byte];
    bytes.push(byte | 128);
  }
}

export const i32 = (value: number): Op => [0x41, ...signed(BigInt(value | 0))];
export const i64 = (value: bigint): Op => [0x42, ...signed(BigInt.asIntN(64, value))];
/** Sixteen times the same byte. */
export const sixteen = (byte: number): Op => [0xfd, 0x0c, ...new Array<number>(16).fill(byte)];

export const get = (local: number): Op => [0x20, ...unsigned(local)];
export const set = (local: number, value: Op): Op => [value, 0x21, ...unsigned(local)];
export const tee = (local: number, value: Op): Op => [value, 0x22, ...unsigned(local)];
/** Adds a number to a local. */
export const advance = (local: number, by: number): Op => (by === 0 ? [] : set(local, add(get(local), i32(by))));

const two =
  (opcode: number) =>
  (one: Op, other: Op): Op => [one, other, opcode];

export const equal = two(0x46);
export const unequal = two(0x47);
export const lessSigned = two(0x48);
export const greaterSigned = two(0x4a);
export const less = two(0x49);
export const greater = two(0x4b);
export const add = two(0x6a);
export const subtract = two(0x6b);
export const multiply = two(0x6c);
export const and = two(0x71);
export const or = two(0x72);
export const shiftLeft = two(0x74);
export const isZero = (value: Op): Op => [value, 0x45];
export const trailingZeros = (value: Op): Op => [value, 0x68];

export const unequal64 = two(0x52);
export const add64 = two(0x7c);
export const multiply64 = two(0x7e);
export const and64 = two(0x83);
export const or64 = two(0x84);
export const xor64 = two(0x85);
export const shiftLeft64 = two(0x86);
export const shiftRight64 = two(0x88);
const isZero64 = (value: Op): Op => [value, 0x50];
export const isNotZero64 = (value: Op): Op => isZero(isZero64(value));
export const trailingZeros64 = (value: Op): Op => [value, 0x7a];
export const narrow = (value: Op): Op => [value, 0xa7];
export const widen = (value: Op): Op => [value, 0xad];

/** Byte by byte: which of sixteen are equal, or less; and the highest bit of each as a number. */
export const equalBytes = (one: Op, other: Op): Op => [one, other, 0xfd, 0x23];
export const lessBytes = (one: Op, other: Op): Op => [one, other, 0xfd, 0x26];
export const orBytes = (one: Op, other: Op): Op => [one, other, 0xfd, 0x50];
export const bitsOfBytes = (value: Op): Op => [value, 0xfd, 0x64];

const load =
  (...opcode: number[]) =>
  (at: Op, offset = 0): Op => [at, ...opcode, 0, ...unsigned(offset)];
const store =
  (...opcode: number[]) =>
  (at: Op, value: Op, offset = 0): Op => [at, value, ...opcode, 0, ...unsigned(offset)];

export const load8 = load(0x2d);
export const load16 = load(0x2f);
export const load32 = load(0x28);
export const load64 = load(0x29);
export const load128 = load(0xfd, 0x00);
export const store8 = store(0x3a);
export const store16 = store(0x3b);
export const store32 = store(0x36);
export const store64 = store(0x37);
export const store128 = store(0xfd, 0x0b);
export const copyMemory = (to: Op, from: Op, length: Op): Op => [to, from, length, 0xfc, 0x0a, 0, 0];

export const block = (label: Label, ...body: Op[]): Op => ({ opening: 0x02, label, body, otherwise: undefined });
export const loop = (label: Label, ...body: Op[]): Op => ({ opening: 0x03, label, body, otherwise: undefined });
export const when = (condition: Op, then: Op, otherwise?: Op): Op => [
  condition,
  { opening: 0x04, label: undefined, body: then, otherwise },
];
export const jump = (to: Label): Op => ({ opcode: 0x0c, to });
export const jumpIf = (to: Label, condition: Op): Op => [condition, { opcode: 0x0d, to }];
export const give = (value: Op): Op => [value, 0x0f];

/** Blocks and jumps take and leave nothing. */
const NOTHING = 0x40;
const ELSE = 0x05;
export const END = 0x0b;

/** The bytes of instructions. */
export function bytesOf(op: Op): number[] {
  const bytes: number[] = [];
  append(op, [], bytes);
  return bytes;
}

function append(op: Op, around: (Label | undefined)[], bytes: number[]): void {
  if (typeof op === 'number') {
    bytes.push(op);
  } else if ('opening' in op) {
    bytes.push(op.opening, NOTHING);
    around.push(op.label);
    append(op.body, around, bytes);
    if (op.otherwise !== undefined) {
      bytes.push(ELSE);
      append(op.otherwise, around, bytes);
    }
    around.pop();
    bytes.push(END);
  } else if ('opcode' in op) {
    const depth = around.length - 1 - around.lastIndexOf(op.to);
    if (depth === around.length) throw new Error('a jump to where it is not');
    bytes.push(op.opcode, ...unsigned(depth));
  } else {
    for (const part of op) append(part, around, bytes);
  }
}
