import {
  getNamedType,
  Kind,
  parse,
  print,
  visit,
  type DocumentNode,
  type FieldNode,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { nameForPlanning } from './aliases.ts';
import type { PlannedFetch } from './fetches.ts';
import type { Place } from './form.ts';
import { answers, type SchemaFacts } from './schemaFacts.ts';
import { inlined, isIncluded, readDocument, type Conditions } from './selections.ts';

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
    for (const name of fetch.path) if (name !== '@') at = within(at, name);
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

/** A field further down. */
function within({ subgraph, place, asked }: At, name: string): At {
  const child = place.children.get(name) ?? place;
  return { subgraph, place: child, asked: asked.flatMap((set) => setsOf(set, name)) };
}

/** What is asked of a field, whatever the type it is a field of. */
const setsOf = ({ selections }: SelectionSetNode, name: string): SelectionSetNode[] =>
  selections.flatMap((selection): SelectionSetNode[] => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return setsOf(selection.selectionSet, name);
    return selection.kind === Kind.FIELD && nameOf(selection) === name && selection.selectionSet
      ? [selection.selectionSet]
      : [];
  });

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
    const inner = within(at, nameOf(field));
    const members = this.#facts.partialUnions?.membersOf(at.subgraph, named);
    const missing = members ? this.#missing(members, inner) : [];
    const completed = this.complete(set, named, inner);
    return { ...completed, selections: [...completed.selections, ...missing] };
  }

  /** What is asked of members that the subgraph knows, and brought by nobody. */
  #missing(members: ReadonlySet<string>, { subgraph, place, asked }: At): InlineFragmentNode[] {
    return asked.flatMap(({ selections }) =>
      selections.flatMap((selection): InlineFragmentNode[] => {
        const type = selection.kind === Kind.INLINE_FRAGMENT ? selection.typeCondition?.name.value : undefined;
        if (type === undefined || selection.kind !== Kind.INLINE_FRAGMENT || !members.has(type)) return [];
        if (!isIncluded(selection.directives, this.#conditions)) return [];
        const isNew = (one: SelectionNode): boolean =>
          one.kind === Kind.FIELD &&
          one.name.value !== '__typename' &&
          isIncluded(one.directives, this.#conditions) &&
          place.fields.get(nameOf(one))?.sources.some(({ types }) => types.has(type)) !== true &&
          answers(subgraph, type, one, this.#facts);
        const fields = selection.selectionSet.selections.filter(isNew);
        if (fields.length === 0) return [];
        this.count++;
        const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: fields };
        visit(selectionSet, { Variable: ({ name }) => void this.variables.add(name.value) });
        return [{ ...selection, selectionSet }];
      }),
    );
  }
}
