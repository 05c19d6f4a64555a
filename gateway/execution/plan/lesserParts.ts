import { Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { Place, Required } from './form.ts';
import type { SchemaFacts } from './schemaFacts.ts';
import { ENTITY, isIncluded, type Conditions } from './selections.ts';

/** What a fetch asks of entities, and what their representations hold. */
export interface Part {
  readonly set: SelectionSetNode;
  readonly requires: readonly Required[];
  /** Whether representations hold a key and nothing else. */
  readonly keyOnly: boolean;
}

/** What fields of entities a subgraph must be told more than a key for. */
export class Requirements {
  readonly #subgraph: string;
  readonly #facts: SchemaFacts;
  readonly #conditions: Conditions;

  constructor(subgraph: string, facts: SchemaFacts, conditions: Conditions) {
    this.#subgraph = subgraph;
    this.#facts = facts;
    this.#conditions = conditions;
  }

  /**
   * What can be asked under these conditions: without fields that require what no fetch brings, and without what only those
   * require that are not asked. With the client's own condition on a field, the plan may ask for it without one, but asks
   * for what it requires under it, and the other way round.
   */
  askable(set: SelectionSetNode, requires: readonly Required[], place: Place): Part {
    const rest = without(set, (on, field) => this.#of(on, field).some((name) => !place.fields.has(name)));
    return { set: rest, requires: this.#needed(rest, set, requires), keyOnly: false };
  }

  /**
   * What can still be asked of an object of which something is not known: only fields that require the same, of each such
   * set of fields and of several of them, the larger first; at last those that require nothing.
   */
  lesserParts({ set, requires }: Part): readonly Part[] {
    const sets = new Set<string>();
    without(set, (on, field) => {
      sets.add(this.#setOf(on, field));
      return false;
    });
    const undemanding = without(set, (on, field) => this.#setOf(on, field) !== '');
    sets.delete('');
    if (sets.size === 0) return [];
    const parts = subsets([...sets]).map((chosen): Part => {
      const part = without(set, (on, field) => !['', ...chosen].includes(this.#setOf(on, field)));
      return { set: part, requires: this.#needed(part, set, requires), keyOnly: false };
    });
    const last = { set: undemanding, requires, keyOnly: true };
    return undemanding.selections.length > 0 ? [...parts, last] : parts;
  }

  /** The names a field requires. */
  #of(type: string, field: string): readonly string[] {
    const set = this.#facts.requirementsOf(this.#subgraph, type, field);
    const names = (set?.selections ?? []).flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : []));
    return names.filter((name) => name !== '__typename');
  }

  #setOf = (type: string, field: string): string => this.#of(type, field).toSorted().join(' ');

  /** Of what `whole` requires what `part` needs. */
  #needed(part: SelectionSetNode, whole: SelectionSetNode, requires: readonly Required[]): readonly Required[] {
    const needed = this.#requiredBy(part);
    const unneeded = new Map<string, Set<string>>();
    for (const [type, names] of this.#requiredBy(whole, false)) {
      const keys = new Set(this.#facts.keysOf(this.#subgraph, type)?.flat());
      const more = [...names].filter((name) => !keys.has(name) && !needed.get(type)?.has(name));
      if (more.length > 0) unneeded.set(type, new Set(more));
    }
    return unneeded.size === 0 ? requires : prune(requires, ENTITY, unneeded);
  }

  /** The names that the fields of each type require. */
  #requiredBy(set: SelectionSetNode, onlyIncluded = true): ReadonlyMap<string, Set<string>> {
    const found = new Map<string, Set<string>>();
    const note = (type: string, field: string): false => {
      const names = found.get(type) ?? new Set();
      found.set(type, names);
      for (const name of this.#of(type, field)) names.add(name);
      return false;
    };
    without(set, note, onlyIncluded ? this.#conditions : undefined);
    return found;
  }
}

/** With more than three, single ones only. */
const MAX_COMBINED = 3;

/** All subsets but the empty one and the whole, the larger first. */
function subsets(all: readonly string[]): readonly (readonly string[])[] {
  if (all.length > MAX_COMBINED) return all.map((one) => [one]);
  return Array.from({ length: 2 ** all.length - 2 }, (_, bits) =>
    all.filter((_one, at) => ((bits + 1) >> at) & 1),
  ).sort((one, other) => other.length - one.length);
}

function prune(
  requires: readonly Required[],
  type: string,
  unneeded: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Required[] {
  return requires.flatMap((one): Required[] => {
    if (one.kind === 'field') return unneeded.get(type)?.has(one.name) === true ? [] : [one];
    return [{ ...one, selections: prune(one.selections, one.type === '' ? type : one.type, unneeded) }];
  });
}

/** A selection of entities without some fields; the same when nothing changes. */
function without(
  set: SelectionSetNode,
  isLeftOut: (type: string, field: string) => boolean,
  conditions?: Conditions,
  type = ENTITY,
): SelectionSetNode {
  const selections = set.selections.flatMap((selection): SelectionNode[] => {
    if (conditions && !isIncluded(selection.directives, conditions)) return [];
    if (selection.kind === Kind.FIELD) return isLeftOut(type, selection.name.value) ? [] : [selection];
    if (selection.kind !== Kind.INLINE_FRAGMENT) return [selection];
    const on = selection.typeCondition?.name.value ?? type;
    const selectionSet = without(selection.selectionSet, isLeftOut, conditions, on);
    return selectionSet.selections.length > 0 ? [{ ...selection, selectionSet }] : [];
  });
  return { ...set, selections };
}
