import {
  GraphQLError,
  isScalarType,
  isSpecifiedScalarType,
  type FloatValueNode,
  type GraphQLSchema,
  type IntValueNode,
  type ValidationRule,
} from 'graphql';

// Numbers that no double can hold are infinite ones to who parses them, and nothing to who writes them as JSON. They are
// refused, as the specification has it: in documents, and in variables where graphql-js does not look by itself.

const MESSAGE = 'A number is too large to be represented.';

/** Refuses them in documents. */
export const finiteNumbers: ValidationRule = (context) => {
  const check = (node: FloatValueNode | IntValueNode): void => {
    if (Number.isFinite(Number(node.value))) return;
    context.reportError(new GraphQLError(MESSAGE, { nodes: node }));
  };
  return { FloatValue: check, IntValue: check };
};

/** Has a schema's own scalars refuse them in variables; what else they are is for subgraphs to judge. */
export function refuseInfiniteNumbers(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isScalarType(type) && !isSpecifiedScalarType(type)) type.parseValue = finite;
  }
}

function finite(value: unknown): unknown {
  if (typeof value === 'string') return value;
  // Not by recursion: a value is as deep as the client likes.
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (next === Infinity || next === -Infinity) throw new GraphQLError(MESSAGE);
    if (typeof next === 'object' && next !== null) for (const inner of Object.values(next)) waiting.push(inner);
  }
  return value;
}
