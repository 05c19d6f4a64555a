import { slotFor, Unsupported, type Variant } from './nodes.ts';
import { linkSlot, type FieldSource } from './sources.ts';
import type { Routine } from './wasm/module.ts';
import { get, i32, lessSigned, set, subtract, when, type Op } from './wasm/ops.ts';
import { copySlice } from './wasm/slices.ts';
import { checkRoom, MAX_UNCHECKED, readSlot, refuse, writeText } from './wasm/text.ts';

/** Behind an object within, at each level, so much text may follow before room is looked for. */
const LEFT_BEHIND_OBJECT = 16;

/** The routine that writes an object, and its locals. */
interface Writing {
  readonly routine: Routine;
  readonly q: number;
  readonly limit: number;
  readonly record: number;
  readonly variant: Variant;
}

/** Code under way for one object: text that has not been written yet, and the part of an answer to copy. */
export class AnswerFields {
  readonly of: Writing;
  /** What the objects that fetches brought are read by. */
  readonly #links: Op[] = [];
  readonly #code: Op[] = [];
  #text = '';
  /** How many bytes were written since there was room for certain. */
  #unchecked = 0;
  #run: { source: FieldSource; from: number; to: number } | undefined;
  readonly #objects = new Map<number, number>();

  constructor(of: Writing) {
    this.of = of;
  }

  text(text: string): void {
    this.#flushRun();
    this.#text += text;
  }

  code(code: Op): void {
    this.#flush();
    this.#code.push(code);
  }

  /** Code that writes objects, or nothing but a null. */
  objects(code: Op): void {
    this.code(code);
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
    this.#copy(this.slot(source, 'start'), this.slot(source, 'end'));
  }

  slot(source: FieldSource, what: string): Op {
    return readSlot(this.#object(source), slotFor(source.variant, `${what} ${source.field.wireName}`));
  }

  finish(): Op {
    this.#flush();
    return [this.#links, this.#code];
  }

  /** The record that has the field; what a fetch brought must be there. */
  #object({ link }: FieldSource): number {
    const { routine, record, variant } = this.of;
    if (!link) return record;
    const known = this.#objects.get(link.index);
    if (known !== undefined) return known;
    const brought = routine.local();
    this.#objects.set(link.index, brought);
    this.#links.push(
      set(brought, readSlot(record, linkSlot(variant, link))),
      when(lessSigned(get(brought), i32(1)), refuse),
    );
    return brought;
  }

  #flush(): void {
    this.#flushRun();
    this.#flushText();
  }

  #flushText(): void {
    const { q, limit } = this.of;
    const { length } = Buffer.from(this.#text);
    if (length > 0 && this.#unchecked + length > MAX_UNCHECKED) {
      this.#code.push(checkRoom(q, limit));
      this.#unchecked = 0;
    }
    this.#code.push(writeText(this.#text, q, limit));
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
    const key = first.wireName.length + 2 + source.variant.node.style.colon.length;
    this.#copy(
      subtract(this.slot({ ...source, field: first }, 'start'), i32(key)),
      this.slot({ ...source, field: last }, 'end'),
    );
  }

  #copy(start: Op, end: Op): void {
    const { routine, q, limit } = this.of;
    this.#code.push(copySlice(routine, q, limit, start, end));
    this.#unchecked = 0;
  }
}
