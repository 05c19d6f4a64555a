import type { Module, Routine } from './wasm/module.ts';
import {
  add,
  advance,
  and,
  block,
  equal,
  get,
  i32,
  i64,
  isZero,
  jump,
  jumpIf,
  label,
  less,
  load32,
  loop,
  narrow,
  set,
  shiftLeft,
  store32,
  unequal,
  when,
  type Op,
} from './wasm/ops.ts';
import { compareSlice, hashSlice, wide, type Range } from './wasm/slices.ts';
import { tooLong } from './wasm/text.ts';

/** What a sink holds, by offset. It lies in the memory of routines; `sink.ts` makes it, and the code here fills it. */
export const SINK = {
  /** Where the next representation goes, where there is no more room for it, and where the first one is. */
  at: 0,
  limit: 4,
  text: 8,
  /** Notes of representations: the first, the next, and where they must end. */
  notes: 12,
  nextNote: 16,
  notesEnd: 20,
  /** Takers: the address of a link, and of the note of the representation whose entity it wants. */
  takers: 24,
  nextTaker: 28,
  takersEnd: 32,
  /** Notes by hash: the table, and one less than its length. */
  table: 36,
  mask: 40,
} as const;
export const SINK_BYTES = 64;

/** What is noted of a representation, by offset; `next` is another with its place in the table. */
const NOTE = { start: 0, length: 4, hash: 8, pattern: 12, next: 16 } as const;
/** The variant that the entity will have, and its record, once it has come. */
export const VARIANT = 20;
export const ENTITY = 24;
export const NOTE_BYTES = 32;
export const TAKER_BYTES = 8;

/** Stands as a link until what was asked for has come. */
const ASKED = -2;

/** A representation about to be taken in, as expressions and locals. */
export interface Representation {
  readonly sink: number;
  /** What it is made of but for its slices. */
  readonly pattern: number;
  /** Its slices, with how many bytes of text stand before each. */
  readonly slices: readonly { readonly before: number; readonly range: Range }[];
  /** How long it is, with the comma behind it. */
  readonly length: Op;
  /** Code that writes it, and moves the local on to behind it. */
  readonly write: Op;
  readonly q: number;
  readonly variant: number;
  /** The address of the link that wants its entity. */
  readonly link: Op;
}

/**
 * Code that takes in a representation, which is written only if there is none with the same pattern and slices, and notes
 * who wants its entity.
 */
export function takeIn(routine: Routine, one: Representation): Op {
  const { sink, pattern, slices, length, write, q, variant, link } = one;
  const [note, place, hash, bytes, f] = [
    routine.local(),
    routine.local(),
    routine.local(),
    routine.local(),
    routine.local(),
  ];
  const sum = wide(routine);
  const [known, missing, search, differ] = [label(), label(), label(), label()];
  const compare = slices.map(({ before, range }): Op => [advance(f, before), compareSlice(routine, f, range, differ)]);
  const add32 = (offset: number, value: Op): Op => store32(get(note), value, offset);
  return [
    set(sum, i64(BigInt(pattern + 1))),
    slices.map(({ range }) => hashSlice(routine, sum, range)),
    set(hash, narrow(get(sum))),
    set(bytes, length),
    set(place, add(load32(get(sink), SINK.table), shiftLeft(and(get(hash), load32(get(sink), SINK.mask)), i32(2)))),
    set(note, load32(get(place))),
    block(
      known,
      block(
        missing,
        loop(
          search,
          jumpIf(missing, isZero(get(note))),
          block(
            differ,
            jumpIf(differ, unequal(load32(get(note), NOTE.hash), get(hash))),
            jumpIf(differ, unequal(load32(get(note), NOTE.pattern), i32(pattern))),
            jumpIf(differ, unequal(load32(get(note), NOTE.length), get(bytes))),
            set(f, load32(get(note), NOTE.start)),
            compare,
            jump(known),
          ),
          set(note, load32(get(note), NOTE.next)),
          jump(search),
        ),
      ),
      write,
      set(note, load32(get(sink), SINK.nextNote)),
      when(equal(get(note), load32(get(sink), SINK.notesEnd)), tooLong),
      store32(get(sink), add(get(note), i32(NOTE_BYTES)), SINK.nextNote),
      add32(NOTE.start, load32(get(sink), SINK.at)),
      add32(NOTE.length, get(bytes)),
      add32(NOTE.hash, get(hash)),
      add32(NOTE.pattern, i32(pattern)),
      add32(NOTE.next, load32(get(place))),
      add32(VARIANT, i32(variant)),
      store32(get(place), get(note)),
      store32(get(sink), get(q), SINK.at),
    ),
    take(routine, sink, note, link),
  ];
}

function take(routine: Routine, sink: number, note: number, link: Op): Op {
  const [taker, wanting] = [routine.local(), routine.local()];
  return [
    set(taker, load32(get(sink), SINK.nextTaker)),
    when(equal(get(taker), load32(get(sink), SINK.takersEnd)), tooLong),
    store32(get(sink), add(get(taker), i32(TAKER_BYTES)), SINK.nextTaker),
    set(wanting, link),
    store32(get(taker), get(wanting)),
    store32(get(taker), get(note), 4),
    store32(get(wanting), i32(ASKED)),
  ];
}

/** The routine `(sink)` that hangs the entities on those who asked. */
export function linkRoutine(module: Module): Routine {
  const routine = module.routine(1);
  const sink = 0;
  const [taker, next] = [routine.local(), label()];
  routine.define(
    [
      set(taker, load32(get(sink), SINK.takers)),
      loop(
        next,
        when(less(get(taker), load32(get(sink), SINK.nextTaker)), [
          store32(load32(get(taker)), load32(load32(get(taker), 4), ENTITY)),
          advance(taker, TAKER_BYTES),
          jump(next),
        ]),
      ),
    ],
    sink,
  );
  return routine;
}
