import { getVariableValues, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { formatted, refused } from './errors.ts';
import type { Variables } from './execution/executor.ts';

const MAX_ERRORS = 20;

// A variable that was not given must not be found among what every JavaScript object has.
const noVariables: Variables = { sent: Object.freeze({}), coerced: Object.freeze({ __proto__: null }) };

/**
 * The values of an operation's variables: as they were sent, for subgraphs, and as the schema reads them, for us.
 *
 * @throws RequestError with BAD_USER_INPUT where they do not fit what the operation declares
 */
export function readVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Variables {
  const definitions = operation.variableDefinitions ?? [];
  if (definitions.length === 0) return noVariables;
  const { coerced, errors } = getVariableValues(schema, definitions, given, { maxErrors: MAX_ERRORS });
  if (errors) throw refused(...errors.map((error) => formatted(error, 'BAD_USER_INPUT')));
  const names = definitions.map((definition) => definition.variable.name.value);
  const sent = Object.fromEntries(
    names.filter((name) => Object.hasOwn(given, name) && given[name] !== undefined).map((name) => [name, given[name]]),
  );
  return { sent, coerced: { __proto__: null, ...coerced } };
}
