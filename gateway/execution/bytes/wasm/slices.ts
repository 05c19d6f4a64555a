import type { Routine } from './module.ts';
import {
  add,
  advance,
  copyMemory,
  get,
  greater,
  I64,
  i32,
  i64,
  jump,
  jumpIf,
  label,
  type Label,
  less,
  load64,
  load128,
  loop,
  multiply64,
  set,
  shiftLeft,
  shiftLeft64,
  shiftRight64,
  store128,
  subtract,
  unequal64,
  when,
  widen,
  isNotZero64,
  xor64,
  type Op,
} from './ops.ts';
import { tooLong } from './text.ts';

/** Room that is always left behind what was written: for text between two looks for room, and for copies that overshoot. */
export const SLACK = 8 * 1024;
/** Longer runs of bytes are copied by the system. */
const LONG = 512;

/** Locals with where a slice of an answer starts and ends. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Code that copies a slice to `q`, and moves `q` behind it. Sixteen bytes are copied together; what is written behind the
 * last one is written over by what comes next.
 */
export function copySlice(routine: Routine, q: number, limit: number, start: Op, end: Op): Op {
  const [from, after] = [routine.local(), routine.local()];
  const next = label();
  return [
    set(from, start),
    set(after, add(get(q), subtract(end, get(from)))),
    when(greater(get(after), get(limit)), tooLong),
    when(
      greater(subtract(get(after), get(q)), i32(LONG)),
      copyMemory(get(q), get(from), subtract(get(after), get(q))),
      loop(
        next,
        store128(get(q), load128(get(from))),
        advance(from, 16),
        advance(q, 16),
        jumpIf(next, less(get(q), get(after))),
      ),
    ),
    set(q, get(after)),
  ];
}

/** How far the last one to eight bytes must be moved so that what stands behind them is gone. */
const beyond = (at: number, end: number): Op =>
  widen(subtract(i32(64), shiftLeft(subtract(get(end), get(at)), i32(3))));

const hasMoreThanEight = (at: number, end: number): Op => greater(subtract(get(end), get(at)), i32(8));

const FACTOR = 0x9e3779b97f4a7c15n;

/** Code that adds a slice, of at least one byte, to the hash of 64 bits in a local. */
export function hashSlice(routine: Routine, hash: number, { start, end }: Range): Op {
  const at = routine.local();
  const next = label();
  const mix = (word: Op): Op => [
    set(hash, multiply64(xor64(get(hash), word), i64(FACTOR))),
    set(hash, xor64(get(hash), shiftRight64(get(hash), i64(32n)))),
  ];
  return [
    set(at, get(start)),
    loop(next, when(hasMoreThanEight(at, end), [mix(load64(get(at))), advance(at, 8), jump(next)])),
    mix(shiftLeft64(load64(get(at)), beyond(at, end))),
  ];
}

/** Code that jumps to `differ` unless the bytes at `f` are those of a slice of at least one byte; `f` moves on behind them. */
export function compareSlice(routine: Routine, f: number, { start, end }: Range, differ: Label): Op {
  const at = routine.local();
  const next = label();
  return [
    set(at, get(start)),
    loop(
      next,
      when(hasMoreThanEight(at, end), [
        jumpIf(differ, unequal64(load64(get(f)), load64(get(at)))),
        advance(at, 8),
        advance(f, 8),
        jump(next),
      ]),
    ),
    jumpIf(differ, isNotZero64(shiftLeft64(xor64(load64(get(f)), load64(get(at))), beyond(at, end)))),
    set(f, add(get(f), subtract(get(end), get(at)))),
  ];
}

/** A new local of 64 bits. */
export const wide = (routine: Routine): number => routine.local(I64);
