import type { AskedField, Form } from '../plan/form.ts';
import type { SchemaFacts } from '../plan/schemaFacts.ts';
import { answerRoutine } from './answerCode.ts';
import type { Habits } from './habit.ts';
import { joinRoutine } from './joinCode.ts';
import { layOut, recordSize, Unsupported, type ObjectNode } from './nodes.ts';
import { fetchScanner } from './scanCode.ts';
import { linkRoutine } from './sinkCode.ts';
import { layRoot, linkSlot, type Laid } from './sources.ts';
import { scanAny } from './scanAny.ts';
import { heap, heapWords, memory, MEMORY_PAGES } from './wasm/arena.ts';
import { Module } from './wasm/module.ts';
import { MAX_FIELDS_ON_BYTES } from '../weight.ts';
import { addScanTools } from './wasm/scanTools.ts';
import { webAssembly } from './wasm/webAssembly.ts';

/** A routine: addresses and numbers in, a position or one of the refusals out. */
export type Compiled = (...given: number[]) => number;

/** What asks for more, in letters, makes so much code that it takes seconds to get ready. */
const MAX_ASKED = 64 * 1024;

/** A form as code. All addresses are in the arena's memory. */
export interface Program {
  /** Of root fields `(position, target)`, of entities `(position, notes, count)`. */
  readonly scans: readonly Compiled[];
  /** Of entity fetches, `(root record, sink)`. */
  readonly joins: readonly (Compiled | undefined)[];
  /** `(sink)` */
  readonly link: Compiled;
  /** `(position, root record)` */
  readonly answer: Compiled;
  /** The root object of each fetch, or its entities. */
  readonly nodes: readonly ObjectNode[];
  /** The root record: its size in bytes, and the slots of the fetches of root fields. */
  readonly rootBytes: number;
  readonly rootLinks: readonly number[];
}

/** Compiles a form to code. @throws Unsupported when only the object engine can run it. */
export function compileProgram(form: Form, facts: SchemaFacts, habits: Habits = new Map()): Program {
  if (form.fetches.length === 0) throw new Unsupported('nothing to fetch');
  const asked = form.fetches.reduce((letters, { selection }) => letters + selection.length, 0);
  if (asked > MAX_ASKED) throw new Unsupported('too much is asked');
  if (countFields(form.fetches) > MAX_FIELDS_ON_BYTES) throw new Unsupported('too many fields are asked');
  const nodes = layOut(form, facts, habits);
  const laid = layRoot(form, nodes);
  const rootLinks = form.fetches.map((fetch) => (fetch.requires ? -1 : linkSlot(laid.root, fetch)));
  const routines = compile(moduleOf(laid, facts));
  const named = (name: string): Compiled => {
    const routine = routines[name];
    if (!isCompiled(routine)) throw new Error(`no routine ${name}`);
    return routine;
  };
  return {
    scans: form.fetches.map(({ index }) => named(`scan${index}`)),
    joins: form.fetches.map(({ requires, index }) => (requires ? named(`join${index}`) : undefined)),
    link: named('link'),
    answer: named('answer'),
    nodes: nodes.ofFetch,
    rootBytes: recordSize(laid.root) * 4,
    rootLinks,
  };
}

const countFields = (fetches: Form['fetches']): number =>
  fetches.reduce((count, { asked }) => count + countAsked(asked), 0);

const countAsked = (asked: readonly AskedField[]): number =>
  asked.reduce((count, { selections }) => count + 1 + countAsked(selections ?? []), 0);

/** What a module exports takes numbers and gives one. */
const isCompiled = (value: unknown): value is Compiled => typeof value === 'function';

function moduleOf(laid: Laid, facts: SchemaFacts): Uint8Array<ArrayBuffer> {
  const { form, nodes } = laid;
  const module = new Module(MEMORY_PAGES);
  const tools = addScanTools(module);
  module.export('link', linkRoutine(module));
  module.export('answer', answerRoutine(laid, module));
  const patterns = new Map<string, number>();
  const patternOf = (text: string): number => {
    const known = patterns.get(text) ?? patterns.size;
    patterns.set(text, known);
    return known;
  };
  for (const fetch of form.fetches) {
    if (fetch.requires) module.export(`join${fetch.index}`, joinRoutine({ fetch, laid, facts, module, patternOf }));
  }
  // Only now is it known what must be noted.
  const scanning = { noted: notedNodes(laid), facts, module, tools, enums: new Map() };
  for (const [index, node] of nodes.ofFetch.entries()) {
    const isEntities = form.fetches[index]?.requires !== undefined;
    module.export(`scan${index}`, fetchScanner(node, isEntities, scanning));
  }
  return module.bytes();
}

function compile(bytes: Uint8Array<ArrayBuffer>): Readonly<Record<string, unknown>> {
  if (!memory) throw new Unsupported('there is no memory for it');
  const any = (position: number): number => scanAny(heap, heapWords, position);
  return new webAssembly.Instance(moduleFrom(bytes), { outside: { memory, any } }).exports;
}

/** Not every processor has the instructions on sixteen bytes, and engines limit how long a routine may be. */
function moduleFrom(bytes: Uint8Array<ArrayBuffer>): object {
  try {
    return new webAssembly.Module(bytes);
  } catch (error) {
    throw new Unsupported('this processor or engine does not take it', { cause: error });
  }
}

/** Objects that must be noted: those of fetches, and those that something noted points to. */
function notedNodes({ nodes }: Laid): ReadonlySet<ObjectNode> {
  const noted = new Set<ObjectNode>(nodes.ofFetch);
  const follow = ({ variants }: ObjectNode): void => {
    for (const variant of variants.values()) {
      for (const { child, wireName } of variant.fields) {
        if (!child || !variant.slots.has(`child ${wireName}`)) continue;
        noted.add(child);
        follow(child);
      }
    }
  };
  for (const node of nodes.ofFetch) follow(node);
  return noted;
}
