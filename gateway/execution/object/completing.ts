import { isLeafType, isListType, isNonNullType, type GraphQLFormattedError, type GraphQLOutputType } from 'graphql';
import { gatewayError, type GatewayErrorCode } from '../../errors.ts';
import type { FieldShape, ObjectShape } from '../plan/form.ts';
import type { SchemaFacts } from '../plan/schemaFacts.ts';
import type { ErrorLog } from './errorLog.ts';
import { isData, type Data } from './json.ts';
import { leafWriter } from './leaves.ts';
import { fieldReader, typeReader, type Reader } from './reading.ts';
import type { Missing } from './troubles.ts';

/** What one answer is completed with. */
export interface Completion {
  readonly log: ErrorLog;
  /** Where in the answer the writer is; each list writes the index, each field its key, at its own depth. */
  readonly path: (string | number)[];
  /** Why a field of an object was not brought, if that is known. */
  reasonFor(carrier: Data, name: string): Missing | undefined;
  /** The JSON of introspection fields by response key. */
  readonly introspection: ReadonlyMap<string, string>;
}

/**
 * Writes a value as JSON; undefined when it is null and may not be, so that what holds it must be null. What clients may
 * not see is written as null.
 */
export type Writer = (value: unknown, completion: Completion) => string | undefined;

/** Prepares writing the client's answer from the root carrier, as the specification completes values. */
export function answerWriter(shape: ObjectShape, facts: SchemaFacts): Writer {
  return objectWriter(shape, facts, 0);
}

const MALFORMED = 'SUBREQUEST_MALFORMED_RESPONSE';

function report(
  completion: Completion,
  depth: number,
  message: string,
  code: GatewayErrorCode = 'RESPONSE_VALIDATION_FAILED',
): undefined {
  reportAs(completion, depth, gatewayError(code, message));
  return undefined;
}

function reportAs(
  { path: whole, log }: Completion,
  depth: number,
  { message, extensions }: GraphQLFormattedError,
): void {
  const path = whole.slice(0, depth);
  if (!log.explains(path)) log.add({ message, path, extensions });
}

function objectWriter(shape: ObjectShape, facts: SchemaFacts, depth: number): Writer {
  const readType = typeReader(shape.place, facts);
  const only = shape.possible.has(shape.type) ? shape.type : undefined;
  const byType = new Map<string, Writer>();
  let untyped: Writer | undefined;
  return (value, completion) => {
    if (!isData(value)) {
      report(completion, depth, `A subgraph answered something else than a ${shape.type}.`, MALFORMED);
      return;
    }
    const type = (depth === 0 ? only : readType(value)) ?? only;
    if (type !== undefined && shape.possible.has(type) && (only === undefined || type === only)) {
      let write = byType.get(type);
      if (!write) {
        write = fieldsWriter(shape, shape.fieldsOf(type), type, facts, depth);
        byType.set(type, write);
      }
      return write(value, completion);
    }
    // What clients may not see is null, and that is all they learn.
    if (type !== undefined && facts.isObject(type) && !facts.api.getType(type)) return 'null';
    if (type !== undefined && facts.isObject(type)) {
      report(completion, depth, `A subgraph answered an object that is not a ${shape.type} here.`);
      return;
    }
    if (!shape.untyped) {
      report(completion, depth, `No subgraph says what kind of ${shape.type} this is.`);
      return;
    }
    untyped ??= fieldsWriter(shape, shape.untyped, undefined, facts, depth);
    return untyped(value, completion);
  };
}

function fieldsWriter(
  shape: ObjectShape,
  fields: readonly FieldShape[],
  type: string | undefined,
  facts: SchemaFacts,
  depth: number,
): Writer {
  const writers = fields.map((field, index) => ({
    prefix: `${index === 0 ? '{' : ','}${JSON.stringify(field.key)}:`,
    ...fieldWriter(shape, field, type, facts, depth),
  }));
  if (writers.length === 0) return () => '{}';
  return (carrier, completion) => {
    if (!isData(carrier)) return undefined;
    let text = '';
    for (const { prefix, read, write, absent } of writers) {
      const value = read(carrier);
      const written = value === undefined && absent ? absent(carrier, completion) : write(value, completion);
      if (written === undefined) return undefined;
      text += prefix + written;
    }
    return `${text}}`;
  };
}

interface FieldWriter {
  readonly read: Reader;
  readonly write: Writer;
  /** Writes the field when nobody brought it. */
  readonly absent?: (carrier: Data, completion: Completion) => string | undefined;
}

function fieldWriter(
  shape: ObjectShape,
  field: FieldShape,
  type: string | undefined,
  facts: SchemaFacts,
  depth: number,
): FieldWriter {
  const nothing = (): undefined => undefined;
  switch (field.kind) {
    case 'typename': {
      const text = JSON.stringify(type);
      return { read: nothing, write: () => text };
    }
    case 'introspection':
      return { read: nothing, write: (_, { introspection }) => introspection.get(field.key) ?? 'null' };
    case 'refused':
      return { read: nothing, write: (_, completion) => refuse(field, completion, depth) };
    case 'impossible': {
      const message = `No subgraph can answer ${field.what}.`;
      return {
        read: nothing,
        write: (_, completion) => {
          completion.path[depth] = field.key;
          report(completion, depth + 1, message);
          return undefined;
        },
      };
    }
    case 'value':
      return broughtWriter(field, fieldReader(shape.place, field.name, type), facts, depth);
  }
}

/** The writer of a field that subgraphs bring. */
function broughtWriter(
  field: Extract<FieldShape, { kind: 'value' }>,
  read: Reader,
  facts: SchemaFacts,
  depth: number,
): FieldWriter {
  const what = `${field.parentType}.${field.fieldName}`;
  const write = valueWriter(field.type, field.object, what, facts, depth + 1);
  const { key } = field;
  return {
    read,
    write: (value, completion) => {
      completion.path[depth] = key;
      return write(value, completion);
    },
    absent: (carrier, completion) => {
      completion.path[depth] = key;
      const reason = completion.reasonFor(carrier, field.name);
      const isNullable = !isNonNullType(field.type);
      if (reason && !reason.error && reason.text === undefined && isNullable) return 'null';
      if (reason?.error) reportAs(completion, depth + 1, reason.error);
      else report(completion, depth + 1, reason?.text ?? `No subgraph answered ${what}.`);
      return isNullable ? 'null' : undefined;
    },
  };
}

function refuse(
  field: { key: string; nullable: boolean },
  { log, path }: Completion,
  depth: number,
): string | undefined {
  log.add(
    gatewayError('UNAUTHORIZED_FIELD_OR_TYPE', 'Unauthorized field or type', [...path.slice(0, depth), field.key]),
  );
  return field.nullable ? 'null' : undefined;
}

/** @param depth how long the path to the value is. */
function valueWriter(
  type: GraphQLOutputType,
  object: ObjectShape | undefined,
  what: string,
  facts: SchemaFacts,
  depth: number,
): Writer {
  if (!isNonNullType(type)) {
    const write = innerWriter(type, object, what, facts, depth);
    return (value, completion) => (value === null ? 'null' : (write(value, completion) ?? 'null'));
  }
  const write = innerWriter(type.ofType, object, what, facts, depth);
  return (value, completion) => {
    const written = value === null ? 'null' : write(value, completion);
    if (written !== 'null') return written;
    report(completion, depth, `Cannot return null for non-nullable field ${what}.`);
    return undefined;
  };
}

/** The writer of values that are not null. */
function innerWriter(
  type: GraphQLOutputType,
  object: ObjectShape | undefined,
  what: string,
  facts: SchemaFacts,
  depth: number,
): Writer {
  if (isNonNullType(type)) return innerWriter(type.ofType, object, what, facts, depth);
  if (isListType(type)) return listWriter(valueWriter(type.ofType, object, what, facts, depth + 1), what, depth);
  if (object) return objectWriter(object, facts, depth);
  if (!isLeafType(type)) throw new Error(`${what} has neither a shape nor a leaf type`);
  const write = leafWriter(type, facts.full);
  return (value, completion) =>
    write(value) ?? report(completion, depth, `A subgraph answered something else than a ${type.name} for ${what}.`);
}

function listWriter(write: Writer, what: string, depth: number): Writer {
  return (value, completion) => {
    if (!Array.isArray(value)) {
      report(completion, depth, `A subgraph answered something else than a list for ${what}.`, MALFORMED);
      return;
    }
    let text = '[';
    let rises = false;
    for (let index = 0; index < value.length; index++) {
      completion.path[depth] = index;
      const item = write(value[index], completion);
      // The other items are still looked at: they may have errors of their own to tell.
      if (item === undefined) rises = true;
      else text += index === 0 ? item : `,${item}`;
    }
    return rises ? undefined : `${text}]`;
  };
}
