import { getNamedType, isEnumType, type GraphQLOutputType } from 'graphql';
import type { SchemaFacts } from '../plan/schemaFacts.ts';
import type { Style } from './habits.ts';
import { nesting, recordSize, type NodeField, type ObjectNode, type Variant } from './nodes.ts';
import { expectText, isNotText, type Code } from './text.ts';

/**
 * Writes the scanners of objects: `n<id>(b, d, t, p, v)` gives the position after the object at `p`, -1 when it is not
 * what was asked, -2 when the tape is too short. `d` are the bytes `b` by words. What slots were made for is noted on the tape `t`, whose first
 * element is where it ends; `v` is the variant where that is known before.
 */
export function writeScanners(
  nodes: readonly ObjectNode[],
  noted: ReadonlySet<ObjectNode>,
  facts: SchemaFacts,
  code: Code,
): void {
  for (const node of nodes) {
    const opening = node.switched ? `if(b[p]!==123)return -1;p++;${findVariant(node)}` : '';
    const cases = [...node.variants.values()].map(
      (variant) => `case ${variant.index}:{${variantCode(variant, noted, facts, code)}break;}`,
    );
    code.addFunction(
      `function n${node.id}(b,d,t,p,v){${opening}${noted.has(node) ? 'let r=t[0];' : ''}` +
        `switch(v){${cases.join('')}default:return -1;}return p;}`,
    );
  }
}

const typeText = ({ node, type }: Variant): string => `"__typename"${node.style.colon}"${type}"`;

/** The type comes first; its name decides. The position stays before it. */
function findVariant(node: ObjectNode): string {
  const tests = [...node.variants.values()].map(
    (variant) => `if(!(${isNotText(typeText(variant))}))v=${variant.index};`,
  );
  return `v=-1;${tests.join('else ')}`;
}

/** Text that must come next, gathered to be compared at once, and the slots for positions within it. */
class Expected {
  #text: string;
  #notes = '';

  constructor(text: string) {
    this.#text = text;
  }

  text(text: string): void {
    this.#text += text;
  }

  /** Notes where the next text, or the value behind it, starts. */
  note(slot: number | undefined): void {
    if (slot !== undefined) this.#notes += `t[r+${slot}]=p+${this.#text.length};`;
  }

  /** Code that accepts the text, or nothing. */
  finish(isCertain = false): string {
    const { length } = this.#text;
    const test = isCertain || length === 0 ? '' : `if(${isNotText(this.#text)})return -1;`;
    const code = `${test}${this.#notes}${length === 0 ? '' : `p+=${length};`}`;
    this.#text = '';
    this.#notes = '';
    return code;
  }
}

function variantCode(variant: Variant, noted: ReadonlySet<ObjectNode>, facts: SchemaFacts, code: Code): string {
  const parts: string[] = [];
  const { comma, colon } = variant.node.style;
  if (noted.has(variant.node)) {
    const size = recordSize(variant);
    parts.push(`if(r+${size}+8>t.length)return -2;t[0]=r+${size};t[r]=${variant.index};t[r+1]=0;`);
    for (const [what, slot] of variant.slots) if (what.startsWith('link ')) parts.push(`t[r+${slot}]=0;`);
  }
  const { switched } = variant.node;
  const expected = new Expected(switched ? '' : '{');
  for (const [index, field] of variant.fields.entries()) {
    expected.text(`${index === 0 ? '' : comma}"${field.wireName}"${colon}`);
    const slot = (what: string): number | undefined => variant.slots.get(`${what} ${field.wireName}`);
    expected.note(slot('start'));
    if (field.type) {
      const value = fieldCode(field, field.type, slot('child'), variant.node.style, noted, facts, code);
      parts.push(expected.finish(), value);
    } else {
      expected.text(`"${variant.type}"`);
    }
    expected.note(slot('end'));
    // That has been compared to find the variant.
    if (switched && index === 0) parts.push(expected.finish(true));
  }
  expected.text('}');
  parts.push(expected.finish());
  return parts.join('');
}

/** Scans a value; its record goes to the slot `child`. */
function fieldCode(
  field: NodeField,
  type: GraphQLOutputType,
  child: number | undefined,
  style: Style,
  noted: ReadonlySet<ObjectNode>,
  facts: SchemaFacts,
  code: Code,
): string {
  if (!field.child) return leafCode(type, style, facts, code);
  const target = child === undefined ? undefined : code.name('c');
  const value = objectsCode(type, field.child, target, noted, code);
  return target === undefined ? value : `let ${target}=0;${value}t[r+${child}]=${target};`;
}

/** Scans a leaf, or lists of leaves. */
function leafCode(type: GraphQLOutputType, style: Style, facts: SchemaFacts, code: Code): string {
  const { lists, nullable } = nesting(type);
  const scalar = `p=${scanOf(type, facts)};if(p<0)return -1;`;
  let inner = nullable ? orNull(scalar, '') : scalar;
  for (const listNullable of lists.toReversed()) {
    const label = code.name('l');
    const list = `if(b[p]!==91)return -1;p++;if(b[p]===93)p++;else{${label}:for(;;){${inner}${orNext(style, `continue ${label};`)}if(b[p]!==93)return -1;p++;break;}}`;
    inner = listNullable ? orNull(list, '') : list;
  }
  return inner;
}

/** Goes on behind a comma. */
const orNext = ({ comma }: Style, goOn: string): string => `if(b[p]===44){${expectText(comma)}${goOn}}`;

const orNull = (value: string, whenNull: string): string =>
  `if(b[p]===110){p=scanNull(b,p);if(p<0)return -1;${whenNull}}else{${value}}`;

/** The scan of a leaf at `p`. */
function scanOf(type: GraphQLOutputType, facts: SchemaFacts): string {
  const { name } = getNamedType(type);
  const own = facts.api.getType(name) ?? facts.full.getType(name);
  if (isEnumType(own)) return `enums.${name}(b,p)`;
  switch (name) {
    case 'Int':
      return 'scanInt(b,p)';
    case 'Float':
      return 'scanFloat(b,p)';
    case 'Boolean':
      return 'scanBoolean(b,p)';
    case 'String':
    case 'ID':
      return 'scanString(b,d,p)';
    default:
      return 'scanAny(b,d,p)';
  }
}

/**
 * Scans an object, or lists of objects. Into `target` goes the record, -1 for null; for a list its first item's record,
 * 0 when it is empty. Items are chained.
 */
function objectsCode(
  type: GraphQLOutputType,
  node: ObjectNode,
  target: string | undefined,
  noted: ReadonlySet<ObjectNode>,
  code: Code,
): string {
  const { lists, nullable } = nesting(type);
  const only = node.switched ? -1 : 0;
  const object = (into: string | undefined): string => {
    const scan = `${into === undefined ? '' : `${into}=t[0];`}p=n${node.id}(b,d,t,p,${only});if(p<0)return p;`;
    return nullable ? orNull(scan, into === undefined ? '' : `${into}=-1;`) : scan;
  };
  if (target !== undefined && !noted.has(node)) throw new Error('a record of what is not noted');
  return nestedCode(lists, node.style, target, object, code);
}

function nestedCode(
  lists: readonly boolean[],
  style: Style,
  target: string | undefined,
  innermost: (into: string | undefined) => string,
  code: Code,
): string {
  const [nullable, ...rest] = lists;
  if (nullable === undefined) return innermost(target);
  const item = target === undefined ? undefined : code.name('i');
  const last = code.name('k');
  let body: string;
  if (item === undefined) {
    body = nestedCode(rest, style, undefined, innermost, code);
  } else if (rest.length === 0) {
    // A null item gets a record of its own, so that the chain goes on.
    body = `let ${item}=0;${innermost(item)}if(${item}===-1){${allocate(item, 2)}t[${item}]=-1;t[${item}+1]=0;}`;
  } else {
    const inner = code.name('c');
    body = `let ${item};${allocate(item, 3)}t[${item}]=0;t[${item}+1]=0;let ${inner}=0;${nestedCode(rest, style, inner, innermost, code)}if(${inner}===-1)t[${item}]=-1;else t[${item}+2]=${inner};`;
  }
  const chain = item === undefined ? '' : `if(${last}===0)${target}=${item};else t[${last}+1]=${item};${last}=${item};`;
  const list = `if(b[p]!==91)return -1;p++;${target === undefined ? '' : `${target}=0;`}if(b[p]===93)p++;else{let ${last}=0;for(;;){${body}${chain}${orNext(style, 'continue;')}if(b[p]!==93)return -1;p++;break;}}`;
  return nullable ? orNull(list, target === undefined ? '' : `${target}=-1;`) : list;
}

const allocate = (into: string, size: number): string =>
  `${into}=t[0];if(${into}+${size}+8>t.length)return -2;t[0]=${into}+${size};`;
