import type { GraphQLOutputType } from 'graphql';
import { Expected } from './expected.ts';
import type { Style } from './habit.ts';
import { nesting, type NodeField, type ObjectNode, type Variant } from './nodes.ts';
import { listRecord, nullRecord, objectRecord } from './records.ts';
import { LeafScanner, type Scanning } from './scanLeaves.ts';
import { ENTITY, NOTE_BYTES, VARIANT } from './sinkCode.ts';
import type { Routine } from './wasm/module.ts';
import {
  advance,
  equal,
  get,
  give,
  i32,
  isZero,
  jump,
  label,
  lessSigned,
  load32,
  loop,
  set,
  store32,
  subtract,
  when,
  type Op,
} from './wasm/ops.ts';
import { expectText, isNotText, refuse, slotAt, writeSlot } from './wasm/text.ts';

/**
 * Writes the scanner of a fetch. For root fields it is `(p, target)`: it scans the root object at `p`, and writes the
 * address of its record to `target`. For entities it is `(p, notes, count)`: so many, with commas between, of the variants
 * that the notes of their representations say; to the notes goes where each is. It gives the position behind.
 *
 * What slots were made for is noted in records, one behind the other from TOP.
 */
export function fetchScanner(node: ObjectNode, isEntities: boolean, scanning: Scanning): Routine {
  return isEntities ? entitiesRoutine(node, scanning) : new Scanner(scanning, 2, node.style).objects([], false, node);
}

function entitiesRoutine(node: ObjectNode, scanning: Scanning): Routine {
  const scanner = new Scanner(scanning, 3, node.style);
  const { routine, p } = scanner;
  const [note, left] = [1, 2];
  const [variant, next] = [routine.local(), label()];
  const body: Op = [
    loop(
      next,
      set(variant, load32(get(note), VARIANT)),
      scanner.object(node, variant, (record) => store32(get(note), record, ENTITY)),
      set(left, subtract(get(left), i32(1))),
      when(get(left), [advance(note, NOTE_BYTES), expectText(node.style.comma, p), jump(next)]),
    ),
  ];
  routine.define(body, p);
  return routine;
}

/** Where the address of a record goes. */
type Target = (record: Op) => Op;

class Scanner {
  readonly routine: Routine;
  readonly p = 0;
  readonly #scanning: Scanning;
  readonly #leaves: LeafScanner;

  constructor(scanning: Scanning, params: number, style: Style) {
    this.#scanning = scanning;
    this.routine = scanning.module.routine(params);
    this.#leaves = new LeafScanner(scanning, this.routine, this.p, style);
  }

  /** The routine for objects, or lists of them, `(p, target)`. To `target` goes the address of the first record, -1 for null, 0 for an empty list. */
  objects(lists: readonly boolean[], nullable: boolean, node: ObjectNode): Routine {
    const isNoted = this.#scanning.noted.has(node);
    const into: Target | undefined = isNoted ? (record) => store32(get(1), record) : undefined;
    this.routine.define(this.#nested(lists, nullable, node, into), this.p);
    return this.routine;
  }

  /** Code that scans an object at `p`; `variant` is the local with its variant, where that is known. */
  object(node: ObjectNode, variant: number | undefined, into: Target | undefined): Op {
    const record = this.#scanning.noted.has(node) ? this.routine.local() : undefined;
    const variants = [...node.variants.values()];
    const scan = (one: Variant): Op => this.#variant(one, record);
    const note = into && record !== undefined ? into(get(record)) : [];
    const [only] = variants;
    if (!only) return refuse;
    if (node.switched) {
      const cases = variants.reduceRight<Op>(
        (otherwise, one) => when(isZero(isNotText(typeText(one), this.p)), scan(one), otherwise),
        refuse,
      );
      return [expectText('{', this.p), cases, note];
    }
    if (variant === undefined || variants.length === 1) return [scan(only), note];
    const cases = variants.reduceRight<Op>(
      (otherwise, one) => when(equal(get(variant), i32(one.index)), scan(one), otherwise),
      refuse,
    );
    return [cases, note];
  }

  /** An object whose type is known; of a switched one, `{` has been read. */
  #variant(variant: Variant, record: number | undefined): Op {
    const { comma, colon } = variant.node.style;
    const { switched } = variant.node;
    const expected = new Expected(this.p, record, switched ? '' : '{');
    const parts: Op[] = record === undefined ? [] : [objectRecord(variant, record)];
    for (const [index, field] of variant.fields.entries()) {
      expected.text(`${index === 0 ? '' : comma}"${field.wireName}"${colon}`);
      const slot = (what: string): number | undefined => variant.slots.get(`${what} ${field.wireName}`);
      expected.note(slot('start'));
      if (field.type) parts.push(expected.finish(), this.#field(field, field.type, slot('child'), record));
      else expected.text(`"${variant.type}"`);
      expected.note(slot('end'));
      // That has been compared to find the variant.
      if (switched && index === 0) parts.push(expected.finish(true));
    }
    expected.text('}');
    parts.push(expected.finish());
    return parts;
  }

  /** The value of a field; the record of what is in it goes to a slot. */
  #field(field: NodeField, type: GraphQLOutputType, slot: number | undefined, record: number | undefined): Op {
    const { lists, nullable } = nesting(type);
    if (!field.child) return this.#leaves.leaf(type);
    if (slot !== undefined && !this.#scanning.noted.has(field.child)) throw new Error('a record of what is not noted');
    const inner = new Scanner(this.#scanning, 2, field.child.style).objects(lists, nullable, field.child);
    const target = slot === undefined || record === undefined ? i32(0) : slotAt(record, slot);
    return this.#call(inner, target);
  }

  /** Calls a scanner, whose refusal is passed on. */
  #call(scanner: Routine, target: Op): Op {
    return [set(this.p, scanner.call(get(this.p), target)), when(lessSigned(get(this.p), i32(0)), give(get(this.p)))];
  }

  #nested(lists: readonly boolean[], objectNullable: boolean, node: ObjectNode, into: Target | undefined): Op {
    const [nullable, ...rest] = lists;
    const none = into ? into(i32(-1)) : [];
    if (nullable === undefined) return this.#leaves.orNull(objectNullable, this.object(node, undefined, into), none);
    if (!into)
      return this.#leaves.orNull(nullable, this.#leaves.list(this.#nested(rest, objectNullable, node, undefined)), []);
    const [item, last, first] = [this.routine.local(), this.routine.local(), this.routine.local()];
    const toItem: Target = (record) => set(item, record);
    let body: Op;
    if (rest.length === 0) {
      // A null item gets a record of its own, so that the chain goes on.
      body = [this.#nested(rest, objectNullable, node, toItem), when(equal(get(item), i32(-1)), nullRecord(item))];
    } else {
      const inner = this.routine.local();
      body = [this.#nested(rest, objectNullable, node, (record) => set(inner, record)), listRecord(item, inner)];
    }
    const chain = when(get(last), writeSlot(last, 1, get(item)), set(first, get(item)));
    const list = this.#leaves.list([body, chain, set(last, get(item))]);
    return this.#leaves.orNull(nullable, [set(first, i32(0)), set(last, i32(0)), list, into(get(first))], none);
  }
}

const typeText = ({ node, type }: Variant): string => `"__typename"${node.style.colon}"${type}"`;
