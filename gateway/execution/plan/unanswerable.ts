import type { FetchNode, QueryPlanFieldNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { getNamedType, Kind, type FieldNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import { asRequired } from './fetchText.ts';
import type { SchemaFacts } from './schemaFacts.ts';
import { ENTITY, fieldsOn, isIncluded, typename, type Conditions } from './selections.ts';

/** A field that a subgraph is asked where it cannot answer it. */
export interface Unanswerable {
  readonly subgraph: string;
  /** From the place of the fetch. */
  readonly path: readonly string[];
  readonly type: string;
  readonly field: FieldNode;
  /** Whether it is asked for something within it of which nobody can be asked: then who answers it must know all of it. */
  readonly isWhole: boolean;
}

interface Standing {
  readonly type: string;
  readonly path: readonly string[];
  /** What the subgraph is told of the object: by the representation where that is of it, else by what is provided. */
  readonly told: readonly QueryPlanSelectionNode[];
  readonly isEntity: boolean;
}

/**
 * Takes out of a fetch what its subgraph cannot answer: fields that require what the representation does not hold, and
 * fields that it has neither itself nor provided. Where no representation holds a key, one is asked in their place.
 */
export class TakingOut {
  readonly found: Unanswerable[] = [];
  readonly #node: FetchNode;
  readonly #facts: SchemaFacts;
  readonly #conditions: Conditions;

  constructor(node: FetchNode, facts: SchemaFacts, conditions: Conditions) {
    this.#node = node;
    this.#facts = facts;
    this.#conditions = conditions;
  }

  /** What is left of a selection on a type, or of entities. */
  rest(set: SelectionSetNode, type: string): SelectionSetNode {
    return this.#without(set, { type, path: [], told: this.#node.requires ?? [], isEntity: type === ENTITY });
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
    const type = this.#facts.fieldType(subgraph, at.type, name);
    if (!type) return [field];
    const required = this.#facts.requirementsOf(subgraph, at.type, name)?.selections ?? [];
    const asked = { ...field, selectionSet: undefined };
    if (!this.#isFound(at) || ![asked, ...required].every((one) => this.#knows(one, at))) {
      this.found.push({ subgraph, path: at.path, type: at.type, field, isWhole: false });
      return this.#keyInPlace(at);
    }
    if (!field.selectionSet) return [field];
    const told = [
      ...asRequired(this.#facts.providedBy(subgraph, at.type, name)?.selections ?? []),
      ...(at.isEntity ? [] : this.#valuesOf(at.told, at.type, name).flatMap(({ selections = [] }) => selections)),
    ];
    const path = [...at.path, (field.alias ?? field.name).value];
    const within = { type: getNamedType(type).name, path, told, isEntity: false };
    const before = this.found.length;
    const selectionSet = this.#without(field.selectionSet, within);
    if (this.found.slice(before).every((one) => this.#canBeAsked(one, path))) return [{ ...field, selectionSet }];
    this.found.splice(before);
    this.found.push({ subgraph, path: at.path, type: at.type, field, isWhole: true });
    return this.#keyInPlace(at);
  }

  /** Whether somebody has a key by which what was found may be asked, unless it was found further within than at a path. */
  #canBeAsked({ path, type, field }: Unanswerable, at: readonly string[]): boolean {
    const owners = [...this.#facts.ownersOf(type, field.name.value)];
    return path.length > at.length || owners.some((owner) => this.#facts.entryKeysOf(owner, type).length > 0);
  }

  /** Whether the representation of an entity holds a key by which the subgraph finds it. */
  #isFound({ type, told, isEntity }: Standing): boolean {
    const keys = isEntity ? this.#facts.entryKeysOf(this.#node.serviceName, type) : [];
    return keys.length === 0 || keys.some(({ selections }) => this.#holds(told, selections, type));
  }

  /** What others can be told of the object, where that is not known already. */
  #keyInPlace(at: Standing): readonly SelectionNode[] {
    const keys = this.#facts.keySetsOf(this.#node.serviceName, at.type).map(({ selections }) => selections);
    if (at.isEntity && (!this.#isFound(at) || keys.every((key) => this.#holds(at.told, key, at.type)))) return [];
    return [typename, ...keys.flat()];
  }

  /** Whether the subgraph is told a selection, or has it itself. */
  #knows(one: SelectionNode, { type, told }: Pick<Standing, 'type' | 'told'>): boolean {
    if (this.#holds(told, [one], type)) return true;
    return fieldsOn(type, [one]).every(({ type: on, field }) => {
      const within = { type: this.#typeOf(on, field), told: [] };
      const inner = field.selectionSet?.selections ?? [];
      return this.#isOwn(on, field.name.value) && inner.every((each) => this.#knows(each, within));
    });
  }

  /** Whether what is told has all of a selection. */
  #holds(told: readonly QueryPlanSelectionNode[], selections: readonly SelectionNode[], type: string): boolean {
    return fieldsOn(type, selections).every(({ type: on, field }) => {
      if (field.name.value === '__typename') return true;
      const values = this.#valuesOf(told, on, field.name.value);
      const within = values.flatMap((value) => value.selections ?? []);
      const inner = field.selectionSet?.selections ?? [];
      return values.length > 0 && this.#holds(within, inner, this.#typeOf(on, field));
    });
  }

  /** What is told of a field of objects of a type. */
  #valuesOf(told: readonly QueryPlanSelectionNode[], type: string, name: string): readonly QueryPlanFieldNode[] {
    return told.flatMap((one): readonly QueryPlanFieldNode[] => {
      if (one.kind === 'Field') return one.name === name ? [one] : [];
      const types = this.#facts.possibleTypes(one.typeCondition ?? type);
      return types.isDisjointFrom(this.#facts.possibleTypes(type)) ? [] : this.#valuesOf(one.selections, type, name);
    });
  }

  #typeOf(on: string, { name }: FieldNode): string {
    const type = this.#facts.fieldType(this.#node.serviceName, on, name.value);
    return type ? getNamedType(type).name : '';
  }

  /** Whether the subgraph knows a field wherever an object of the type stands. */
  #isOwn(type: string, field: string): boolean {
    const subgraph = this.#node.serviceName;
    if (field === '__typename' || this.#facts.ownersOf(type, field).has(subgraph)) return true;
    return this.#facts.keysOf(subgraph, type)?.some((key) => key.includes(field)) === true;
  }
}
