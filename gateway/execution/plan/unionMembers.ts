import {
  getNamedType,
  Kind,
  parse,
  print,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { nameForPlanning } from './aliases.ts';
import type { PlannedFetch } from './fetches.ts';
import { onType, setOf } from './fetchText.ts';
import type { Place } from './form.ts';
import { answers, type SchemaFacts } from './schemaFacts.ts';
import { fieldsOn, inlined, isIncluded, readDocument, typename, type Conditions } from './selections.ts';

/** What is looked at together: part of a fetch, and what the client asks at the same place. */
interface At {
  readonly subgraph: string;
  readonly place: Place;
  readonly asked: readonly SelectionSetNode[];
}

/**
 * Asks for members of unions that the planner left out.
 *
 * Where several subgraphs share a field of a union that each knows with other members, the planner believes that only
 * the common ones can come, and drops what is asked of the others. What the subgraph that is asked knows of them is added
 * to its fetch.
 *
 * @param source what was planned.
 * @param root the places of the merged answer, as the fetches have been compiled so far.
 */
export function addUnionMembers(
  planned: readonly PlannedFetch[],
  source: { readonly document: DocumentNode; readonly permitted: DocumentNode | undefined },
  root: Place,
  facts: SchemaFacts,
  conditions: Conditions,
): readonly PlannedFetch[] {
  if (!facts.partialUnions) return planned;
  const { operation, fragments } = readDocument(nameForPlanning(source.permitted ?? source.document, facts));
  const adding = new Adding(facts, conditions);
  const whole = [inlined(operation.selectionSet, fragments)];
  const rootType = facts.full.getRootType(operation.operation)?.name ?? '';
  const added = planned.map((fetch): PlannedFetch => {
    const read = readDocument(parse(fetch.node.operation, { noLocation: true }));
    let at: At = { subgraph: fetch.node.serviceName, place: root, asked: whole };
    for (const name of fetch.path) if (name !== '@') at = adding.within(at, name);
    const before = adding.count;
    const selectionSet = adding.complete(inlined(read.operation.selectionSet, read.fragments), rootType, at);
    if (adding.count === before) return fetch;
    const declared = read.operation.variableDefinitions ?? [];
    const variableDefinitions = [
      ...declared,
      ...(operation.variableDefinitions ?? []).filter(
        ({ variable: { name } }) =>
          adding.variables.has(name.value) && !declared.some((one) => one.variable.name.value === name.value),
      ),
    ];
    return {
      ...fetch,
      node: { ...fetch.node, operation: print({ ...read.operation, variableDefinitions, selectionSet }) },
    };
  });
  return adding.count === 0 ? planned : added;
}

const nameOf = (field: FieldNode): string => field.alias?.value ?? field.name.value;

const isCondition = ({ name }: DirectiveNode): boolean => name.value === 'skip' || name.value === 'include';

class Adding {
  count = 0;
  /** Those that what was added uses. */
  readonly variables = new Set<string>();
  readonly #facts: SchemaFacts;
  readonly #conditions: Conditions;

  constructor(facts: SchemaFacts, conditions: Conditions) {
    this.#facts = facts;
    this.#conditions = conditions;
  }

  /** A selection of a fetch, on `type`, with what was left out. */
  complete(set: SelectionSetNode, type: string, at: At): SelectionSetNode {
    const selections = set.selections.map((selection): SelectionNode => {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const on = selection.typeCondition?.name.value ?? type;
        return { ...selection, selectionSet: this.complete(selection.selectionSet, on, at) };
      }
      if (selection.kind !== Kind.FIELD || !selection.selectionSet) return selection;
      return { ...selection, selectionSet: this.#inField(selection, selection.selectionSet, type, at) };
    });
    return { ...set, selections };
  }

  #inField(field: FieldNode, set: SelectionSetNode, type: string, at: At): SelectionSetNode {
    if (field.name.value === '_entities') return this.complete(set, '', at);
    const fieldType = this.#facts.fieldType(at.subgraph, type, field.name.value);
    if (!fieldType) return set;
    const named = getNamedType(fieldType).name;
    const inner = this.within(at, nameOf(field), this.#facts.possibleTypes(type));
    const members = this.#facts.partialUnions?.membersOf(at.subgraph, named) ?? [];
    const missing = [...members].flatMap((member) => this.#missing(member, inner));
    const completed = this.complete(set, named, inner);
    return { ...completed, selections: [...completed.selections, ...missing] };
  }

  /** A field further down, of objects of one of these types; of all when that is not said. */
  within({ subgraph, place, asked }: At, name: string, types?: ReadonlySet<string>): At {
    const selections = asked.flatMap((set) => this.#askedOf(set, types, (field) => nameOf(field) === name));
    const sets = fieldsOn('', selections).flatMap(({ field }) => field.selectionSet ?? []);
    return { subgraph, place: place.children.get(name) ?? place, asked: sets };
  }

  /** What is asked of a member that the subgraph knows, and brought by nobody. */
  #missing(member: string, { subgraph, place, asked }: At): InlineFragmentNode[] {
    const isNew = (field: FieldNode): boolean =>
      field.name.value !== '__typename' &&
      place.fields.get(nameOf(field))?.sources.some(({ types }) => types.has(member)) !== true;
    const missing = this.#ofMember(member, asked, subgraph, isNew);
    if (missing.length === 0) return [];
    this.count++;
    visit(setOf(missing), { Variable: ({ name }) => void this.variables.add(name.value) });
    return missing;
  }

  /** What is asked of a member, as far as the subgraph can answer it. */
  #ofMember(
    member: string,
    asked: readonly SelectionSetNode[],
    subgraph: string,
    isNew: (field: FieldNode) => boolean,
  ): InlineFragmentNode[] {
    const isWanted = (field: FieldNode): boolean =>
      isNew(field) && answers(subgraph, member, this.#known(field, member, subgraph), this.#facts);
    const wanted = asked.flatMap((set) => this.#askedOf(set, new Set([member]), isWanted));
    return wanted.length > 0 ? [onType(member, this.#knownOf(setOf(wanted), member, subgraph).selections)] : [];
  }

  /** A field that is added: of the unions within, the members that the subgraph knows. */
  #known(field: FieldNode, type: string, subgraph: string): FieldNode {
    const fieldType = this.#facts.fieldType(subgraph, type, field.name.value);
    if (!field.selectionSet || !fieldType) return field;
    return { ...field, selectionSet: this.#knownOf(field.selectionSet, getNamedType(fieldType).name, subgraph) };
  }

  #knownOf(set: SelectionSetNode, type: string, subgraph: string): SelectionSetNode {
    const members = this.#facts.partialUnions?.membersOf(subgraph, type);
    if (members) {
      const known = [...members].flatMap((member) => this.#ofMember(member, [set], subgraph, () => true));
      return { ...set, selections: [typename, ...known] };
    }
    const selections = set.selections.map((selection): SelectionNode => {
      if (selection.kind === Kind.FIELD) return this.#known(selection, type, subgraph);
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      const on = selection.typeCondition?.name.value ?? type;
      return { ...selection, selectionSet: this.#knownOf(selection.selectionSet, on, subgraph) };
    });
    return { ...set, selections };
  }

  /**
   * The fields that are asked of objects of one of these types, out of the fragments around them. Where a fragment has
   * directives for subgraphs, one with these stays.
   */
  #askedOf(
    { selections }: SelectionSetNode,
    types: ReadonlySet<string> | undefined,
    isWanted: (field: FieldNode) => boolean,
  ): SelectionNode[] {
    return selections.flatMap((selection): readonly SelectionNode[] => {
      if (!isIncluded(selection.directives, this.#conditions)) return [];
      if (selection.kind === Kind.FIELD) return isWanted(selection) ? [selection] : [];
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
      const condition = selection.typeCondition?.name.value;
      if (types && condition !== undefined && types.isDisjointFrom(this.#facts.possibleTypes(condition))) return [];
      const inner = this.#askedOf(selection.selectionSet, types, isWanted);
      const directives = selection.directives?.filter((one) => !isCondition(one)) ?? [];
      if (directives.length === 0 || inner.length === 0) return inner;
      return [{ kind: Kind.INLINE_FRAGMENT, directives, selectionSet: setOf(inner) }];
    });
  }
}
