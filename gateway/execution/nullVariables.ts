import {
  isNonNullType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
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
  const enter = ({ directives = [] }: { directives?: readonly DirectiveNode[] }): false | undefined => {
    if (isIncluded(directives, conditions)) return undefined;
    for (const name of leftOutBy(directives, conditions)) names.add(name);
    return false;
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      VariableDefinition: () => false,
      Field: enter,
      InlineFragment: enter,
      Variable({ name }) {
        if (isNonNullType(types.getInputType())) names.add(name.value);
      },
    }),
  );
  return names;
}

/** The variables that are read to find a selection left out: where @skip does it, @include is not looked at. */
function leftOutBy(directives: readonly DirectiveNode[], conditions: Conditions): readonly string[] {
  const skip = directives.filter(({ name }) => name.value === 'skip');
  const read = isIncluded(skip, conditions) ? directives.filter(({ name }) => name.value === 'include') : [];
  return [...skip, ...read].flatMap(({ arguments: [condition] = [] }) =>
    condition?.value.kind === Kind.VARIABLE ? [condition.value.name.value] : [],
  );
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
