import {
  executeSync,
  Kind,
  print,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { BoundedCache } from '../boundedCache.ts';
import { outcomeOf, RequestError } from '../errors.ts';
import type { Variables } from './executor.ts';
import { introspectionLimit, type IntrospectionLimit } from './introspectionLimit.ts';

type Answers = ReadonlyMap<string, string>;

/** Answers the introspection fields of an operation: JSON by response key. @throws RequestError when it asks too much. */
export type Introspector = (variables: Variables) => Answers;

/** Answers, and refusals, that no variables change are kept by what is asked. Weights are bytes. */
const KEPT = { entries: 100, weight: 16 * 1024 * 1024 };
const BYTES_PER_LETTER = 2;

const nothing: Answers = new Map();

/** Prepares answering the introspection fields of operations from the API schema: valid ones, without spreads. */
export function createIntrospection(api: GraphQLSchema): (operation: OperationDefinitionNode) => Introspector {
  let limit: IntrospectionLimit | undefined;
  const kept = new BoundedCache<Answers | RequestError>(KEPT);
  return (operation) => {
    const selections = onlyIntrospection(operation.selectionSet.selections);
    if (selections.length === 0) return () => nothing;
    const asked: SelectionSetNode = { kind: Kind.SELECTION_SET, selections };
    const answer = (variables: Variables): Answers => {
      limit ??= introspectionLimit(api);
      limit(asked, variables.coerced);
      return answersFrom({ ...operation, selectionSet: asked }, api, variables);
    };
    if ((operation.variableDefinitions ?? []).length > 0) return answer;
    const key = print(asked);
    return (variables) => {
      const known = kept.get(key);
      const outcome = known ?? outcomeOf(() => answer(variables));
      if (!known) kept.set(key, outcome, BYTES_PER_LETTER * (key.length + lettersOf(outcome)));
      if (outcome instanceof RequestError) throw outcome;
      return outcome;
    };
  };
}

function answersFrom(operation: OperationDefinitionNode, api: GraphQLSchema, { sent }: Variables): Answers {
  const { data } = executeSync({
    schema: api,
    document: { kind: Kind.DOCUMENT, definitions: [operation] },
    variableValues: sent,
    rootValue: {},
  });
  return new Map(Object.entries(data ?? {}).map(([key, value]) => [key, JSON.stringify(value)]));
}

const lettersOf = (outcome: Answers | RequestError): number =>
  outcome instanceof RequestError ? 0 : [...outcome.values()].reduce((sum, { length }) => sum + length, 0);

/** Root selections without the fields that subgraphs answer. */
const onlyIntrospection = (selections: readonly SelectionNode[]): SelectionNode[] =>
  selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return /^__(schema|type)$/.test(selection.name.value) ? [selection] : [];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const inner = onlyIntrospection(selection.selectionSet.selections);
    if (inner.length === 0) return [];
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        directives: selection.directives,
        selectionSet: { kind: Kind.SELECTION_SET, selections: inner },
      },
    ];
  });
