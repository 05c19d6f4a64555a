import type { FieldShape, ObjectShape } from '../plan/form.ts';
import { nesting, slotFor, Unsupported, type ObjectNode, type Variant } from './nodes.ts';
import { linkSlot, sourceOf, type FieldSource, type Laid } from './sources.ts';
import { CHECK_ROOM, MAX_UNCHECKED, writeText, type Code } from './text.ts';

/**
 * Writes the code that writes the client's answer: `answer(o, q, t, r, B)` writes to `o` at `q` the object recorded at
 * `r` of the tape, from the answers `B` of the fetches. It gives the position after it, or -1 when something is not
 * there that should be. What stands in an answer as the client wants it is copied in one go.
 */
export function writeAnswerCode(laid: Laid, code: Code): void {
  const name = objectFunction(laid.form.shape, laid.root.node, laid, code);
  code.addFunction(`function answer(o,q,t,r,B){return ${name}(o,q,t,r,B);}`);
}

function objectFunction(shape: ObjectShape, node: ObjectNode, laid: Laid, code: Code): string {
  const name = code.name('w');
  const cases = [...node.variants.values()].map((variant) => {
    const body = shape.possible.has(variant.type) ? fieldsCode(shape, variant, laid, code) : 'return -1;';
    return `case ${variant.index}:{${body}break;}`;
  });
  code.addFunction(
    `function ${name}(o,q,t,r,B){${CHECK_ROOM}switch(t[r]){${cases.join('')}default:return -1;}return q;}`,
  );
  return name;
}

/** Behind an object within, at each level, so much text may follow before room is looked for. */
const LEFT_BEHIND_OBJECT = 16;

/** Code under way for one object: text that has not been written yet, and the part of an answer to copy. */
class Fields {
  #code = '';
  #text = '';
  /** How many bytes were written since there was room for certain. */
  #unchecked = 0;
  #run: { source: FieldSource; from: number; to: number } | undefined;
  readonly #objects = new Map<number, string>();
  readonly #variant: Variant;
  readonly #names: Code;

  constructor(variant: Variant, names: Code) {
    this.#variant = variant;
    this.#names = names;
  }

  text(text: string): void {
    this.#flushRun();
    this.#text += text;
  }

  code(text: string): void {
    this.#flush();
    this.#code += text;
  }

  /** Code that writes objects, or nothing but a null. */
  objects(text: string): void {
    this.code(text);
    this.#unchecked = MAX_UNCHECKED - LEFT_BEHIND_OBJECT;
  }

  /** Copies a field as it stands, key and value. `separator` goes before it. */
  field(source: FieldSource, separator: string): void {
    const at = source.variant.fields.indexOf(source.field);
    if (this.#run?.source.variant === source.variant && this.#run.to === at - 1) {
      this.#run.to = at;
      return;
    }
    this.text(separator);
    this.#run = { source, from: at, to: at };
  }

  /** Copies a value alone. */
  value(source: FieldSource): void {
    this.#flush();
    // Not in one expression: naming a slot may put code before what is there.
    const text = `q=copy(o,q,${this.bytes(source)},${this.slot(source, 'start')},${this.slot(source, 'end')});`;
    this.#code += text;
    this.#unchecked = 0;
  }

  slot(source: FieldSource, what: string): string {
    return `t[${this.object(source)}+${slotFor(source.variant, `${what} ${source.field.wireName}`)}]`;
  }

  bytes({ variant }: FieldSource): string {
    return `B[${variant.node.fetch.index}]`;
  }

  /** The record that has the field; what a fetch brought must be there. */
  object({ link }: FieldSource): string {
    if (!link) return 'r';
    const known = this.#objects.get(link.index);
    if (known) return known;
    const name = this.#names.name('e');
    this.#objects.set(link.index, name);
    this.#code = `const ${name}=t[r+${linkSlot(this.#variant, link)}];if(${name}<=0)return -1;${this.#code}`;
    return name;
  }

  finish(): string {
    this.#flush();
    return this.#code;
  }

  #flush(): void {
    this.#flushRun();
    this.#flushText();
  }

  #flushText(): void {
    const { length } = Buffer.from(this.#text);
    if (length > 0 && this.#unchecked + length > MAX_UNCHECKED) {
      this.#code += CHECK_ROOM;
      this.#unchecked = 0;
    }
    this.#code += writeText(this.#text);
    this.#unchecked += length > MAX_UNCHECKED ? 0 : length;
    this.#text = '';
  }

  #flushRun(): void {
    const run = this.#run;
    if (!run) return;
    this.#run = undefined;
    const { source, from, to } = run;
    const { fields } = source.variant;
    const last = fields[to];
    const first = fields[from];
    if (!first || !last) throw new Unsupported('a run of nothing');
    this.#flushText();
    const start = `${this.slot({ ...source, field: first }, 'start')}-${first.wireName.length + 2 + source.variant.node.style.colon.length}`;
    const text = `q=copy(o,q,${this.bytes(source)},${start},${this.slot({ ...source, field: last }, 'end')});`;
    this.#code += text;
    this.#unchecked = 0;
  }
}

function fieldsCode(shape: ObjectShape, variant: Variant, laid: Laid, code: Code): string {
  const fields = new Fields(variant, code);
  const asked = shape.fieldsOf(variant.type);
  if (asked.length === 0) fields.text('{');
  for (const [index, field] of asked.entries()) fieldCode(field, index === 0 ? '{' : ',', variant, fields, laid, code);
  fields.text('}');
  return fields.finish();
}

function fieldCode(
  field: FieldShape,
  separator: string,
  variant: Variant,
  fields: Fields,
  laid: Laid,
  code: Code,
): void {
  if (field.kind === 'typename') {
    const source = sourceOf(variant, '__typename', laid);
    if (source && !source.link && field.key === '__typename') fields.field(source, separator);
    else fields.text(`${separator}"${field.key}":"${variant.type}"`);
    return;
  }
  if (field.kind !== 'value') throw new Unsupported(`${field.kind} fields`);
  const source = sourceOf(variant, field.name, laid);
  if (!source) throw new Unsupported('a field that nobody brings');
  if (source.alternatives)
    fields.code(`if(${fields.bytes(source)}.getUint8(${fields.slot(source, 'start')})===110)return -1;`);
  const { child, wireName, type } = source.field;
  const asItStands = !child || (field.object !== undefined && passes(field.object, child, laid));
  if (asItStands && wireName === field.key) {
    fields.field(source, separator);
    return;
  }
  fields.text(`${separator}"${field.key}":`);
  if (asItStands) {
    fields.value(source);
    return;
  }
  if (!child || !field.object || !type) throw new Unsupported('an object without a shape');
  const write = objectFunction(field.object, child, laid, code);
  const held = code.name('c');
  fields.objects(`const ${held}=${fields.slot(source, 'child')};${nestedCode(nesting(type).lists, held, write, code)}`);
}

/** Code that writes an object, or lists of objects, from its record or that of the first item. */
function nestedCode(lists: readonly boolean[], held: string, write: string, code: Code): string {
  const object = (record: string): string => `q=${write}(o,q,t,${record},B);if(q<0)return -1;`;
  const [first, ...rest] = lists;
  let value: string;
  if (first === undefined) {
    value = object(held);
  } else {
    const item = code.name('i');
    const inner = code.name('c');
    const each =
      rest.length === 0 ? object(item) : `const ${inner}=t[${item}+2];${nestedCode(rest, inner, write, code)}`;
    value = `${writeText('[')}for(let ${item}=${held};${item}!==0;${item}=t[${item}+1]){if(${item}!==${held}){${writeText(',')}}${rest.length > 0 ? CHECK_ROOM : ''}if(t[${item}]===-1){${CHECK_ROOM}${writeText('null')}}else{${each}}}${writeText(']')}`;
  }
  return `if(${held}===-1){${writeText('null')}}else{${value}}`;
}

/** Whether objects stand in an answer just as the client wants them. */
function passes(shape: ObjectShape, node: ObjectNode, laid: Laid): boolean {
  return [...node.variants.values()].every((variant) => {
    if (!shape.possible.has(variant.type)) return false;
    const asked = shape.fieldsOf(variant.type);
    return (
      asked.length === variant.fields.length &&
      asked.every((field, index) => {
        const own = variant.fields[index];
        if (!own || field.key !== own.wireName) return false;
        if (field.kind === 'typename') return own.type === undefined;
        if (field.kind !== 'value' || field.name !== own.name) return false;
        const source = sourceOf(variant, field.name, laid);
        if (!source || source.link || source.alternatives) return false;
        return !own.child || (field.object !== undefined && passes(field.object, own.child, laid));
      })
    );
  });
}
