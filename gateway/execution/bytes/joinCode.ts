import { nesting, slotFor, Unsupported, type Variant } from './nodes.ts';
import {
  objectPieces,
  ofVariant,
  slicesOnly,
  writePieces,
  type Joining,
  type Slice,
  type Text,
  type Writing,
} from './pieces.ts';
import { SINK, takeIn } from './sinkCode.ts';
import { linkSlot, pathTo, sourceOf } from './sources.ts';
import type { Routine } from './wasm/module.ts';
import {
  add,
  equal,
  get,
  greaterSigned,
  i32,
  jump,
  label,
  load32,
  loop,
  set,
  subtract,
  unequal,
  when,
  type Op,
} from './wasm/ops.ts';
import { checkRoom, readSlot, slotAt } from './wasm/text.ts';

/** The pattern of representations that are written before they are looked for. */
const ANY_PATTERN = -1;
const SINK_LOCAL = 1;

/**
 * Writes the routine that collects what an entity fetch asks: `(record, sink)` goes from the root record to the objects at
 * the fetch's place and takes their representations in. It gives NOT_AS_ASKED when something is missing.
 */
export function joinRoutine(joining: Joining): Routine {
  const { fetch, laid, module } = joining;
  const routine = module.routine(2);
  const writing: Writing = { routine, q: routine.local(), limit: routine.local() };
  const [root, result] = [0, routine.local()];
  const walk = new Walk(joining, writing).from(laid.root.node.variants, pathTo(fetch.place), root);
  routine.define([set(writing.limit, load32(get(SINK_LOCAL), SINK.limit)), walk, set(result, i32(0))], result);
  return routine;
}

class Walk {
  readonly #joining: Joining;
  readonly #writing: Writing;
  readonly #routine: Routine;

  constructor(joining: Joining, writing: Writing) {
    this.#joining = joining;
    this.#writing = writing;
    this.#routine = writing.routine;
  }

  from(variants: ReadonlyMap<string, Variant>, path: readonly string[], record: number): Op {
    const cases = [...variants.values()].map((variant): readonly [number, Op] => [
      variant.index,
      path.length === 0 ? this.#representation(variant, record) : this.#step(variant, path, record),
    ]);
    return ofVariant(record, cases, []);
  }

  #step(variant: Variant, [first = '', ...rest]: readonly string[], record: number): Op {
    const source = sourceOf(variant, first, this.#joining.laid);
    if (!source) return [];
    const { child, type, wireName } = source.field;
    if (!child || !type) throw new Unsupported('a path through a leaf');
    const held = this.#routine.local();
    const owner = source.link ? this.#routine.local() : record;
    const within: Op = [
      set(held, readSlot(owner, slotFor(source.variant, `child ${wireName}`))),
      this.#items(nesting(type).lists, held, (item) => this.from(child.variants, rest, item)),
    ];
    if (!source.link) return within;
    return [set(owner, readSlot(record, linkSlot(variant, source.link))), when(isRecord(owner), within)];
  }

  /** Code for each object of a value, from its record or that of the first item. */
  #items(lists: readonly boolean[], held: number, each: (record: number) => Op): Op {
    const [first, ...rest] = lists;
    if (first === undefined) return when(isRecord(held), each(held));
    const [item, next] = [this.#routine.local(), label()];
    let body: Op;
    if (rest.length === 0) body = each(item);
    else {
      const inner = this.#routine.local();
      body = [set(inner, readSlot(item, 2)), this.#items(rest, inner, each)];
    }
    const step: Op = [when(unequal(readSlot(item, 0), i32(-1)), body), set(item, readSlot(item, 1)), jump(next)];
    return [set(item, get(held)), loop(next, when(isRecord(item), step))];
  }

  #representation(variant: Variant, record: number): Op {
    const { fetch, laid, facts } = this.#joining;
    const entity = {
      subgraph: fetch.subgraph,
      keyOnly: false,
      typename: (type: string): string => fetch.typenames.findLast(({ on }) => facts.fits(type, on))?.typename ?? type,
    };
    const pieces = objectPieces(
      variant,
      fetch.place,
      fetch.requires ?? [],
      entity,
      record,
      this.#routine,
      this.#joining,
    );
    if (pieces === undefined) return [];
    const brought = laid.nodes.ofFetch[fetch.index]?.variants.get(variant.type);
    if (!brought) throw new Unsupported('entities of which nothing is asked');
    const written = [...pieces, { text: ',' }];
    const slot = linkSlot(variant, fetch);
    const wanted = { variant: brought.index, link: slotAt(record, slot) };
    const take = slicesOnly(written)
      ? this.#bySlices(written, wanted)
      : this.#asWritten(writePieces(written, this.#writing), wanted);
    // An object that several others share is come upon several times; it asks once.
    return when(equal(readSlot(record, slot), i32(0)), take);
  }

  /** Takes in a representation that is written first, and taken back if there is one like it. */
  #asWritten(write: Op, wanted: Wanted): Op {
    const start = this.#routine.local();
    const { q } = this.#writing;
    return [
      this.#begin(),
      set(start, get(q)),
      write,
      takeIn(this.#routine, {
        ...wanted,
        sink: SINK_LOCAL,
        pattern: ANY_PATTERN,
        slices: [{ before: 0, range: { start, end: q } }],
        length: subtract(get(q), get(start)),
        write: [],
        q,
      }),
    ];
  }

  /** Takes in a representation that is written only if there is none with the same slices. */
  #bySlices(pieces: readonly (Text | Slice)[], wanted: Wanted): Op {
    const evaluate: Op[] = [];
    let before = 0;
    let texts = 0;
    const slices: { before: number; range: { start: number; end: number } }[] = [];
    const held = pieces.map((piece): Text | Slice => {
      if ('text' in piece) {
        before += piece.text.length;
        texts += piece.text.length;
        return piece;
      }
      const range = { start: this.#routine.local(), end: this.#routine.local() };
      evaluate.push(piece.before, set(range.start, piece.start), set(range.end, piece.end));
      slices.push({ before, range });
      before = 0;
      return { before: [], start: get(range.start), end: get(range.end) };
    });
    const length = slices.reduce<Op>(
      (sum, { range }) => add(sum, subtract(get(range.end), get(range.start))),
      i32(texts),
    );
    const pattern = this.#joining.patternOf(pieces.map((piece) => ('text' in piece ? piece.text : '\0')).join(''));
    const write: Op = [this.#begin(), writePieces(held, this.#writing)];
    return [
      evaluate,
      takeIn(this.#routine, { ...wanted, sink: SINK_LOCAL, pattern, slices, length, write, q: this.#writing.q }),
    ];
  }

  #begin(): Op {
    const { q, limit } = this.#writing;
    return [set(q, load32(get(SINK_LOCAL), SINK.at)), checkRoom(q, limit)];
  }
}

interface Wanted {
  readonly variant: number;
  /** The address of the link. */
  readonly link: Op;
}

const isRecord = (local: number): Op => greaterSigned(get(local), i32(0));
