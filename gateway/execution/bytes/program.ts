import type { Form } from '../plan/form.ts';
import type { SchemaFacts } from '../plan/schemaFacts.ts';
import { isEnumType } from 'graphql';
import { writeAnswerCode } from './answerCode.ts';
import { writeJoinCode } from './joinCode.ts';
import type { Habits } from './habits.ts';
import { layOut, recordSize, Unsupported, type ObjectNode, type Variant } from './nodes.ts';
import { writeScanners } from './scanCode.ts';
import type { Sink } from './sink.ts';
import { layRoot, linkSlot, type Laid } from './sources.ts';
import { Code } from './text.ts';
import * as slices from './slices.ts';
import * as tools from './tools.ts';

type Bytes = Uint8Array;
/** The answers of fetches, by words. */
type Answers = readonly (DataView | undefined)[];
/** Position after the object, -1 when it is not what was asked, -2 when the tape is too short. */
export type Scan = (bytes: Bytes, words: DataView, tape: Int32Array, position: number, variant: number) => number;
export type Join = (tape: Int32Array, root: number, answers: Answers, sink: Sink) => number;
export type WriteAnswer = (out: DataView, position: number, tape: Int32Array, root: number, answers: Answers) => number;

/** What asks for more, in letters, makes so much code that it takes seconds to get ready. */
const MAX_ASKED = 64 * 1024;

/** A form as code. */
export interface Program {
  readonly scans: readonly Scan[];
  /** Of entity fetches. */
  readonly joins: readonly (Join | undefined)[];
  readonly answer: WriteAnswer;
  /** The root object of each fetch, or its entities. */
  readonly nodes: readonly ObjectNode[];
  /** The root record: its size, and the slots of the fetches of root fields. */
  readonly rootSize: number;
  readonly rootLinks: readonly number[];
}

/** Compiles a form to code. @throws Unsupported when only the object engine can run it, EvalError when no code may be made. */
export function compileProgram(form: Form, facts: SchemaFacts, habits: Habits = new Map()): Program {
  if (form.fetches.length === 0) throw new Unsupported('nothing to fetch');
  const asked = form.fetches.reduce((letters, { selection }) => letters + selection.length, 0);
  if (asked > MAX_ASKED) throw new Unsupported('too much is asked');
  const nodes = layOut(form, facts, habits);
  const laid = layRoot(form, nodes);
  const rootLinks = form.fetches.map((fetch) => (fetch.requires ? -1 : linkSlot(laid.root, fetch)));
  const code = new Code();
  writeAnswerCode(laid, code);
  for (const fetch of form.fetches) if (fetch.requires) writeJoinCode({ fetch, laid, facts, code });
  // Only now is it known what must be noted.
  writeScanners(nodes.all, notedNodes(laid), facts, code);
  const scans = nodes.ofFetch.map(({ id }) => `n${id}`).join();
  const joins = form.fetches.map(({ requires, index }) => (requires ? `join${index}` : 'undefined')).join();
  const source = `"use strict";${code.toString()}\nreturn {scans:[${scans}],joins:[${joins}],answer};`;
  const named = { ...tools, ...slices, enums: enumScanners(facts) };
  // The code is made of names that GraphQL's grammar allows and of numbers; Node may be told to allow none.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function(...Object.keys(named), source);
  const made: unknown = Reflect.apply(make, undefined, Object.values(named));
  if (!isMade(made)) throw new Error('code that does not make a program');
  return { ...made, nodes: nodes.ofFetch, rootSize: recordSize(laid.root), rootLinks };
}

const isMade = (value: unknown): value is Pick<Program, 'scans' | 'joins' | 'answer'> =>
  typeof value === 'object' && value !== null && 'scans' in value && 'joins' in value && 'answer' in value;

/** Objects that must be noted: those of fetches, and those that something noted points to. */
function notedNodes({ nodes }: Laid): ReadonlySet<ObjectNode> {
  const noted = new Set<ObjectNode>(nodes.ofFetch);
  const follow = (variant: Variant): void => {
    for (const field of variant.fields) {
      if (!field.child || !variant.slots.has(`child ${field.wireName}`)) continue;
      noted.add(field.child);
      for (const inner of field.child.variants.values()) follow(inner);
    }
  };
  for (const node of nodes.ofFetch) for (const variant of node.variants.values()) follow(variant);
  return noted;
}

const enumsOf = new WeakMap<SchemaFacts, Record<string, (b: Bytes, p: number) => number>>();

/** By name of the enum: the values that clients may see. */
function enumScanners(facts: SchemaFacts): Record<string, (b: Bytes, p: number) => number> {
  let scanners = enumsOf.get(facts);
  if (!scanners) {
    scanners = {};
    for (const [name, type] of Object.entries({ ...facts.full.getTypeMap(), ...facts.api.getTypeMap() })) {
      if (isEnumType(type)) scanners[name] = tools.scanEnum(type.getValues().map((value) => value.name));
    }
    enumsOf.set(facts, scanners);
  }
  return scanners;
}
