import { isNonNullType, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema } from 'graphql';
import { gatewayError, refused } from '../errors.ts';
import type { Variables } from './executor.ts';
import { isIncluded, type Conditions } from './plan/selections.ts';

/**
 * The variables that stand in an operation where null may not, by their names: one that may be null is valid there as long as
 * it or the argument has a default, and may be sent as null all the same. What @skip or @include leave out does not count.
 */
export function neverNull(document: DocumentNode, api: GraphQLSchema, conditions: Conditions): ReadonlySet<string> {
  const names = new Set<string>();
  const types = new TypeInfo(api);
  visit(
    document,
    visitWithTypeInfo(types, {
      VariableDefinition: () => false,
      Field: ({ directives }) => (isIncluded(directives, conditions) ? undefined : false),
      InlineFragment: ({ directives }) => (isIncluded(directives, conditions) ? undefined : false),
      Variable({ name }) {
        if (isNonNullType(types.getInputType())) names.add(name.value);
      },
    }),
  );
  return names;
}

/**
 * Refuses null before anything is asked: a subgraph would find it when half of the operation is done.
 *
 * @throws RequestError with BAD_USER_INPUT
 */
export function refuseNull(names: Iterable<string>, coerced: Variables['coerced']): void {
  for (const name of names) {
    if (coerced[name] !== null) continue;
    throw refused(gatewayError('BAD_USER_INPUT', `Variable "$${name}" must not be null where it stands.`));
  }
}
