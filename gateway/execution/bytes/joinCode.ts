import { nesting, slotFor, Unsupported, type Variant } from './nodes.ts';
import { objectPieces, slicesOnly, writePieces, type Joining, type Slice, type Text } from './pieces.ts';
import { ASKED } from './sink.ts';
import { linkSlot, pathTo, sourceOf } from './sources.ts';
import type { Code } from './text.ts';

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
  const pieces = objectPieces(variant, fetch.place, fetch.requires ?? [], entity, 'r', joining);
  if (pieces === undefined) return '';
  const brought = laid.nodes.ofFetch[fetch.index]?.variants.get(variant.type);
  if (!brought) throw new Unsupported('entities of which nothing is asked');
  // An object that several others share is come upon several times; it asks once.
  const link = `r+${linkSlot(variant, fetch)}`;
  const written = [...pieces, { text: ',' }];
  const take = slicesOnly(written)
    ? takeBySlices(written, brought, link, joining.code)
    : `let q=S.at;checkRoom(o,q);${writePieces(written)}S.commit(q,${brought.index},${link});`;
  return `if(t[${link}]===0){const o=S.words;${take}t[${link}]=${ASKED};}`;
}

/** Code that takes in a representation, which is written only if there is none with the same slices. */
function takeBySlices(pieces: readonly (Text | Slice)[], { index }: Variant, link: string, code: Code): string {
  const pattern = code.patternOf(pieces.map((piece) => ('text' in piece ? piece.text : '\0')).join(''));
  let before = '';
  let hashed = `${pattern}`;
  let offset = 0;
  let lengths = '';
  const same: string[] = [];
  const held = pieces.map((piece) => {
    if ('text' in piece) {
      offset += piece.text.length;
      return piece;
    }
    const [bytes, start, end] = [code.name('d'), code.name('s'), code.name('e')];
    before += `${piece.before}const ${bytes}=${piece.bytes},${start}=${piece.start},${end}=${piece.end};`;
    hashed = `hash(${hashed},${bytes},${start},${end})`;
    same.push(`same(o,f+${offset}${lengths},${bytes},${start},${end})`);
    lengths += `+${end}-${start}`;
    return { before: '', bytes, start, end };
  });
  return (
    `${before}const h=${hashed},m=${offset}${lengths};let k=S.find(h,${pattern},m);` +
    `while(k>0){const f=S.startOf(k);if(${same.join('&&') || 'true'})break;k=S.next(k,h,${pattern},m);}` +
    `if(k>0)S.take(k,${link});else{let q=S.at;checkRoom(o,q);${writePieces(held)}S.add(q,h,${pattern},m,${index},${link});}`
  );
}
