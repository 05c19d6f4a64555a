import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  Kind,
  OperationTypeNode,
  print,
  type InlineFragmentNode,
  type NameNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';

// What a fetch asks, written as the planner writes it.

/** The text of what a subgraph is asked. */
export const operationText = (
  selectionSet: SelectionSetNode,
  variableDefinitions: readonly VariableDefinitionNode[],
  operation = OperationTypeNode.QUERY,
): string => print({ kind: Kind.OPERATION_DEFINITION, operation, variableDefinitions, selectionSet });

/** The text by which entities are asked. */
export const entityOperation = (selectionSet: SelectionSetNode, declared: readonly VariableDefinitionNode[]): string =>
  operationText(setOf([{ kind: Kind.FIELD, name: nameNode('_entities'), selectionSet }]), declared);

const nameNode = (value: string): NameNode => ({ kind: Kind.NAME, value });
export const setOf = (selections: readonly SelectionNode[]): SelectionSetNode => ({
  kind: Kind.SELECTION_SET,
  selections,
});
/** Selections on one type of objects. */
export const onType = (type: string, selections: readonly SelectionNode[]): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: nameNode(type) },
  selectionSet: setOf(selections),
});

/** A selection as plans write what representations hold. */
export const asRequired = (selections: readonly SelectionNode[]): QueryPlanSelectionNode[] =>
  selections.flatMap((one): QueryPlanSelectionNode[] => {
    if (one.kind === Kind.FRAGMENT_SPREAD) return [];
    const inner = one.selectionSet && asRequired(one.selectionSet.selections);
    if (one.kind === Kind.FIELD) return [{ kind: 'Field', name: one.name.value, selections: inner }];
    return [{ kind: 'InlineFragment', typeCondition: one.typeCondition?.name.value, selections: inner ?? [] }];
  });
