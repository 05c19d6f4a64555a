import { createHash } from 'node:crypto';
import {
  getNamedType,
  Kind,
  OperationTypeNode,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTVisitor,
  type DocumentNode,
  type DirectiveNode,
  type FieldNode,
  type NameNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { SchemaFacts } from './schemaFacts.ts';
import { isIncluded, typename } from './selections.ts';

/** A client's variable of this name would meet the one with which entities are asked. */
const TAKEN_VARIABLE = 'representations';
const FREE_VARIABLE = 'representations__client';

/**
 * The name under which a client's field stands in the plan and in the merged answer.
 *
 * Keys and `@requires` put fields of their own beside the client's, under the fields' names. Where the client gives
 * such a name to something else (another field, or the same with arguments), one would overwrite the other; so the
 * client's gets a name of its own, and the answer is written with the client's. The same goes for names that every
 * JavaScript object has.
 */
export function mergedName(field: FieldNode, facts: SchemaFacts): string {
  // The type is asked under its own name alone: under that of another field the planner may mix up the two.
  if (field.name.value === '__typename') return '__typename';
  const key = field.alias?.value ?? field.name.value;
  const plain = field.name.value === key && (field.arguments?.length ?? 0) === 0;
  const meets = facts.requiredFields.has(key) && !plain;
  if (!meets && !(key in Object.prototype)) return key;
  if (field.name.value.startsWith('__') && plain) return key;
  const asked = `${field.name.value}(${(field.arguments ?? []).map(print).sort().join()})`;
  return `l_${key.replace(/^_+/, '')}_${createHash('sha1').update(asked).digest('hex').slice(0, 12)}`;
}

/**
 * The document to plan in place of a client's: with the names of `mergedName`, with `__typename` where otherwise
 * @skip and @include may leave nothing to ask, and so nobody who knows whether there is an object, and with the root fields
 * of a mutation in the order in which they run.
 */
export function nameForPlanning(document: DocumentNode, facts: SchemaFacts): DocumentNode {
  const types = new TypeInfo(facts.api);
  const naming: ASTVisitor = {
    OperationDefinition: { leave: withRootFieldsInOrder },
    SelectionSet: simplified,
    Field(field) {
      const name = mergedName(field, facts);
      const alias = name === field.name.value ? undefined : nameNode(name);
      const renamed = name === (field.alias?.value ?? field.name.value) ? field : { ...field, alias };
      const set = field.selectionSet;
      // An interface without objects has none of which anybody could say the type.
      const type = getNamedType(types.getType())?.name ?? '';
      const isEnough = !set || set.selections.some(isSure) || facts.possibleTypes(type).size === 0;
      if (isEnough) return renamed === field ? undefined : renamed;
      return { ...renamed, selectionSet: { ...set, selections: [typename, ...set.selections] } };
    },
    Variable: (variable) =>
      variable.name.value === TAKEN_VARIABLE ? { ...variable, name: nameNode(FREE_VARIABLE) } : undefined,
  };
  return visit(document, visitWithTypeInfo(types, naming));
}

/** A selection set without what is known to be asked anyway, or never: the planner loses some of it. */
function simplified(set: SelectionSetNode): SelectionSetNode | undefined {
  const decided = withoutConstants(set) ?? set;
  // A leaf that is asked whatever the variables say need not be asked under a condition too.
  const sure = new Set(decided.selections.flatMap((one) => (isSure(one) && isLeaf(one) ? [responseKey(one)] : [])));
  const selections = decided.selections.filter((one) => isSure(one) || !isLeaf(one) || !sure.has(responseKey(one)));
  if (selections.length === decided.selections.length) return decided === set ? undefined : decided;
  return { ...decided, selections };
}

/**
 * A mutation with what its fragments hold in their place: the planner puts fragments on one type together where the first
 * one stands, and the fields of the last before what stands between them. A fragment under a condition that is not
 * decided yet stays; what is run has none.
 */
function withRootFieldsInOrder(operation: OperationDefinitionNode): OperationDefinitionNode | undefined {
  if (operation.operation !== OperationTypeNode.MUTATION) return undefined;
  const set = operation.selectionSet;
  return { ...operation, selectionSet: { ...set, selections: withoutInlineFragments(set.selections) } };
}

const withoutInlineFragments = (selections: readonly SelectionNode[]): SelectionNode[] =>
  selections.flatMap((one) =>
    one.kind === Kind.INLINE_FRAGMENT && (one.directives ?? []).length === 0
      ? withoutInlineFragments(one.selectionSet.selections)
      : [one],
  );

const isLeaf = (selection: SelectionNode): selection is FieldNode =>
  selection.kind === Kind.FIELD && selection.selectionSet === undefined;
const responseKey = ({ alias, name }: FieldNode): string => (alias ?? name).value;

/** Decides @skip and @include that do not depend on variables. */
function withoutConstants(set: SelectionSetNode): SelectionSetNode | undefined {
  if (!set.selections.some(({ directives }) => directives?.some(isConstant))) return undefined;
  const selections = set.selections
    .filter(({ directives }) => isIncluded(directives?.filter(isConstant), {}))
    .map((selection) => ({ ...selection, directives: selection.directives?.filter((one) => !isConstant(one)) }));
  return { ...set, selections: selections.length === 0 ? [typename] : selections };
}

const isConstant = ({ name, arguments: given }: DirectiveNode): boolean =>
  (name.value === 'skip' || name.value === 'include') && given?.[0]?.value.kind === Kind.BOOLEAN;

const nameNode = (value: string): NameNode => ({ kind: Kind.NAME, value });

/** Whether a selection asks for something whatever the variables and the type. */
const isSure = (selection: SelectionNode): boolean =>
  selection.kind === Kind.FIELD && (selection.directives?.length ?? 0) === 0;

/** Variables that the plan calls otherwise than the client: by the plan's name. */
export const variableNames: ReadonlyMap<string, string> = new Map([[FREE_VARIABLE, TAKEN_VARIABLE]]);
