import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { getNamedType, Kind, type FieldNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { SchemaFacts } from './schemaFacts.ts';
import { ENTITY, fieldsIn, isIncluded, typename, type Conditions } from './selections.ts';

/** A field that a subgraph is asked where it cannot answer it. */
export interface Unanswerable {
  readonly subgraph: string;
  /** From the place of the fetch. */
  readonly path: readonly string[];
  readonly type: string;
  readonly field: FieldNode;
}

interface Standing {
  readonly type: string;
  readonly path: readonly string[];
  /** What is provided of the object; undefined for the entity itself, of which the representation tells. */
  readonly provided: readonly SelectionNode[] | undefined;
}

/** Whether somebody brings a field to objects of one of these types before a fetch goes. */
export type IsBrought = (name: string, types: ReadonlySet<string>) => boolean;

/**
 * Takes out of a fetch what its subgraph cannot answer: fields that require what the representation does not hold, and
 * fields that it has neither itself nor provided. Where no representation holds a key, one is asked in their place.
 */
export class TakingOut {
  readonly found: Unanswerable[] = [];
  readonly #node: FetchNode;
  readonly #facts: SchemaFacts;
  readonly #conditions: Conditions;
  readonly #isBrought: IsBrought;

  /** @param isBrought says what the fetch can tell of what it would tell. */
  constructor(node: FetchNode, facts: SchemaFacts, conditions: Conditions, isBrought: IsBrought) {
    this.#node = node;
    this.#isBrought = isBrought;
    this.#facts = facts;
    this.#conditions = conditions;
  }

  /** What is left of a selection on a type, or of entities. */
  rest(set: SelectionSetNode, type: string): SelectionSetNode {
    return this.#without(set, { type, path: [], provided: type === ENTITY ? undefined : [] });
  }

  #without(set: SelectionSetNode, at: Standing): SelectionSetNode {
    const selections = set.selections.flatMap((selection): readonly SelectionNode[] => {
      if (!isIncluded(selection.directives, this.#conditions)) return [selection];
      if (selection.kind === Kind.FIELD) return this.#field(selection, at);
      if (selection.kind !== Kind.INLINE_FRAGMENT) return [selection];
      const type = selection.typeCondition?.name.value ?? at.type;
      const selectionSet = this.#without(selection.selectionSet, { ...at, type });
      return selectionSet.selections.length > 0 ? [{ ...selection, selectionSet }] : [];
    });
    return { ...set, selections };
  }

  #field(field: FieldNode, at: Standing): readonly SelectionNode[] {
    const subgraph = this.#node.serviceName;
    const name = field.name.value;
    const type = this.#facts.fieldType(at.type, name);
    if (!type) return [field];
    const known = this.#knownOf(at);
    const isThere = (one: string): boolean => known.has(one) || this.#isOwn(at.type, one);
    const required = this.#facts.requirementsOf(subgraph, at.type, name);
    if (!isThere(name) || (required && !namesIn(required.selections).every(isThere))) {
      this.found.push({ subgraph, path: at.path, type: at.type, field });
      const [key] = this.#facts.keySetsOf(subgraph, at.type);
      const isKeyKnown = key && at.provided === undefined && namesIn(key.selections).every((one) => known.has(one));
      return isKeyKnown === true ? [] : [typename, ...(key?.selections ?? [])];
    }
    if (!field.selectionSet) return [field];
    const path = [...at.path, (field.alias ?? field.name).value];
    const provided = [
      ...(this.#facts.providedBy(subgraph, at.type, name)?.selections ?? []),
      ...fieldsIn(at.provided ?? []).flatMap((one) =>
        one.name.value === name ? (one.selectionSet?.selections ?? []) : [],
      ),
    ];
    const selectionSet = this.#without(field.selectionSet, { type: getNamedType(type).name, path, provided });
    return [{ ...field, selectionSet }];
  }

  /** Whether the subgraph knows a field wherever an object of the type stands. */
  #isOwn(type: string, field: string): boolean {
    const subgraph = this.#node.serviceName;
    if (field === '__typename' || this.#facts.ownersOf(type, field).has(subgraph)) return true;
    return this.#facts.keysOf(subgraph, type)?.some((key) => key.includes(field)) === true;
  }

  #knownOf({ type, provided }: Standing): ReadonlySet<string> {
    if (provided) return new Set(namesIn(provided));
    const types = this.#facts.possibleTypes(type);
    const names = namesFor(this.#node.requires ?? [], types, this.#facts);
    return new Set(names.filter((name) => this.#isBrought(name, types)));
  }
}

const namesFor = (
  requires: readonly QueryPlanSelectionNode[],
  types: ReadonlySet<string>,
  facts: SchemaFacts,
): readonly string[] =>
  requires.flatMap((one): readonly string[] => {
    if (one.kind === 'Field') return [one.name];
    const isFor = one.typeCondition === undefined || !facts.possibleTypes(one.typeCondition).isDisjointFrom(types);
    return isFor ? namesFor(one.selections, types, facts) : [];
  });

const namesIn = (selections: readonly SelectionNode[]): readonly string[] =>
  fieldsIn(selections).map(({ name }) => name.value);
