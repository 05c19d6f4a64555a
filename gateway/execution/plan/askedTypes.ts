import { getNamedType, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { SchemaFacts } from './schemaFacts.ts';
import { typename } from './selections.ts';

/**
 * A selection, on `type`, that asks for the type of objects that are always of one in this subgraph and may be of others in
 * the supergraph: the planner knows it, and those who read the answer do not.
 */
export function withTypes(set: SelectionSetNode, type: string, subgraph: string, facts: SchemaFacts): SelectionSetNode {
  if (facts.narrowed.size === 0) return set;
  const selections = set.selections.map((one): SelectionNode => {
    if (one.kind === Kind.FRAGMENT_SPREAD || !one.selectionSet) return one;
    if (one.kind === Kind.INLINE_FRAGMENT) {
      const on = one.typeCondition?.name.value ?? type;
      return { ...one, selectionSet: withTypes(one.selectionSet, on, subgraph, facts) };
    }
    const field = one.name.value;
    const fieldType = facts.fieldType(subgraph, type, field);
    const within = withTypes(one.selectionSet, fieldType ? getNamedType(fieldType).name : '', subgraph, facts);
    const isTold = !facts.narrowed.has(`${subgraph} ${type}.${field}`) || within.selections.some(isTypename);
    return { ...one, selectionSet: isTold ? within : { ...within, selections: [typename, ...within.selections] } };
  });
  return { ...set, selections };
}

const isTypename = (one: SelectionNode): boolean => one.kind === Kind.FIELD && one.name.value === '__typename';
