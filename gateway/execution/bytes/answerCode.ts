import type { FieldShape, ObjectShape } from '../plan/form.ts';
import { AnswerFields } from './answerFields.ts';
import { nesting, Unsupported, type ObjectNode, type Variant } from './nodes.ts';
import { ofVariant, refuseNull } from './pieces.ts';
import { sourceOf, type Laid } from './sources.ts';
import { ANSWER_LIMIT } from './wasm/cells.ts';
import type { Module, Routine } from './wasm/module.ts';
import {
  equal,
  get,
  give,
  i32,
  jump,
  label,
  lessSigned,
  load32,
  loop,
  set,
  unequal,
  when,
  type Op,
} from './wasm/ops.ts';
import { checkRoom, readSlot, refuse, writeText } from './wasm/text.ts';

/**
 * Writes the routine that writes the client's answer: `(q, record)` writes at `q` the object with this record, from
 * wherever its parts lie, up to ANSWER_LIMIT. It gives the position behind, or NOT_AS_ASKED when something is not there
 * that should be. What stands in a subgraph's answer as the client wants it is copied in one go.
 */
export function answerRoutine(laid: Laid, module: Module): Routine {
  return valueRoutine([], laid.form.shape, laid.root.node, laid, module);
}

/** The routine `(q, record)` for a value: objects, or lists of them, from the record, or that of the first item. */
function valueRoutine(
  lists: readonly boolean[],
  shape: ObjectShape,
  node: ObjectNode,
  laid: Laid,
  module: Module,
): Routine {
  const routine = module.routine(2);
  const [q, held] = [0, 1];
  const limit = routine.local();
  const objects = (record: number): Op => [
    checkRoom(q, limit),
    ofVariant(
      record,
      [...node.variants.values()].map((variant): readonly [number, Op] => [
        variant.index,
        shape.possible.has(variant.type)
          ? fieldsCode(shape, variant, new AnswerFields({ routine, q, limit, record, variant }), laid, module)
          : refuse,
      ]),
      refuse,
    ),
  ];
  const value = nestedCode(lists, held, objects, { routine, q, limit });
  routine.define([set(limit, load32(i32(0), ANSWER_LIMIT)), value], q);
  return routine;
}

interface Writing {
  readonly routine: Routine;
  readonly q: number;
  readonly limit: number;
}

/** Code that writes an object, or lists of objects, from its record or that of the first item. */
function nestedCode(lists: readonly boolean[], held: number, object: (record: number) => Op, writing: Writing): Op {
  const { routine, q, limit } = writing;
  const text = (value: string): Op => writeText(value, q, limit);
  const [first, ...rest] = lists;
  let value: Op;
  if (first === undefined) {
    value = object(held);
  } else {
    const [item, next] = [routine.local(), label()];
    let each: Op;
    if (rest.length === 0) each = object(item);
    else {
      const inner = routine.local();
      each = [set(inner, readSlot(item, 2)), nestedCode(rest, inner, object, writing)];
    }
    const body: Op = [
      when(unequal(get(item), get(held)), text(',')),
      rest.length > 0 ? checkRoom(q, limit) : [],
      when(equal(readSlot(item, 0), i32(-1)), [checkRoom(q, limit), text('null')], each),
      set(item, readSlot(item, 1)),
      jump(next),
    ];
    value = [text('['), set(item, get(held)), loop(next, when(get(item), body)), text(']')];
  }
  return when(equal(get(held), i32(-1)), text('null'), value);
}

function fieldsCode(shape: ObjectShape, variant: Variant, fields: AnswerFields, laid: Laid, module: Module): Op {
  const asked = shape.fieldsOf(variant.type);
  if (asked.length === 0) fields.text('{');
  for (const [index, field] of asked.entries()) fieldCode(field, index === 0 ? '{' : ',', fields, laid, module);
  fields.text('}');
  return fields.finish();
}

function fieldCode(field: FieldShape, separator: string, fields: AnswerFields, laid: Laid, module: Module): void {
  const { variant, routine, q } = fields.of;
  if (field.kind === 'typename') {
    const source = sourceOf(variant, '__typename', laid);
    if (source && !source.link && field.key === '__typename') fields.field(source, separator);
    else fields.text(`${separator}"${field.key}":"${variant.type}"`);
    return;
  }
  if (field.kind !== 'value') throw new Unsupported(`${field.kind} fields`);
  const source = sourceOf(variant, field.name, laid);
  if (!source) throw new Unsupported('a field that nobody brings');
  if (source.alternatives) fields.code(refuseNull(fields.slot(source, 'start')));
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
  const write = valueRoutine(nesting(type).lists, field.object, child, laid, module);
  const held = routine.local();
  fields.objects([
    set(held, fields.slot(source, 'child')),
    set(q, write.call(get(q), get(held))),
    when(lessSigned(get(q), i32(0)), give(get(q))),
  ]);
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
