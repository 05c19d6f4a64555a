import { isNonNullType } from 'graphql';
import type { Fetch, Place, Required } from '../plan/form.ts';
import type { SchemaFacts } from '../plan/schemaFacts.ts';
import { keyWithin, nameInSubgraphs, requiredFields, type Entity } from '../object/representations.ts';
import { nesting, slotFor, Unsupported, type Variant } from './nodes.ts';
import { linkSlot, sourceOf, type Laid } from './sources.ts';
import { writeText, type Code } from './text.ts';

/** What code that joins is written from. */
export interface Joining {
  readonly fetch: Fetch;
  readonly laid: Laid;
  readonly facts: SchemaFacts;
  readonly code: Code;
}

/** A representation is written piece by piece. */
export type Piece = Text | Slice | { readonly code: string };

export interface Text {
  readonly text: string;
}

/** A slice of an answer, as expressions; `before` must run first, and may find that something is missing. */
export interface Slice {
  readonly before: string;
  readonly bytes: string;
  readonly start: string;
  readonly end: string;
}

export const slicesOnly = (pieces: readonly Piece[]): pieces is readonly (Text | Slice)[] =>
  pieces.every((piece) => !('code' in piece));

/** Code that writes pieces to `o` at `q`; texts next to one another are written together. */
export function writePieces(pieces: readonly Piece[]): string {
  let code = '';
  let text = '';
  for (const piece of pieces) {
    if ('text' in piece) {
      text += piece.text;
      continue;
    }
    code += writeText(text);
    text = '';
    code += 'code' in piece ? piece.code : `${piece.before}q=copy(o,q,${piece.bytes},${piece.start},${piece.end});`;
  }
  return code + writeText(text);
}

/** A part of a representation; undefined when nothing of this type is required. */
export function objectPieces(
  variant: Variant,
  place: Place,
  required: readonly Required[],
  entity: Entity,
  record: string,
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
      pieces.push({ text: key }, requiredPiece(variant, { name, selections, isKey }, record, joining));
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
  record: string,
  joining: Joining,
): Piece {
  const source = sourceOf(variant, name, joining.laid);
  if (!source) throw new Unsupported('a required field that nobody brings');
  const { code } = joining;
  const owner = source.link ? code.name('e') : record;
  const there = source.link
    ? `const ${owner}=t[${record}+${linkSlot(variant, source.link)}];if(${owner}<=0)return -1;`
    : '';
  const slot = (what: string): string => `t[${owner}+${slotFor(source.variant, `${what} ${source.field.wireName}`)}]`;
  const bytes = `B[${source.variant.node.fetch.index}]`;
  if (selections.length === 0) {
    const mayBeNull = source.alternatives || (isKey && !isNonNullType(source.field.type));
    const other = mayBeNull ? `if(${bytes}.getUint8(${slot('start')})===110)return -1;` : '';
    return { before: there + other, bytes, start: slot('start'), end: slot('end') };
  }
  const { child, type } = source.field;
  if (!child || !type) throw new Unsupported('a required object that is none');
  const held = code.name('c');
  const absent = isKey ? `if(${held}===-1)return -1;` : '';
  const value = valueCode(nesting(type).lists, held, [...child.variants.values()], selections, joining);
  return { code: `${there}const ${held}=${slot('child')};${absent}${value}` };
}

function valueCode(
  lists: readonly boolean[],
  held: string,
  variants: readonly Variant[],
  selections: readonly Required[],
  joining: Joining,
): string {
  const { code } = joining;
  const [first, ...rest] = lists;
  let value: string;
  if (first === undefined) {
    const cases = variants.map((variant) => {
      const object = objectPieces(variant, variant.node.place, selections, undefined, held, joining);
      return `case ${variant.index}:{${object ? writePieces(object) : writeText('{}')}break;}`;
    });
    value = `switch(t[${held}]){${cases.join('')}}`;
  } else {
    const item = code.name('i');
    const inner = code.name('c');
    const each =
      rest.length === 0
        ? valueCode([], item, variants, selections, joining)
        : `const ${inner}=t[${item}+2];${valueCode(rest, inner, variants, selections, joining)}`;
    value = `${writeText('[')}for(let ${item}=${held};${item}>0;${item}=t[${item}+1]){if(${item}!==${held}){${writeText(',')}}checkRoom(o,q);if(t[${item}]===-1){${writeText('null')}}else{${each}}}${writeText(']')}`;
  }
  return `if(${held}===-1){${writeText('null')}}else{${value}}`;
}
