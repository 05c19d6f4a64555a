import {
  getNamedType,
  Kind,
  print,
  stripIgnoredCharacters,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { cannotPlan } from '../../errors.ts';
import type { AskedField, Renaming } from './form.ts';
import type { SchemaFacts } from './schemaFacts.ts';

/** The values of the Boolean variables that decide @skip and @include. */
export type Conditions = Readonly<Record<string, boolean>>;

/** Whether a selection with these directives is asked. */
export function isIncluded(directives: readonly DirectiveNode[] | undefined, conditions: Conditions): boolean {
  return (directives ?? []).every((directive) => {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') return true;
    const value = directive.arguments?.[0]?.value;
    const holds =
      value?.kind === Kind.VARIABLE
        ? conditions[value.name.value] === true
        : value?.kind === Kind.BOOLEAN && value.value;
    return holds === (name === 'include');
  });
}

/** The document with the variables that decide @skip and @include replaced by their values. */
export const decided = (document: DocumentNode, conditions: Conditions): DocumentNode =>
  visit(document, {
    Directive(directive) {
      const [argument] = directive.arguments ?? [];
      if (!/^(?:skip|include)$/.test(directive.name.value) || argument?.value.kind !== Kind.VARIABLE) return undefined;
      const value = { kind: Kind.BOOLEAN, value: conditions[argument.value.name.value] === true } as const;
      return { ...directive, arguments: [{ ...argument, value }] };
    },
  });

/** The operation of a document and its fragments by name. */
export function readDocument(document: DocumentNode): {
  operation: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
} {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operation = definition;
  }
  if (!operation) throw new Error('a document without an operation');
  return { operation, fragments };
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/**
 * A selection set with its fragment spreads put in: as inline fragments, or as what they hold where they say nothing
 * more than what is around them (a chain of fragments is then no deeper than its fields).
 *
 * @param on the type that the fragment around it names.
 */
export function inlined(set: SelectionSetNode, fragments: Fragments, on?: string): SelectionSetNode {
  const selections: SelectionNode[] = [];
  const waiting = set.selections.toReversed();
  for (let selection = waiting.pop(); selection; selection = waiting.pop()) {
    const inner = selection.kind === Kind.FRAGMENT_SPREAD ? asInlineFragment(selection, fragments) : selection;
    const isSpread = inner !== selection;
    if (inner.kind === Kind.FIELD) {
      selections.push(inner.selectionSet ? { ...inner, selectionSet: inlined(inner.selectionSet, fragments) } : inner);
    } else if (isSpread && inner.typeCondition?.name.value === on && (inner.directives ?? []).length === 0) {
      for (const one of inner.selectionSet.selections.toReversed()) waiting.push(one);
    } else {
      const within = inner.typeCondition?.name.value ?? on;
      selections.push({ ...inner, selectionSet: inlined(inner.selectionSet, fragments, within) });
    }
  }
  return { ...set, selections };
}

/**
 * A document of one operation without fragments of its own. The planner would expand each by itself, of a chain of them
 * the end again and again, and whoever walks them would go down with the chain.
 */
export function withoutFragments(document: DocumentNode): DocumentNode {
  const { operation, fragments } = readDocument(document);
  if (fragments.size === 0) return document;
  return { ...document, definitions: [{ ...operation, selectionSet: inlined(operation.selectionSet, fragments) }] };
}

function asInlineFragment({ name, directives }: FragmentSpreadNode, fragments: Fragments): InlineFragmentNode {
  const fragment = fragments.get(name.value);
  if (!fragment) throw new Error(`a document without its fragment ${name.value}`);
  const { typeCondition, selectionSet } = fragment;
  return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet };
}

/** The outermost fields of a selection, each with the type it is asked on. */
export const fieldsOn = (
  type: string,
  selections: readonly SelectionNode[],
): readonly { readonly type: string; readonly field: FieldNode }[] =>
  selections.flatMap((one) => {
    if (one.kind === Kind.FIELD) return [{ type, field: one }];
    if (one.kind === Kind.FRAGMENT_SPREAD) return [];
    return fieldsOn(one.typeCondition?.name.value ?? type, one.selectionSet.selections);
  });

/** A selection set as compact text. */
export const selectionText = (set: SelectionSetNode): string => stripIgnoredCharacters(print(set));

interface Reading {
  /** Who is asked. */
  readonly subgraph: string;
  readonly facts: SchemaFacts;
  readonly conditions: Conditions;
}

/**
 * Reads what a fetch asks, under the names of the merged answer.
 *
 * @param set its selection, without spreads, standing on `type`.
 * @throws QUERY_PLANNING_FAILED when two different values would get one name.
 */
export function readAsked(
  set: SelectionSetNode,
  type: string,
  renamings: readonly Renaming[],
  reading: Reading,
): readonly AskedField[] {
  const fields: AskedField[] = [];
  const types = type === ENTITY ? undefined : reading.facts.possibleTypes(type);
  collect(set, { type, types, path: [] }, renamings, reading, fields);
  refuseConflicts(fields);
  return fields;
}

export const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** The type of what `_entities` answers; the supergraph does not have it. */
export const ENTITY = '_Entity';

const none: ReadonlySet<string> = new Set();

interface Standing {
  readonly type: string;
  /** Undefined for entities of any type. */
  readonly types: ReadonlySet<string> | undefined;
  readonly path: readonly string[];
}

function collect(
  set: SelectionSetNode,
  on: Standing,
  renamings: readonly Renaming[],
  reading: Reading,
  into: AskedField[],
): void {
  for (const selection of set.selections) {
    if (!isIncluded(selection.directives, reading.conditions)) continue;
    if (selection.kind === Kind.FIELD) {
      into.push(readField(selection, on, renamings, reading));
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      const within = condition === undefined ? on : narrowed(on, condition, reading.facts);
      collect(selection.selectionSet, within, renamings, reading, into);
    }
  }
}

function narrowed(on: Standing, condition: string, facts: SchemaFacts): Standing {
  const wanted = facts.possibleTypes(condition);
  const path = [...on.path, `... on ${condition}`];
  const types = on.types ? new Set([...on.types].filter((type) => wanted.has(type))) : wanted;
  return { type: condition, types, path };
}

function readField(field: FieldNode, on: Standing, renamings: readonly Renaming[], reading: Reading): AskedField {
  const fieldName = field.name.value;
  const wireName = field.alias?.value ?? fieldName;
  const path = [...on.path, wireName];
  const renaming = renamings.find((candidate) => samePath(candidate.path, path));
  const name = renaming?.to ?? wireName;
  const type = fieldName === '__typename' ? undefined : reading.facts.fieldType(reading.subgraph, on.type, fieldName);
  const types = on.types ?? none;
  const called = [fieldName, ...(field.arguments ?? []).map(print)].join(' ');
  const asked = { name, wireName, fieldName, called, types, type };
  if (!field.selectionSet) return { ...asked, selections: undefined };
  if (!type) throw new Error(`the supergraph does not know ${on.type}.${field.name.value}, which the plan asks`);
  const named = getNamedType(type).name;
  const selections: AskedField[] = [];
  const within = { type: named, types: reading.facts.possibleTypes(named), path };
  collect(field.selectionSet, within, renamings, reading, selections);
  refuseConflicts(selections);
  return { ...asked, selections };
}

/**
 * Two `@requires` can ask one field with different arguments; the plan does not say which value is whose. One value under
 * two names is no conflict: the planner asks a field so where it is narrower in an object than in its interface.
 */
function refuseConflicts(fields: readonly AskedField[]): void {
  for (const [index, field] of fields.entries()) {
    const isOther = ({ wireName, called }: AskedField): boolean =>
      wireName !== field.wireName && called !== field.called;
    const meets = ({ types }: AskedField): boolean => !types.isDisjointFrom(field.types);
    if (fields.slice(index + 1).some((later) => later.name === field.name && isOther(later) && meets(later))) {
      throw cannotPlan();
    }
  }
}

const samePath = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((part, index) => part === other[index]);
