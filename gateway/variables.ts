import {
  coerceInputValue,
  getNullableType,
  getVariableValues,
  GraphQLError,
  GraphQLID,
  isInputObjectType,
  isInputType,
  isListType,
  typeFromAST,
  type GraphQLFormattedError,
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
  const wrong: GraphQLFormattedError[] = [];
  const refuse = (error: GraphQLError): void => {
    wrong.push(formatted(error, 'BAD_USER_INPUT'));
    if (wrong.length >= MAX_ERRORS) throw refused(...wrong);
  };
  const coerced = Object.fromEntries(definitions.flatMap((definition) => coercedBy(schema, definition, given, refuse)));
  if (wrong.length === 0) for (const definition of definitions) inexactIds(schema, definition, given).forEach(refuse);
  if (wrong.length > 0) throw refused(...wrong);
  const names = definitions.map((definition) => definition.variable.name.value);
  const sent = Object.fromEntries(
    names.filter((name) => Object.hasOwn(given, name) && given[name] !== undefined).map((name) => [name, given[name]]),
  );
  return { sent, coerced: { __proto__: null, ...coerced } };
}

/**
 * A variable by its name as the schema reads it; nothing where it was not given and has no default. Errors say what is wrong
 * at which place, and repeat no more of what was sent than the one scalar that is: the rest may be long, or secret.
 */
function coercedBy(
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  given: Readonly<Record<string, unknown>>,
  refuse: (error: GraphQLError) => void,
): readonly (readonly [string, unknown])[] {
  const name = definition.variable.name.value;
  const type = typeFromAST(schema, definition.type);
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  if (value === undefined || value === null || !isInputType(type)) {
    const { coerced = {}, errors = [] } = getVariableValues(schema, [definition], given);
    errors.forEach(refuse);
    return Object.entries(coerced);
  }
  const coerced: unknown = coerceInputValue(value, type, (path, _value, error) => {
    // graphql-js takes the end of the stack for one more error of the client's.
    if (isStackOverflow(error.originalError)) throw error.originalError;
    const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
    refuse(invalidValue(definition, place, error.message));
  });
  return [[name, coerced]];
}

function invalidValue(definition: VariableDefinitionNode, place: string, why: string): GraphQLError {
  const name = definition.variable.name.value;
  const where = place === '' ? '' : ` at "${name}${place}"`;
  return new GraphQLError(`Variable "$${name}" got an invalid value${where}; ${why}`, { nodes: definition });
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
  return [invalidValue(definition, place, 'ID cannot represent a number beyond 2^53 exactly: send it as a string.')];
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
