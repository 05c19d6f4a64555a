import type { Fetch, Place, Required } from '../plan/form.ts';
import type { SchemaFacts } from '../plan/schemaFacts.ts';
import { keyWithin, nameInSubgraphs, requiredFields, type Entity } from '../object/representations.ts';
import { nesting, slotFor, Unsupported, type Variant } from './nodes.ts';
import { linkSlot, pathTo, sourceOf, type Laid } from './sources.ts';
import { ASKED } from './sink.ts';
import { writeText, type Code } from './text.ts';

interface Joining {
  readonly fetch: Fetch;
  readonly laid: Laid;
  readonly facts: SchemaFacts;
  readonly code: Code;
}

/**
 * Writes the code that collects what an entity fetch asks: `join<index>(t, r, B, S)` goes from the root record to the
 * objects at the fetch's place and writes their representations to the sink `S`. It gives -1 when something is missing.
 */
export function writeJoinCode(joining: Joining): void {
  const { fetch, laid, code } = joining;
  const walk = walkFunction(laid.root.node.variants, pathTo(fetch.place), joining);
  code.addFunction(`function join${fetch.index}(t,r,B,S){return ${walk}(t,r,B,S);}`);
}

function walkFunction(variants: ReadonlyMap<string, Variant>, path: readonly string[], joining: Joining): string {
  const name = joining.code.name('j');
  const cases = [...variants.values()].map((variant) => {
    const body = path.length === 0 ? representationCode(variant, joining) : stepCode(variant, path, joining);
    return `case ${variant.index}:{${body}break;}`;
  });
  joining.code.addFunction(`function ${name}(t,r,B,S){switch(t[r]){${cases.join('')}}return 0;}`);
  return name;
}

function stepCode(variant: Variant, [first = '', ...rest]: readonly string[], joining: Joining): string {
  const source = sourceOf(variant, first, joining.laid);
  if (!source) return '';
  const { child, type, wireName } = source.field;
  if (!child || !type) throw new Unsupported('a path through a leaf');
  const { code } = joining;
  const next = walkFunction(child.variants, rest, joining);
  const held = code.name('c');
  const go = (record: string): string => `if(${next}(t,${record},B,S)<0)return -1;`;
  const within = `const ${held}=t[${source.link ? 'e' : 'r'}+${slotFor(source.variant, `child ${wireName}`)}];${itemsCode(nesting(type).lists, held, go, code)}`;
  if (!source.link) return within;
  return `const e=t[r+${linkSlot(variant, source.link)}];if(e>0){${within}}`;
}

/** Code for each object of a value, from its record or that of the first item. */
function itemsCode(lists: readonly boolean[], held: string, each: (record: string) => string, code: Code): string {
  const [first, ...rest] = lists;
  if (first === undefined) return `if(${held}>0){${each(held)}}`;
  const item = code.name('i');
  const inner = code.name('c');
  const body = rest.length === 0 ? each(item) : `const ${inner}=t[${item}+2];${itemsCode(rest, inner, each, code)}`;
  return `for(let ${item}=${held};${item}>0;${item}=t[${item}+1]){if(t[${item}]!==-1){${body}}}`;
}

function representationCode(variant: Variant, joining: Joining): string {
  const { fetch, laid, facts } = joining;
  const entity = {
    subgraph: fetch.subgraph,
    keyOnly: false,
    typename: (type: string): string => fetch.typenames.findLast(({ on }) => facts.fits(type, on))?.typename ?? type,
  };
  const required = fetch.requires ?? [];
  const brought = laid.nodes.ofFetch[fetch.index]?.variants.get(variant.type);
  const object = objectCode(variant, fetch.place, required, entity, 'r', joining);
  if (object === undefined) return '';
  if (!brought) throw new Unsupported('entities of which nothing is asked');
  // An object that several others share is come upon several times; it asks once.
  const link = `r+${linkSlot(variant, fetch)}`;
  const alike = openingOf(object);
  return `if(t[${link}]===0){const o=S.words;let q=S.begin();${codeOf(object)}S.commit(q,${link},${brought.index},${alike});t[${link}]=${ASKED};}`;
}

/** What is written: text, and code that writes to `o` at `q`. */
type Piece = { readonly text: string } | { readonly code: string };

/** The length of what is always written first. */
function openingOf(pieces: readonly Piece[]): number {
  let length = 0;
  for (const piece of pieces) {
    if (!('text' in piece)) break;
    length += piece.text.length;
  }
  return length;
}

/** The code of pieces; texts next to one another are written together. */
function codeOf(pieces: readonly Piece[]): string {
  let code = '';
  let text = '';
  for (const piece of pieces) {
    if ('text' in piece) {
      text += piece.text;
      continue;
    }
    code += writeText(text) + piece.code;
    text = '';
  }
  return code + writeText(text);
}

/** A part of a representation; undefined when nothing of this type is required. */
function objectCode(
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
      pieces.push({ text: key }, { code: requiredCode(variant, { name, selections, isKey }, record, joining) });
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

function requiredCode(
  variant: Variant,
  { name, selections, isKey }: RequiredPart,
  record: string,
  joining: Joining,
): string {
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
    const other = source.alternatives || isKey ? `if(${bytes}.getUint8(${slot('start')})===110)return -1;` : '';
    return `${there}${other}q=copy(o,q,${bytes},${slot('start')},${slot('end')});`;
  }
  const { child, type } = source.field;
  if (!child || !type) throw new Unsupported('a required object that is none');
  const held = code.name('c');
  const absent = isKey ? `if(${held}===-1)return -1;` : '';
  return `${there}const ${held}=${slot('child')};${absent}${valueCode(nesting(type).lists, held, [...child.variants.values()], selections, joining)}`;
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
      const object = objectCode(variant, variant.node.place, selections, undefined, held, joining);
      return `case ${variant.index}:{${object ? codeOf(object) : writeText('{}')}break;}`;
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
