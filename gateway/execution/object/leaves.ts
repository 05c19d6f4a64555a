import { isEnumType, type GraphQLLeafType, type GraphQLSchema } from 'graphql';
import { writeJson } from './json.ts';

/**
 * Writes a leaf's value as JSON; undefined when it is not a value of the type. Never given null. A value that clients
 * may not see is written as null.
 */
export type LeafWriter = (value: unknown) => string | undefined;

const MAX_INT = 2_147_483_647;
const MIN_INT = -2_147_483_648;

/** The number a value is, also when it was kept as text. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return JSON.isRawJSON(value) ? Number(value.rawJSON) : undefined;
}

const scalars: Readonly<Record<string, LeafWriter>> = {
  String: (value) => (typeof value === 'string' ? JSON.stringify(value) : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? String(value) : undefined),
  Int: (value) => {
    const number = numberOf(value);
    const fits = number !== undefined && Number.isInteger(number) && number >= MIN_INT && number <= MAX_INT;
    return fits ? JSON.stringify(value) : undefined;
  },
  Float: (value) => (Number.isFinite(numberOf(value)) ? JSON.stringify(value) : undefined),
  // Some subgraphs send numeric ids; to the client they are strings.
  ID: (value) => {
    if (typeof value === 'string') return JSON.stringify(value);
    const text = typeof value === 'number' ? String(value) : JSON.isRawJSON(value) ? value.rawJSON : undefined;
    return text !== undefined && /^-?\d+$/.test(text) ? `"${text}"` : undefined;
  },
};

/** The writer of a type of the API schema. */
export function leafWriter(type: GraphQLLeafType, full: GraphQLSchema): LeafWriter {
  if (!isEnumType(type)) return scalars[type.name] ?? writeJson;
  const whole = full.getType(type.name);
  const hidden = isEnumType(whole) ? whole.getValues().map(({ name }) => [name, 'null'] as const) : [];
  const values = new Map([...hidden, ...type.getValues().map(({ name }) => [name, JSON.stringify(name)] as const)]);
  return (value) => (typeof value === 'string' ? values.get(value) : undefined);
}
