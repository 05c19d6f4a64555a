import type { FetchNode } from '@apollo/query-planner';
import {
  Kind,
  OperationTypeNode,
  type FieldNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import { gatewayError, refused } from '../../errors.ts';
import { readRequired, type PlannedFetch } from './fetches.ts';
import { readFetch, readRenamings } from './fetchForm.ts';
import { asRequired, entityOperation, onType, setOf } from './fetchText.ts';
import type { Place, Required } from './form.ts';
import { newPlace, noteFields, placeAt } from './places.ts';
import { answersWithin, type SchemaFacts } from './schemaFacts.ts';
import { fieldsIn, readAsked, typename, type Conditions } from './selections.ts';

/** A fetch while the order is still open. */
export interface Draft {
  readonly node: FetchNode;
  readonly path: readonly string[];
  /** What the plan puts before it; undefined for one that is not of the plan. */
  readonly after: ReadonlySet<Draft> | undefined;
  /** Whose answers one that is not of the plan reads. */
  readonly needs: Set<Draft>;
}

/** A field that some fetch must bring, and the variables it may use. */
interface Wanted {
  readonly path: readonly string[];
  readonly type: string;
  readonly field: FieldNode;
  readonly declared: readonly VariableDefinitionNode[];
}

/** What is thrown where no order or no subgraph can be found. */
export const cannotPlan = (): Error =>
  refused(gatewayError('QUERY_PLANNING_FAILED', 'The operation cannot be planned.'));

/** The fetches of a plan, to which others are added, until they are put in order. */
export class Mending {
  readonly #drafts: Draft[] = [];
  readonly #root = newPlace(undefined, '');
  readonly #facts: SchemaFacts;
  readonly #conditions: Conditions;

  constructor(facts: SchemaFacts, conditions: Conditions) {
    this.#facts = facts;
    this.#conditions = conditions;
  }

  /** Adds what is left of the plan's fetches. */
  addAll(
    taken: readonly { readonly fetch: PlannedFetch; readonly node: FetchNode | undefined }[],
  ): readonly (Draft | undefined)[] {
    const drafts: (Draft | undefined)[] = [];
    for (const { fetch, node } of taken) {
      const after = new Set([...fetch.after].flatMap((before) => drafts[before] ?? []));
      drafts.push(node && this.add({ node, path: fetch.path, after, needs: new Set() }));
    }
    return drafts;
  }

  /** Whether any of these fetches brings a field to objects of one of these types. */
  brings(drafts: ReadonlySet<Draft>, path: readonly string[], name: string, types: ReadonlySet<string>): boolean {
    return this.#bringers(placeAt(this.#root, path), name, types).some((draft) => drafts.has(draft));
  }

  /** Adds a fetch, and notes what it brings. */
  add(draft: Draft): Draft {
    const { set, type } = readFetch(draft.node, this.#facts);
    const reading = { facts: this.#facts, conditions: this.#conditions };
    const asked = readAsked(set, type, readRenamings(draft.node), reading);
    const index = this.#drafts.push(draft) - 1;
    noteFields(placeAt(this.#root, draft.path), asked, index, draft.node.requires && Symbol(`fetch ${index}`));
    return draft;
  }

  /** Has a field asked of a subgraph when all is there that it must be told. */
  ask(subgraph: string, wanted: Wanted): void {
    const { path, type, field, declared } = wanted;
    const key = this.#keyFor(subgraph, wanted);
    if (!key) throw cannotPlan();
    const required = this.#facts.requirementsOf(subgraph, type, field.name.value)?.selections ?? [];
    const typenames = { kind: 'ValueSetter' as const, path: [`... on ${type}`, '__typename'], setValueTo: type };
    const node: FetchNode = {
      kind: 'Fetch',
      serviceName: subgraph,
      operation: entityOperation(setOf([onType(type, [field])]), declared),
      operationName: undefined,
      operationKind: OperationTypeNode.QUERY,
      requires: asRequired([onType(type, [typename, ...key.selections, ...required])]),
      inputRewrites: this.#facts.isInterfaceObject(subgraph, type) ? [typenames] : undefined,
    };
    const draft = this.add({ node, path, after: undefined, needs: new Set() });
    for (const one of fieldsIn(required)) this.bring({ path, type, field: one, declared: [] }, draft);
    const isEarlier = (other: Draft): boolean => !this.#follows(other, draft);
    for (const found of this.#bringersFor(draft)) {
      const first = found.find(isEarlier);
      if (first) draft.needs.add(first);
    }
  }

  /** Has a field asked of somebody who knows it, where nobody is asked yet, or only after one that needs it. */
  bring(wanted: Wanted, before?: Draft): void {
    const { path, type, field } = wanted;
    if (this.#isBrought(placeAt(this.#root, path), field, this.#facts.possibleTypes(type), before)) return;
    const owner = [...this.#facts.ownersOf(type, field.name.value)].find(
      (subgraph) => this.#keyFor(subgraph, wanted) && answersWithin(subgraph, type, field, this.#facts),
    );
    if (owner === undefined) throw cannotPlan();
    this.ask(owner, wanted);
  }

  /** A key by which a subgraph can be asked, of what is brought. */
  #keyFor(subgraph: string, { path, type }: Wanted): SelectionSetNode | undefined {
    const place = placeAt(this.#root, path);
    const types = this.#facts.possibleTypes(type);
    return this.#facts
      .keySetsOf(subgraph, type)
      .find(({ selections }) => selections.every((one) => this.#isBrought(place, one, types, undefined)));
  }

  /** Whether somebody brings all of a selection to objects of one of these types, and not only after `before`. */
  #isBrought(
    place: Place | undefined,
    selection: SelectionNode,
    types: ReadonlySet<string> | undefined,
    before: Draft | undefined,
  ): boolean {
    if (!place || selection.kind === Kind.FRAGMENT_SPREAD) return false;
    const inner = selection.selectionSet?.selections ?? [];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      const fitting = condition === undefined ? types : this.#facts.possibleTypes(condition);
      return inner.every((one) => this.#isBrought(place, one, fitting, before));
    }
    const name = selection.name.value;
    const isThere = this.#bringers(place, name, types).some((draft) => !before || !this.#follows(draft, before));
    return isThere && inner.every((one) => this.#isBrought(place.children.get(name), one, undefined, before));
  }

  /** All fetches, each after those whose answers it reads. */
  inOrder(): readonly PlannedFetch[] {
    const ordered = new Set<Draft>();
    const waiting = new Set<Draft>();
    const put = (draft: Draft): void => {
      if (ordered.has(draft)) return;
      if (waiting.has(draft)) throw cannotPlan();
      waiting.add(draft);
      for (const before of draft.after ?? draft.needs) put(before);
      ordered.add(draft);
    };
    for (const draft of this.#drafts) put(draft);
    const order = [...ordered];
    return order.map((draft, index): PlannedFetch => {
      const isBefore = (other: Draft): boolean => !draft.after || !other.after || draft.after.has(other);
      const after = order.slice(0, index).flatMap((other, at) => (isBefore(other) ? [at] : []));
      return { node: draft.node, path: draft.path, index, after: new Set(after) };
    });
  }

  #follows(draft: Draft, other: Draft, seen = new Set<Draft>()): boolean {
    if (draft === other) return true;
    if (seen.has(draft)) return false;
    seen.add(draft);
    return [...(draft.after ?? draft.needs)].some((before) => this.#follows(before, other, seen));
  }

  /** Who brings what a fetch requires, for each field. */
  #bringersFor({ node, path }: Draft): readonly (readonly Draft[])[] {
    const walk = (required: readonly Required[], place: Place, types?: ReadonlySet<string>): (readonly Draft[])[] =>
      required.flatMap((one) => {
        if (one.kind === 'fragment') return walk(one.selections, place, this.#facts.possibleTypes(one.type));
        const child = place.children.get(one.name);
        return [this.#bringers(place, one.name, types), ...(child ? walk(one.selections ?? [], child) : [])];
      });
    return walk(readRequired(node.requires ?? []), placeAt(this.#root, path));
  }

  /** The fetches that bring a field to objects of one of these types, or of any, in the order they were added. */
  #bringers(place: Place, name: string, types?: ReadonlySet<string>): readonly Draft[] {
    return (place.fields.get(name)?.sources ?? [])
      .flatMap(({ fetches }) => [...fetches])
      .filter(([, brought]) => !types || !types.isDisjointFrom(brought))
      .sort(([one], [other]) => one - other)
      .flatMap(([index]) => this.#drafts[index] ?? []);
  }
}
