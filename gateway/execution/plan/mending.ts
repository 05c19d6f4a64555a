import type { FetchNode } from '@apollo/query-planner';
import {
  getNamedType,
  Kind,
  OperationTypeNode,
  type FieldNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import { cannotPlan } from '../../errors.ts';
import { readRequired, type PlannedFetch } from './fetches.ts';
import { readFetch, readRenamings } from './fetchForm.ts';
import { asRequired, entityOperation, onType, setOf } from './fetchText.ts';
import type { Place, Required } from './form.ts';
import { bringersOf, newPlace, noteFields, placeAt } from './places.ts';
import { answersWithin, type SchemaFacts } from './schemaFacts.ts';
import { ENTITY, fieldsOn, readAsked, typename, type Conditions } from './selections.ts';
import { TakingOut, type Unanswerable } from './unanswerable.ts';

/** A fetch while the order is still open. */
export interface Draft {
  readonly node: FetchNode;
  readonly path: readonly string[];
  /** What the plan puts before it; undefined for one that is not of the plan. */
  readonly after: ReadonlySet<Draft> | undefined;
  /** Whose answers it reads, of those that the plan does not put before it. */
  readonly needs: Set<Draft>;
}

/** A field that some fetch must bring, and the variables it may use. */
interface Wanted {
  /** Who wants it: it is written by what this subgraph knows. */
  readonly by: string;
  readonly path: readonly string[];
  readonly type: string;
  readonly field: FieldNode;
  readonly declared: readonly VariableDefinitionNode[];
}

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
      drafts.push(node && this.#add({ node, path: fetch.path, after, needs: new Set() }));
    }
    return drafts;
  }

  /** Whether any of these fetches brings a field to objects of one of these types. */
  brings(drafts: ReadonlySet<Draft>, path: readonly string[], name: string, types: ReadonlySet<string>): boolean {
    return this.#bringers(placeAt(this.#root, path), name, types).some((draft) => drafts.has(draft));
  }

  /** Adds a fetch, and notes what it brings. */
  #add(draft: Draft): Draft {
    const { set, type } = readFetch(draft.node, this.#facts);
    const reading = { subgraph: draft.node.serviceName, facts: this.#facts, conditions: this.#conditions };
    const asked = readAsked(set, type, readRenamings(draft.node), reading);
    const index = this.#drafts.push(draft) - 1;
    noteFields(placeAt(this.#root, draft.path), asked, index, draft.node.requires && Symbol(`fetch ${index}`));
    return draft;
  }

  /** Has asked what a fetch at a path cannot answer: of its own subgraph when that can be told enough, or of who knows it. */
  askLater(found: readonly Unanswerable[], path: readonly string[], declared: readonly VariableDefinitionNode[]): void {
    for (const { subgraph, type, field, path: within, isWhole } of found) {
      const wanted = { by: subgraph, type, field, declared, path: [...path, ...within] };
      if (isWhole) this.#bringWhole(wanted);
      else if (this.#facts.ownersOf(type, field.name.value).has(subgraph)) this.#ask(subgraph, wanted);
      else this.#bring(wanted);
    }
  }

  /** Has a field asked of a subgraph when all is there that it must be told. */
  #ask(subgraph: string, wanted: Wanted): void {
    const { path, type, field, declared } = wanted;
    const key = this.#keyFor(subgraph, wanted);
    if (!key) throw cannotPlan();
    const required = this.#facts.requirementsOf(subgraph, type, field.name.value)?.selections ?? [];
    const typenames = { kind: 'ValueSetter' as const, path: [`... on ${type}`, '__typename'], setValueTo: type };
    const node: FetchNode = {
      kind: 'Fetch',
      serviceName: subgraph,
      operation: '',
      operationName: undefined,
      operationKind: OperationTypeNode.QUERY,
      requires: asRequired([onType(type, [typename, ...key.selections, ...required])]),
      inputRewrites: this.#facts.isInterfaceObject(subgraph, type) ? [typenames] : undefined,
    };
    const taking = new TakingOut(node, this.#facts, this.#conditions);
    const operation = entityOperation(taking.rest(setOf([onType(type, [field])]), ENTITY), declared);
    const draft = this.#add({ node: { ...node, operation }, path, after: undefined, needs: new Set() });
    for (const one of fieldsOn(type, required)) this.#bring({ ...one, by: subgraph, path, declared: [] }, draft);
    for (const found of this.#bringersFor(draft)) {
      const first = found.find((other) => !this.#follows(other, draft));
      if (first) draft.needs.add(first);
    }
    this.askLater(taking.found, path, declared);
  }

  /** Has a field asked of somebody who knows it, where nobody is asked yet, or only after one that needs it. */
  #bring(wanted: Wanted, before?: Draft): void {
    const { path, type, field } = wanted;
    const [place, types] = [placeAt(this.#root, path), this.#facts.possibleTypes(type)];
    if (field.name.value === '__typename' || this.#isBrought(place, field, types, before)) return;
    const owners = this.#ownersOf(wanted);
    const whole = this.#wholeOf(owners, wanted);
    const isThere = this.#isBrought(place, { ...field, selectionSet: undefined }, types, before);
    if (whole === undefined && isThere && field.selectionSet) {
      this.#bringWithin(wanted, field.selectionSet, before);
      return;
    }
    const owner = whole ?? owners[0];
    if (owner === undefined) throw cannotPlan();
    this.#ask(owner, wanted);
  }

  /** Has a field asked of one who knows all that is asked of it, where nobody is asked all that yet. */
  #bringWhole(wanted: Wanted): void {
    const { path, type, field } = wanted;
    if (this.#isBrought(placeAt(this.#root, path), field, this.#facts.possibleTypes(type), undefined)) return;
    const whole = this.#wholeOf(this.#ownersOf(wanted), wanted);
    if (whole === undefined) throw cannotPlan();
    this.#ask(whole, wanted);
  }

  /** Who has a field and can be asked for it. */
  #ownersOf(wanted: Wanted): readonly string[] {
    const owners = this.#facts.ownersOf(wanted.type, wanted.field.name.value);
    return [...owners].filter((one) => this.#keyFor(one, wanted));
  }

  #wholeOf(owners: readonly string[], { type, field }: Wanted): string | undefined {
    return owners.find((subgraph) => answersWithin(subgraph, type, field, this.#facts));
  }

  /** Has what is missing of objects asked that are there. */
  #bringWithin({ by, path, type, field, declared }: Wanted, set: SelectionSetNode, before: Draft | undefined): void {
    const named = this.#facts.fieldType(by, type, field.name.value);
    if (!named) throw cannotPlan();
    const within = [...path, field.name.value];
    for (const one of fieldsOn(getNamedType(named).name, set.selections)) {
      this.#bring({ ...one, by, path: within, declared }, before);
    }
  }

  /** A key by which a subgraph can be asked, of what is brought. */
  #keyFor(subgraph: string, { path, type }: Wanted): SelectionSetNode | undefined {
    const place = placeAt(this.#root, path);
    const types = this.#facts.possibleTypes(type);
    return this.#facts
      .entryKeysOf(subgraph, type)
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
    for (const draft of this.#drafts) this.#waitForPlace(draft);
    const ordered = new Set<Draft>();
    const waiting = new Set<Draft>();
    const put = (draft: Draft): void => {
      if (ordered.has(draft)) return;
      if (waiting.has(draft)) throw cannotPlan();
      waiting.add(draft);
      for (const before of this.#before(draft)) put(before);
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

  /** Has a fetch go after those added ones that make objects at its place. */
  #waitForPlace(draft: Draft): void {
    const makers = bringersOf(placeAt(this.#root, draft.path), new Set(this.#drafts.keys()));
    for (const index of makers) {
      const maker = this.#drafts[index];
      if (maker && !maker.after && !this.#follows(maker, draft)) draft.needs.add(maker);
    }
  }

  #follows(draft: Draft, other: Draft, seen = new Set<Draft>()): boolean {
    if (draft === other) return true;
    if (seen.has(draft)) return false;
    seen.add(draft);
    return this.#before(draft).some((before) => this.#follows(before, other, seen));
  }

  #before = ({ after, needs }: Draft): readonly Draft[] => [...(after ?? []), ...needs];

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
