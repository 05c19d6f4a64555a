import { isNonNullType } from 'graphql';
import type { Fetch, Place, Required } from '../plan/form.ts';
import type { SchemaFacts } from '../plan/schemaFacts.ts';
import { keyWithin, nameInSubgraphs, requiredFields, type Entity } from '../object/representations.ts';
import { nesting, slotFor, Unsupported, type Variant } from './nodes.ts';
import { linkSlot, sourceOf, type Laid } from './sources.ts';
import type { Module, Routine } from './wasm/module.ts';
import { equal, get, i32, lessSigned, load8, loop, jump, label, set, unequal, when, type Op } from './wasm/ops.ts';
import { copySlice } from './wasm/slices.ts';
import { checkRoom, readSlot, refuse, writeText } from './wasm/text.ts';

/** What code that joins is written from. */
export interface Joining {
  readonly fetch: Fetch;
  readonly laid: Laid;
  readonly facts: SchemaFacts;
  readonly module: Module;
  /** A number for a pattern of text. */
  patternOf(text: string): number;
}

/** The routine that joins, and the locals by which it writes. */
export interface Writing {
  readonly routine: Routine;
  readonly q: number;
  readonly limit: number;
}

/** A representation is written piece by piece. */
export type Piece = Text | Slice | { readonly code: (writing: Writing) => Op };

export interface Text {
  readonly text: string;
}

/** A slice of an answer; `before` must run first, and may find that something is missing. */
export interface Slice {
  readonly before: Op;
  readonly start: Op;
  readonly end: Op;
}

export const slicesOnly = (pieces: readonly Piece[]): pieces is readonly (Text | Slice)[] =>
  pieces.every((piece) => !('code' in piece));

/** Code that writes pieces; texts next to one another are written together. */
export function writePieces(pieces: readonly Piece[], writing: Writing): Op {
  const { routine, q, limit } = writing;
  const parts: Op[] = [];
  let text = '';
  for (const piece of pieces) {
    if ('text' in piece) {
      text += piece.text;
      continue;
    }
    parts.push(writeText(text, q, limit));
    text = '';
    parts.push(
      'code' in piece ? piece.code(writing) : [piece.before, copySlice(routine, q, limit, piece.start, piece.end)],
    );
  }
  return [parts, writeText(text, q, limit)];
}

/** A part of a representation, of the object in a local; undefined when nothing of this type is required. */
export function objectPieces(
  variant: Variant,
  place: Place,
  required: readonly Required[],
  entity: Entity,
  record: number,
  routine: Routine,
  joining: Joining,
): readonly Piece[] | undefined {
  const fields = requiredFields(place, required, joining.facts, variant.type, entity);
  if (!fields) return undefined;
  const typename = entity?.typename(variant.type) ?? variant.type;
  const keyNames = entity && keyWithin(fields, joining.facts.keysOf(entity.subgraph, typename));
  const pieces: Piece[] = [];
  for (const [name, selections] of fields) {
    const key = `${pieces.length === 0 ? '{' : ','}"${nameInSubgraphs(name, joining.facts)}":`;
    if (name === '__typename') pieces.push({ text: `${key}"${typename}"` });
    else {
      const isKey = keyNames?.includes(name) === true;
      pieces.push({ text: key }, requiredPiece(variant, { name, selections, isKey }, record, routine, joining));
    }
  }
  pieces.push({ text: '}' });
  return pieces;
}

interface RequiredPart {
  readonly name: string;
  readonly selections: readonly Required[];
  /** Nobody is found by a key that is null. */
  readonly isKey: boolean;
}

function requiredPiece(
  variant: Variant,
  { name, selections, isKey }: RequiredPart,
  record: number,
  routine: Routine,
  joining: Joining,
): Piece {
  const source = sourceOf(variant, name, joining.laid);
  if (!source) throw new Unsupported('a required field that nobody brings');
  const owner = source.link ? routine.local() : record;
  const there: Op = source.link
    ? [set(owner, readSlot(record, linkSlot(variant, source.link))), when(lessSigned(get(owner), i32(1)), refuse)]
    : [];
  const slot = (what: string): Op => readSlot(owner, slotFor(source.variant, `${what} ${source.field.wireName}`));
  if (selections.length === 0) {
    const mayBeNull = source.alternatives || (isKey && !isNonNullType(source.field.type));
    const other = mayBeNull ? refuseNull(slot('start')) : [];
    return { before: [there, other], start: slot('start'), end: slot('end') };
  }
  const { child, type } = source.field;
  if (!child || !type) throw new Unsupported('a required object that is none');
  const held = routine.local();
  const absent = isKey ? when(equal(get(held), i32(-1)), refuse) : [];
  const values = { variants: [...child.variants.values()], selections, joining };
  const child32 = slot('child');
  return {
    code: (writing) => [there, set(held, child32), absent, valueCode(nesting(type).lists, held, values, writing)],
  };
}

/** Refuses a value that is null. */
export const refuseNull = (start: Op): Op => when(equal(load8(start), i32('n'.charCodeAt(0))), refuse);

interface Values {
  readonly variants: readonly Variant[];
  readonly selections: readonly Required[];
  readonly joining: Joining;
}

function valueCode(lists: readonly boolean[], held: number, values: Values, writing: Writing): Op {
  const { routine, q, limit } = writing;
  const text = (value: string): Op => writeText(value, q, limit);
  const [first, ...rest] = lists;
  let value: Op;
  if (first === undefined) {
    value = objectCode(held, values, writing);
  } else {
    const item = routine.local();
    const next = label();
    let each: Op;
    if (rest.length === 0) each = valueCode([], item, values, writing);
    else {
      const inner = routine.local();
      each = [set(inner, readSlot(item, 2)), valueCode(rest, inner, values, writing)];
    }
    const body: Op = [
      when(unequal(get(item), get(held)), text(',')),
      checkRoom(q, limit),
      when(equal(readSlot(item, 0), i32(-1)), text('null'), each),
      set(item, readSlot(item, 1)),
      jump(next),
    ];
    value = [text('['), set(item, get(held)), loop(next, when(get(item), body)), text(']')];
  }
  return when(equal(get(held), i32(-1)), text('null'), value);
}

function objectCode(held: number, { variants, selections, joining }: Values, writing: Writing): Op {
  const cases = variants.map((variant): readonly [number, Op] => {
    const object = objectPieces(variant, variant.node.place, selections, undefined, held, writing.routine, joining);
    return [variant.index, object ? writePieces(object, writing) : writeText('{}', writing.q, writing.limit)];
  });
  return ofVariant(held, cases, []);
}

/** Code for the variant of the object in a local. */
export function ofVariant(record: number, cases: readonly (readonly [number, Op])[], otherwise: Op): Op {
  return cases.reduceRight<Op>(
    (rest, [index, code]) => when(equal(readSlot(record, 0), i32(index)), code, rest),
    otherwise,
  );
}
