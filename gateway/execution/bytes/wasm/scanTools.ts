import type { Module, Routine } from './module.ts';
import {
  add,
  add64,
  advance,
  and,
  and64,
  bitsOfBytes,
  block,
  equal,
  equalBytes,
  get,
  give,
  greater,
  i32,
  i64,
  I64,
  isZero,
  jump,
  jumpIf,
  label,
  less,
  lessBytes,
  load64,
  load8,
  load128,
  loop,
  multiply,
  narrow,
  or,
  or64,
  orBytes,
  set,
  shiftRight64,
  sixteen,
  subtract,
  tee,
  trailingZeros,
  trailingZeros64,
  V128,
  when,
  xor64,
  type Op,
} from './ops.ts';
import { isByte, NOT_AS_ASKED, refuse } from './text.ts';

/** Routines that scanners call: each takes a position and gives the one behind what it accepts, or NOT_AS_ASKED. */
export interface ScanTools {
  /** Any JSON value. */
  readonly any: Routine;
  /** A backslash and what it stands for. */
  readonly escape: Routine;
  /** An Int of 32 bits. */
  readonly int: Routine;
  /** A Float without an exponent. */
  readonly float: Routine;
}

/** Adds the routines to a module. */
export function addScanTools(module: Module): ScanTools {
  const any = module.import('any', 1);
  const [escape, int, float] = [module.routine(1), module.routine(1), module.routine(1)];
  defineEscape(escape);
  defineInt(int);
  defineFloat(float);
  return { any, escape, int, float };
}

/**
 * Code that scans a JSON string at `p`; its bytes were found to be UTF-8 before. Sixteen bytes are looked at together. Behind
 * a body stands a zero, which ends every string.
 */
export function scanString(routine: Routine, p: number, { escape }: ScanTools): Op {
  const bytes = routine.local(V128);
  const found = routine.local();
  const [next, end] = [label(), label()];
  const special = orBytes(
    orBytes(equalBytes(tee(bytes, load128(get(p))), sixteen(34)), equalBytes(get(bytes), sixteen(92))),
    lessBytes(get(bytes), sixteen(32)),
  );
  return [
    when(isZero(isByte(p, '"')), refuse),
    advance(p, 1),
    block(
      end,
      loop(
        next,
        when(isZero(tee(found, bitsOfBytes(special))), [advance(p, 16), jump(next)]),
        set(p, add(get(p), trailingZeros(get(found)))),
        jumpIf(end, isByte(p, '"')),
        set(p, escape.call(get(p))),
        when(equal(get(p), i32(NOT_AS_ASKED)), refuse),
        jump(next),
      ),
    ),
    advance(p, 1),
  ];
}

const isOneOf = (p: number, offset: number, bytes: string): Op =>
  [...bytes]
    .map((byte): Op => equal(load8(get(p), offset), i32(byte.charCodeAt(0))))
    .reduce((sum, test) => or(sum, test));

const isWithin = (p: number, offset: number, first: string, count: number): Op =>
  less(subtract(load8(get(p), offset), i32(first.charCodeAt(0))), i32(count));

function defineEscape(routine: Routine): void {
  const p = 0;
  const isHex = (offset: number): Op =>
    or(or(isWithin(p, offset, '0', 10), isWithin(p, offset, 'a', 6)), isWithin(p, offset, 'A', 6));
  routine.define(
    [
      when(isZero(isByte(p, '\\')), refuse),
      when(isOneOf(p, 1, '"\\/bfnrt'), give(add(get(p), i32(2)))),
      when(isZero(isOneOf(p, 1, 'u')), refuse),
      ...[2, 3, 4, 5].map((offset) => when(isZero(isHex(offset)), refuse)),
      advance(p, 6),
    ],
    p,
  );
}

const ZEROS = 0x3030303030303030n;
const LOW_BITS = 0x7f7f7f7f7f7f7f7fn;
const HIGH_BITS = 0x8080808080808080n;
/** What lifts the number 10, and none below, to the highest bit of a byte. */
const FROM_TEN = 0x7676767676767676n;

/**
 * Code that gives how many of the eight bytes at `p` are digits before the first that is none, as a number of bits; 64 for
 * all. A byte less "0" is below ten for digits only.
 */
function digitBits(p: number, word: number): Op {
  return [
    set(word, xor64(load64(get(p)), i64(ZEROS))),
    trailingZeros64(and64(or64(add64(and64(get(word), i64(LOW_BITS)), i64(FROM_TEN)), get(word)), i64(HIGH_BITS))),
  ];
}

/**
 * An Int of 32 bits. Whoever calls finds out that a fraction or an exponent follows, as that is not what it expects: up to
 * seven digits are looked at together.
 */
function defineInt(routine: Routine): void {
  const p = 0;
  const [word, bits] = [routine.local(I64), routine.local(I64)];
  const [isNegative, start, value, count] = [routine.local(), routine.local(), routine.local(), routine.local()];
  const next = label();
  const most = add(i32(2_147_483_647), get(isNegative));
  routine.define(
    [
      set(isNegative, isByte(p, '-')),
      set(p, add(get(p), get(isNegative))),
      set(bits, digitBits(p, word)),
      when(isByte(p, '0'), give(add(get(p), i32(1)))),
      set(count, narrow(shiftRight64(get(bits), i64(3n)))),
      when(isZero(get(count)), refuse),
      when(less(get(count), i32(8)), give(add(get(p), get(count)))),
      // Eight digits or more.
      set(start, get(p)),
      loop(
        next,
        when(isWithin(p, 0, '0', 10), [
          when(greater(subtract(get(p), get(start)), i32(9)), refuse),
          // Of ten digits, those that begin with 5 or more are too much, and with them what would not fit.
          when(and(equal(subtract(get(p), get(start)), i32(9)), greater(get(value), i32(429_496_728))), refuse),
          set(value, subtract(add(multiply(get(value), i32(10)), load8(get(p))), i32(48))),
          advance(p, 1),
          jump(next),
        ]),
      ),
      when(and(equal(subtract(get(p), get(start)), i32(10)), greater(get(value), most)), refuse),
    ],
    p,
  );
}

/** Longer ones could be beyond what a double holds. */
const MAX_FLOAT = 300;

function defineFloat(routine: Routine): void {
  const p = 0;
  const start = routine.local();
  const skipDigits = (): Op => {
    const next = label();
    return loop(next, when(isWithin(p, 0, '0', 10), [advance(p, 1), jump(next)]));
  };
  routine.define(
    [
      set(start, get(p)),
      set(p, add(get(p), isByte(p, '-'))),
      when(isZero(isWithin(p, 0, '0', 10)), refuse),
      when(isByte(p, '0'), advance(p, 1), skipDigits()),
      when(greater(subtract(get(p), get(start)), i32(MAX_FLOAT)), refuse),
      when(isByte(p, '.'), [when(isZero(isWithin(p, 1, '0', 10)), refuse), advance(p, 2), skipDigits()]),
    ],
    p,
  );
}
