import { getNamedType, isEnumType, type GraphQLOutputType } from 'graphql';
import type { SchemaFacts } from '../plan/schemaFacts.ts';
import type { Style } from './habit.ts';
import { nesting, type ObjectNode } from './nodes.ts';
import type { Module, Routine } from './wasm/module.ts';
import {
  add,
  advance,
  block,
  get,
  give,
  i32,
  isZero,
  jump,
  jumpIf,
  label,
  lessSigned,
  loop,
  set,
  when,
  type Op,
} from './wasm/ops.ts';
import { scanString, type ScanTools } from './wasm/scanTools.ts';
import { expectText, isByte, isNotText, refuse } from './wasm/text.ts';

/** What scanners are written from. */
export interface Scanning {
  readonly noted: ReadonlySet<ObjectNode>;
  readonly facts: SchemaFacts;
  readonly module: Module;
  readonly tools: ScanTools;
  readonly enums: Map<string, Routine>;
}

/** Writes code that scans leaves, lists and nulls at the position in a local. */
export class LeafScanner {
  readonly #scanning: Scanning;
  readonly #routine: Routine;
  readonly #p: number;
  readonly #style: Style;

  constructor(scanning: Scanning, routine: Routine, p: number, style: Style) {
    this.#scanning = scanning;
    this.#routine = routine;
    this.#p = p;
    this.#style = style;
  }

  /** A leaf, or lists of leaves. */
  leaf(type: GraphQLOutputType): Op {
    const { lists, nullable } = nesting(type);
    let inner = this.orNull(nullable, this.#scalar(type), []);
    for (const listNullable of lists.toReversed()) {
      inner = this.orNull(listNullable, this.list(inner), []);
    }
    return inner;
  }

  /** A list at `p`, each item by the same code. */
  list(item: Op): Op {
    const p = this.#p;
    const [next, end] = [label(), label()];
    return [
      expectText('[', p),
      block(
        end,
        jumpIf(end, isByte(p, ']')),
        loop(next, item, when(isByte(p, ','), [expectText(this.#style.comma, p), jump(next)])),
        when(isZero(isByte(p, ']')), refuse),
      ),
      advance(p, 1),
    ];
  }

  orNull(nullable: boolean, value: Op, whenNull: Op): Op {
    return nullable ? when(isByte(this.#p, 'n'), [expectText('null', this.#p), whenNull], value) : value;
  }

  /** The scan of a leaf at `p`. */
  #scalar(type: GraphQLOutputType): Op {
    const { facts, tools } = this.#scanning;
    const { name } = getNamedType(type);
    const own = facts.api.getType(name) ?? facts.full.getType(name);
    if (isEnumType(own))
      return this.#scalarBy(
        this.#enum(
          name,
          own.getValues().map((value) => value.name),
        ),
      );
    switch (name) {
      case 'Int':
        return this.#scalarBy(tools.int);
      case 'Float':
        return this.#scalarBy(tools.float);
      case 'Boolean':
        return when(isByte(this.#p, 't'), expectText('true', this.#p), expectText('false', this.#p));
      case 'String':
      case 'ID':
        return scanString(this.#routine, this.#p, tools);
      default:
        return when(isByte(this.#p, '"'), scanString(this.#routine, this.#p, tools), this.#scalarBy(tools.any));
    }
  }

  #scalarBy(tool: Routine): Op {
    return [set(this.#p, tool.call(get(this.#p))), when(lessSigned(get(this.#p), i32(0)), refuse)];
  }

  /** The routine for a string that is one of these names. */
  #enum(name: string, values: readonly string[]): Routine {
    const { enums, module } = this.#scanning;
    let routine = enums.get(name);
    if (!routine) {
      routine = module.routine(1);
      enums.set(name, routine);
      const tests = values.map((value) => {
        const quoted = `"${value}"`;
        return when(isZero(isNotText(quoted, 0)), give(add(get(0), i32(quoted.length))));
      });
      routine.define([tests, refuse], 0);
    }
    return routine;
  }
}
