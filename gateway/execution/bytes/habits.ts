import { isData, type Data } from '../object/json.ts';
import { type Habit, type Habits, orderKey, type Style } from './habit.ts';
import type { ObjectNode, Variant } from './nodes.ts';

/** An answer's value for a fetch: the root object, or entities with the type of each. */
export interface Seen {
  readonly node: ObjectNode;
  readonly value: unknown;
  typeAt(index: number): string | undefined;
}

const TIMES_UNTIL_LEARNT = 3;

/** Learns how subgraphs write, from answers that were not written as asked. */
export class Learner {
  readonly #habits = new Map<number, Habit>();
  readonly #seen = new Map<number, { readonly text: string; readonly times: number }>();
  readonly #maxLessons: number;
  #lessons = 0;

  /** A program is made anew at most so often: subgraphs without habits teach nothing. */
  constructor(maxLessons: number) {
    this.#maxLessons = maxLessons;
  }

  get habits(): Habits {
    return this.#habits;
  }

  /** Looks at what an answer brought for a fetch. @returns whether there is a new habit. */
  observe(fetch: number, text: string, seen: Seen): boolean {
    if (this.#lessons >= this.#maxLessons) return false;
    const style = styleOf(text);
    const orders = style && ordersOf(seen);
    if (!style || !orders) return false;
    const shown = JSON.stringify([style, [...orders]]);
    const before = this.#seen.get(fetch);
    const times = before?.text === shown ? before.times + 1 : 1;
    this.#seen.set(fetch, { text: shown, times });
    if (times !== TIMES_UNTIL_LEARNT) return false;
    this.#habits.set(fetch, { style, orders });
    this.#lessons++;
    return true;
  }
}

/** Undefined for anything but nothing or a space behind commas and colons. */
function styleOf(text: string): Style | undefined {
  const [, space] = /^\{"data":( ?)[{]/.exec(text) ?? [];
  if (space === undefined) return undefined;
  const colon = space === ' ' ? ': ' : ':';
  const [, behind = ''] = /["\d}\]el],( ?)["{[\dtfn-]/.exec(text) ?? [];
  return { colon, comma: behind === ' ' ? ', ' : ',' };
}

/** The order of names in all objects; undefined when it is not the same for all of one kind. */
function ordersOf({ node, value, typeAt }: Seen): ReadonlyMap<string, readonly string[]> | undefined {
  const orders = new Map<string, readonly string[]>();
  const items = Array.isArray(value) ? value : [value];
  const regular = items.every((item, index) => look(node, item, typeAt(index), orders));
  return regular ? orders : undefined;
}

function look(
  node: ObjectNode,
  value: unknown,
  type: string | undefined,
  into: Map<string, readonly string[]>,
): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.every((item) => look(node, item, type, into));
  if (!isData(value)) return false;
  const named = node.switched ? value['__typename'] : (type ?? [...node.variants.keys()][0]);
  const variant = typeof named === 'string' ? node.variants.get(named) : undefined;
  return variant !== undefined && lookAt(variant, value, into);
}

function lookAt(variant: Variant, value: Data, into: Map<string, readonly string[]>): boolean {
  const names = Object.keys(value);
  const { fields } = variant;
  if (names.length !== fields.length || !fields.every(({ wireName }) => wireName in value)) return false;
  const key = orderKey(variant.node, variant.type);
  const before = into.get(key);
  if (before && before.join() !== names.join()) return false;
  into.set(key, names);
  return fields.every(({ child, wireName }) => !child || look(child, value[wireName], undefined, into));
}
