import {
  executeSync,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';

/** Answers the introspection fields of an operation: JSON by response key. */
export type Introspector = (variables: Readonly<Record<string, unknown>>) => ReadonlyMap<string, string>;

const nothing: ReadonlyMap<string, string> = new Map();

/** Prepares answering the introspection fields of a valid document's operation from the API schema. */
export function introspectorFor(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  api: GraphQLSchema,
): Introspector {
  const fragments = new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const selections = onlyIntrospection(operation.selectionSet.selections, fragments);
  if (selections.length === 0) return () => nothing;
  const own = { ...operation, selectionSet: { ...operation.selectionSet, selections } };
  const definitions = [own, ...fragments.values()];
  const answer = (variableValues: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> => {
    const { data } = executeSync({
      schema: api,
      document: { ...document, definitions },
      variableValues,
      rootValue: {},
    });
    return new Map(Object.entries(data ?? {}).map(([key, value]) => [key, JSON.stringify(value)]));
  };
  if ((operation.variableDefinitions ?? []).length > 0) return answer;
  let kept: ReadonlyMap<string, string> | undefined;
  return () => (kept ??= answer({}));
}

/** Root selections without the fields that subgraphs answer. */
function onlyIntrospection(
  selections: readonly SelectionNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionNode[] {
  return selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return /^__(schema|type)$/.test(selection.name.value) ? [selection] : [];
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    const inner = onlyIntrospection(fragment?.selectionSet.selections ?? [], fragments);
    if (!fragment || inner.length === 0) return [];
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        directives: selection.directives,
        selectionSet: { kind: Kind.SELECTION_SET, selections: inner },
      },
    ];
  });
}
