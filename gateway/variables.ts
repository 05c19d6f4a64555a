import {
  getNullableType,
  getVariableValues,
  GraphQLError,
  GraphQLID,
  isInputObjectType,
  isInputType,
  isListType,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { formatted, isStackOverflow, refused } from './errors.ts';
import type { Variables } from './execution/executor.ts';

const MAX_ERRORS = 20;

// A variable that was not given must not be found among what every JavaScript object has.
const noVariables: Variables = { sent: Object.freeze({}), coerced: Object.freeze({ __proto__: null }) };

/**
 * The values of an operation's variables: as they were sent, for subgraphs, and as the schema reads them, for us.
 *
 * @throws RequestError with BAD_USER_INPUT where they do not fit what the operation declares; RangeError where they are deeper
 * than the stack
 */
export function readVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Variables {
  const definitions = operation.variableDefinitions ?? [];
  if (definitions.length === 0) return noVariables;
  const { coerced, errors } = getVariableValues(schema, definitions, given, { maxErrors: MAX_ERRORS });
  const wrong = errors ?? definitions.flatMap((definition) => inexactIds(schema, definition, given));
  // graphql-js takes the end of the stack for one more error of the client's.
  const overflow = wrong.flatMap((error) => [error, error.originalError]).find(isStackOverflow);
  if (overflow) throw overflow;
  if (wrong.length > 0) throw refused(...wrong.map((error) => formatted(error, 'BAD_USER_INPUT')));
  const names = definitions.map((definition) => definition.variable.name.value);
  const sent = Object.fromEntries(
    names.filter((name) => Object.hasOwn(given, name) && given[name] !== undefined).map((name) => [name, given[name]]),
  );
  return { sent, coerced: { __proto__: null, ...coerced } };
}

/** Refuses a number as an ID that no double holds exactly: another one was sent. */
function inexactIds(
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): GraphQLError[] {
  const name = definition.variable.name.value;
  const type = typeFromAST(schema, definition.type);
  const place = isInputType(type) && Object.hasOwn(given, name) ? inexactId(type, given[name]) : undefined;
  if (place === undefined) return [];
  const where = place === '' ? '' : ` at "${name}${place}"`;
  const why = 'ID cannot represent a number beyond 2^53 exactly: send it as a string.';
  return [new GraphQLError(`Variable "$${name}" got an invalid value${where}; ${why}`, { nodes: definition })];
}

/** Where in a value that fits its type such an ID stands: `.ids[1]`. */
function inexactId(type: GraphQLInputType, value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  const nullable = getNullableType(type);
  if (nullable === GraphQLID) return typeof value !== 'number' || Number.isSafeInteger(value) ? undefined : '';
  if (isListType(nullable)) {
    if (!Array.isArray(value)) return inexactId(nullable.ofType, value);
    for (const [index, item] of value.entries()) {
      const place = inexactId(nullable.ofType, item);
      if (place !== undefined) return `[${index}]${place}`;
    }
  } else if (isInputObjectType(nullable)) {
    const fields = nullable.getFields();
    for (const [name, inner] of Object.entries(value)) {
      const place = fields[name] && inexactId(fields[name].type, inner);
      if (place !== undefined) return `.${name}${place}`;
    }
  }
  return undefined;
}
