import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  Kind,
  OperationTypeNode,
  print,
  type FieldNode,
  type InlineFragmentNode,
  type NameNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import { gatewayError, refused } from '../../errors.ts';
import { readRequired, type PlannedFetch } from './fetches.ts';
import { readFetch, readRenamings } from './fetchForm.ts';
import type { Place, Required } from './form.ts';
import { newPlace, noteFields, placeAt } from './places.ts';
import { answersWithin, type SchemaFacts } from './schemaFacts.ts';
import { fieldsIn, readAsked, typename, type Conditions } from './selections.ts';
import { TakingOut, type IsBrought, type Unanswerable } from './unanswerable.ts';

/** A fetch while the order is still open. */
interface Draft {
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

/**
 * Asks for fields only after what they require is there.
 *
 * Where a field requires what requires something itself, the planner may put the inner field into a fetch of the same
 * subgraph that goes earlier, or ask a subgraph for what it knows from others. Such fields get fetches of their own.
 *
 * @throws QUERY_PLANNING_FAILED when no subgraph can be asked for what is required.
 */
export function requiredFirst(
  planned: readonly PlannedFetch[],
  facts: SchemaFacts,
  conditions: Conditions,
): readonly PlannedFetch[] {
  let taken = planned.map((fetch) => takenOut(fetch, facts, conditions, () => true));
  if (taken.every(({ found }) => found.length === 0)) return planned;
  const isTooEarly = ({ subgraph, type, field }: Unanswerable): boolean =>
    facts.ownersOf(type, field.name.value).has(subgraph);
  // What is taken out of one fetch may be what another was to be told.
  for (let before = -1; before !== countOf(taken);) {
    before = countOf(taken);
    const mending = new Mending(facts, conditions);
    const drafts = mending.addAll(taken);
    taken = planned.map((fetch) => {
      const after = new Set([...fetch.after].flatMap((one) => drafts[one] ?? []));
      return takenOut(fetch, facts, conditions, (name, types) => mending.brings(after, fetch.path, name, types));
    });
  }
  const mending = new Mending(facts, conditions);
  mending.addAll(taken);
  for (const { fetch, declared, found } of taken) {
    for (const one of found) {
      const wanted = { ...one, declared, path: [...fetch.path, ...one.path] };
      if (isTooEarly(one)) mending.ask(one.subgraph, wanted);
      else mending.bring(wanted);
    }
  }
  return mending.inOrder();
}

const countOf = (taken: readonly Taken[]): number => taken.reduce((count, { found }) => count + found.length, 0);

const cannotPlan = (): Error => refused(gatewayError('QUERY_PLANNING_FAILED', 'The operation cannot be planned.'));

interface Taken {
  readonly fetch: PlannedFetch;
  /** Undefined when nothing is left. */
  readonly node: FetchNode | undefined;
  readonly declared: readonly VariableDefinitionNode[];
  readonly found: readonly Unanswerable[];
}

/** A fetch without what its subgraph cannot answer. */
function takenOut(fetch: PlannedFetch, facts: SchemaFacts, conditions: Conditions, isBrought: IsBrought): Taken {
  const { node } = fetch;
  const { declared, set, type } = readFetch(node, facts);
  const taking = new TakingOut(node, facts, conditions, isBrought);
  const rest = taking.rest(set, type);
  const { found } = taking;
  const requires = node.requires && tellable(node.requires, facts, isBrought);
  if (found.length === 0) return { fetch, node: { ...node, requires }, declared, found };
  if ((node.outputRewrites ?? []).length > 0) throw cannotPlan();
  if (rest.selections.length === 0) return { fetch, node: undefined, declared, found };
  const kind = node.operationKind;
  const operation = node.requires ? entityOperation(rest, declared) : operationText(rest, declared, kind);
  return { fetch, node: { ...node, requires, operation }, declared, found };
}

/** What representations hold, without what nobody brings before: no field that is left needs it. */
const tellable = (
  requires: readonly QueryPlanSelectionNode[],
  facts: SchemaFacts,
  isBrought: IsBrought,
  types?: ReadonlySet<string>,
): QueryPlanSelectionNode[] =>
  requires.flatMap((one): QueryPlanSelectionNode[] => {
    if (one.kind === 'Field') {
      return one.name === '__typename' || !types || isBrought(one.name, types) ? [one] : [];
    }
    const within = one.typeCondition === undefined ? types : facts.possibleTypes(one.typeCondition);
    return [{ ...one, selections: tellable(one.selections, facts, isBrought, within) }];
  });

const operationText = (
  selectionSet: SelectionSetNode,
  variableDefinitions: readonly VariableDefinitionNode[],
  operation = OperationTypeNode.QUERY,
): string => print({ kind: Kind.OPERATION_DEFINITION, operation, variableDefinitions, selectionSet });

const entityOperation = (selectionSet: SelectionSetNode, declared: readonly VariableDefinitionNode[]): string =>
  operationText(setOf([{ kind: Kind.FIELD, name: nameNode('_entities'), selectionSet }]), declared);

const nameNode = (value: string): NameNode => ({ kind: Kind.NAME, value });
const setOf = (selections: readonly SelectionNode[]): SelectionSetNode => ({ kind: Kind.SELECTION_SET, selections });
const onType = (type: string, selections: readonly SelectionNode[]): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: nameNode(type) },
  selectionSet: setOf(selections),
});

/** A selection as plans write what representations hold. */
const asRequired = (selections: readonly SelectionNode[]): QueryPlanSelectionNode[] =>
  selections.flatMap((one): QueryPlanSelectionNode[] => {
    if (one.kind === Kind.FRAGMENT_SPREAD) return [];
    const inner = one.selectionSet && asRequired(one.selectionSet.selections);
    if (one.kind === Kind.FIELD) return [{ kind: 'Field', name: one.name.value, selections: inner }];
    return [{ kind: 'InlineFragment', typeCondition: one.typeCondition?.name.value, selections: inner ?? [] }];
  });

/** The fetches of a plan, to which others are added, until they are put in order. */
class Mending {
  readonly #drafts: Draft[] = [];
  readonly #root = newPlace(undefined, '');
  readonly #facts: SchemaFacts;
  readonly #conditions: Conditions;

  constructor(facts: SchemaFacts, conditions: Conditions) {
    this.#facts = facts;
    this.#conditions = conditions;
  }

  /** Adds what is left of the plan's fetches. */
  addAll(taken: readonly Taken[]): readonly (Draft | undefined)[] {
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
