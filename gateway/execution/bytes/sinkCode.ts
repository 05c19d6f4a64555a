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
  type Label,
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

/** What is known of a representation while it is taken in, as locals. */
interface Known {
  /** Its note, once it is found or made. */
  readonly note: number;
  /** Where in the table the first note with such a hash stands. */
  readonly place: number;
  readonly hash: number;
  readonly bytes: number;
}

/**
 * Code that takes in a representation, which is written only if there is none with the same pattern and slices, and notes
 * who wants its entity.
 */
export function takeIn(routine: Routine, one: Representation): Op {
  const { sink, pattern, slices, length, write, link } = one;
  const known: Known = {
    note: routine.local(),
    place: routine.local(),
    hash: routine.local(),
    bytes: routine.local(),
  };
  const { note, place, hash, bytes } = known;
  const sum = wide(routine);
  const [found, missing] = [label(), label()];
  return [
    set(sum, i64(BigInt(pattern + 1))),
    slices.map(({ range }) => hashSlice(routine, sum, range)),
    set(hash, narrow(get(sum))),
    set(bytes, length),
    set(place, add(load32(get(sink), SINK.table), shiftLeft(and(get(hash), load32(get(sink), SINK.mask)), i32(2)))),
    set(note, load32(get(place))),
    block(found, block(missing, search(routine, one, known, { found, missing })), write, noteDown(one, known)),
    take(routine, sink, note, link),
  ];
}

/** Follows the notes of a place to one of the same pattern and slices. */
function search(
  routine: Routine,
  { pattern, slices }: Representation,
  { note, hash, bytes }: Known,
  { found, missing }: Readonly<Record<'found' | 'missing', Label>>,
): Op {
  const f = routine.local();
  const [next, differ] = [label(), label()];
  return loop(
    next,
    jumpIf(missing, isZero(get(note))),
    block(
      differ,
      jumpIf(differ, unequal(load32(get(note), NOTE.hash), get(hash))),
      jumpIf(differ, unequal(load32(get(note), NOTE.pattern), i32(pattern))),
      jumpIf(differ, unequal(load32(get(note), NOTE.length), get(bytes))),
      set(f, load32(get(note), NOTE.start)),
      slices.map(({ before, range }): Op => [advance(f, before), compareSlice(routine, f, range, differ)]),
      jump(found),
    ),
    set(note, load32(get(note), NOTE.next)),
    jump(next),
  );
}

/** Makes the note of a representation that has just been written, first in its place. */
function noteDown({ sink, pattern, q, variant }: Representation, { note, place, hash, bytes }: Known): Op {
  const keep = (offset: number, value: Op): Op => store32(get(note), value, offset);
  return [
    set(note, load32(get(sink), SINK.nextNote)),
    when(equal(get(note), load32(get(sink), SINK.notesEnd)), tooLong),
    store32(get(sink), add(get(note), i32(NOTE_BYTES)), SINK.nextNote),
    keep(NOTE.start, load32(get(sink), SINK.at)),
    keep(NOTE.length, get(bytes)),
    keep(NOTE.hash, get(hash)),
    keep(NOTE.pattern, i32(pattern)),
    keep(NOTE.next, load32(get(place))),
    keep(VARIANT, i32(variant)),
    store32(get(place), get(note)),
    store32(get(sink), get(q), SINK.at),
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
