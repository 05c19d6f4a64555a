import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, parse, print, visit, type ASTNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { SchemaFacts } from './schemaFacts.ts';
import { inlined, readDocument } from './selections.ts';

/** Puts fields that `@requires` asks with arguments as subgraphs know them, under the names the merged answer has. */
export function asAsked<Node extends ASTNode>(node: Node, { requirementNames }: SchemaFacts): Node {
  if (requirementNames.size === 0) return node;
  return visit(node, {
    Field(field) {
      const named = requirementNames.get(field.name.value);
      if (!named) return undefined;
      const [asked] = readDocument(parse(`{${named.field}${named.arguments}}`, { noLocation: true })).operation
        .selectionSet.selections;
      if (asked?.kind !== Kind.FIELD) return undefined;
      return { ...field, name: asked.name, arguments: asked.arguments, alias: field.alias ?? field.name };
    },
  });
}

/** Where in a representation something with arguments is required: response names; and under which names. */
type Needs = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * A fetch, taken apart when its fields require one field with different arguments: a representation has room for one
 * value under the field's name.
 */
export function apart(node: FetchNode, facts: SchemaFacts): readonly FetchNode[] {
  if (!node.requires || !hasConflict(node.requires, facts)) return [node];
  const { operation, fragments } = readDocument(parse(node.operation, { noLocation: true }));
  const [entities] = operation.selectionSet.selections;
  if (entities?.kind !== Kind.FIELD || !entities.selectionSet) return [node];
  const fields = topFields(inlined(entities.selectionSet, fragments), '', node.serviceName, facts);
  const parts: { needs: Map<string, ReadonlySet<string>>; selections: SelectionNode[] }[] = [];
  for (const { selection, needs } of fields) {
    let part = parts.find((candidate) => agree(candidate.needs, needs));
    if (!part) parts.push((part = { needs: new Map(), selections: [] }));
    for (const [path, names] of needs) part.needs.set(path, names);
    part.selections.push(selection);
  }
  const { requires } = node;
  return parts.map(({ needs, selections }): FetchNode => {
    const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections };
    const set: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [{ ...entities, selectionSet }] };
    const used = new Set<string>();
    visit(set, { Variable: ({ name }) => void used.add(name.value) });
    const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value));
    return {
      ...node,
      operation: print({ ...operation, variableDefinitions, selectionSet: set }),
      requires: requiredBy(requires, needs, '', facts),
    };
  });
}

/** Whether one field is required with different arguments at one place. */
export function hasConflict(requires: readonly QueryPlanSelectionNode[], facts: SchemaFacts): boolean {
  const needs = new Map<string, Set<string>>();
  const walk = (selections: readonly QueryPlanSelectionNode[], path: string): void => {
    for (const selection of selections) {
      if (selection.kind === 'InlineFragment') {
        walk(selection.selections, path);
        continue;
      }
      note(selection.name, path, facts, needs);
      walk(selection.selections ?? [], `${path}/${selection.name}`);
    }
  };
  if (facts.requirementNames.size > 0) walk(requires, '');
  return [...needs.values()].some(({ size }) => size > 1);
}

function note(name: string, path: string, facts: SchemaFacts, into: Map<string, Set<string>>): void {
  const named = facts.requirementNames.get(name);
  if (!named) return;
  const at = `${path}/${named.field}`;
  into.set(at, (into.get(at) ?? new Set()).add(name));
}

/** The fields of an entity selection one by one, each within its type conditions, and what they need with arguments. */
function topFields(
  set: SelectionSetNode,
  type: string,
  subgraph: string,
  facts: SchemaFacts,
): { selection: SelectionNode; needs: Needs }[] {
  return set.selections.flatMap((selection): { selection: SelectionNode; needs: Needs }[] => {
    if (selection.kind !== Kind.INLINE_FRAGMENT) {
      const required = selection.kind === Kind.FIELD && facts.requirementsOf(subgraph, type, selection.name.value);
      const needs = new Map<string, Set<string>>();
      if (required) addNeeds(required, '', facts, needs);
      return [{ selection, needs }];
    }
    const on = selection.typeCondition?.name.value ?? type;
    return topFields(selection.selectionSet, on, subgraph, facts).map((inner) => ({
      needs: inner.needs,
      selection: { ...selection, selectionSet: { kind: Kind.SELECTION_SET, selections: [inner.selection] } },
    }));
  });
}

function addNeeds(set: SelectionSetNode, path: string, facts: SchemaFacts, into: Map<string, Set<string>>): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
    const isField = selection.kind === Kind.FIELD;
    if (isField) note(selection.name.value, path, facts, into);
    const within = isField ? `${path}/${selection.name.value}` : path;
    if (selection.selectionSet) addNeeds(selection.selectionSet, within, facts, into);
  }
}

/** Whether two fields can be told what they need in one representation. */
const agree = (one: Needs, other: Needs): boolean =>
  [...other].every(([path, names]) => {
    const known = one.get(path);
    return !known || [...known].join() === [...names].join();
  });

/** What is required, of what is required with arguments only that which is needed. */
function requiredBy(
  selections: readonly QueryPlanSelectionNode[],
  needs: Needs,
  path: string,
  facts: SchemaFacts,
): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'Field') {
      const named = facts.requirementNames.get(selection.name);
      if (named && needs.get(`${path}/${named.field}`)?.has(selection.name) !== true) return [];
      if (!selection.selections) return [selection];
    }
    const within = selection.kind === 'Field' ? `${path}/${selection.name}` : path;
    const inner = requiredBy(selection.selections ?? [], needs, within, facts);
    return inner.length > 0 ? [{ ...selection, selections: inner }] : [];
  });
}
