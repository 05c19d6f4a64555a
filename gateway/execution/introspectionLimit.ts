import {
  __Schema,
  __Type,
  getNamedType,
  GraphQLString,
  introspectionFromSchema,
  isObjectType,
  Kind,
  valueFromAST,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { gatewayError, refused } from '../errors.ts';
import type { Variables } from './executor.ts';

/** There is room for whoever asks for all that there is to know, each of the times that `checkLimits` allows. */
const MOST_TIMES_THE_SCHEMA = 5;

/** @throws RequestError `QUERY_TOO_COMPLEX`. */
export type IntrospectionLimit = (asked: SelectionSetNode, variables: Variables['coerced']) => void;

/** What the schema says of itself. */
interface Told {
  readonly schema: unknown;
  readonly types: ReadonlyMap<string, unknown>;
}

/** What is left of the letters that an answer may have. */
interface Budget {
  letters: number;
}

/**
 * Refuses introspection whose answer would be some times as long as the whole schema: lists within lists, and aliases, make
 * a short question's answer as long as one likes. The answer is walked through and counted, about, before it is made, only
 * as far as is allowed. What @skip, @include or `includeDeprecated` would leave out counts.
 */
export function introspectionLimit(api: GraphQLSchema): IntrospectionLimit {
  const { __schema: schema } = introspectionFromSchema(api, { experimentalDirectiveDeprecation: true });
  const told: Told = { schema, types: new Map(schema.types.map((type) => [type.name, type])) };
  const most = MOST_TIMES_THE_SCHEMA * JSON.stringify(schema).length;
  return (asked, variables) => spendOnRoot(asked, variables, told, { letters: most });
}

function spendOnRoot(set: SelectionSetNode, variables: Variables['coerced'], told: Told, budget: Budget): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) spendOnRoot(selection.selectionSet, variables, told, budget);
    if (selection.kind !== Kind.FIELD) continue;
    if (selection.name.value === '__schema') {
      spendOnValue(selection, told.schema, __Schema, told, budget);
    } else {
      const named = selection.arguments?.map(({ value }) => valueFromAST(value, GraphQLString, variables));
      spendOnValue(selection, told.types.get(String(named?.[0])), __Type, told, budget);
    }
  }
}

function spendOnFields(
  set: SelectionSetNode,
  object: Readonly<Record<string, unknown>>,
  type: GraphQLNamedType,
  told: Told,
  budget: Budget,
): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      const field = isObjectType(type) ? type.getFields()[selection.name.value] : undefined;
      const named = field ? getNamedType(field.type) : type;
      spend((selection.alias ?? selection.name).value.length + '"":,'.length, budget);
      spendOnValue(selection, object[selection.name.value], named, told, budget);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      spend(1, budget);
      spendOnFields(selection.selectionSet, object, type, told, budget);
    }
  }
}

function spendOnValue(field: FieldNode, value: unknown, type: GraphQLNamedType, told: Told, budget: Budget): void {
  if (Array.isArray(value)) {
    for (const item of value) spendOnValue(field, item, type, told, budget);
  } else if (field.selectionSet && isRecord(value)) {
    spend('{}'.length, budget);
    // Elsewhere than in the list of all types little is said of a type but its name.
    const whole = type === __Type && typeof value['name'] === 'string' ? told.types.get(value['name']) : undefined;
    spendOnFields(field.selectionSet, isRecord(whole) ? whole : value, type, told, budget);
  } else {
    spend(typeof value === 'string' ? value.length + '""'.length : 'null'.length, budget);
  }
}

function spend(letters: number, budget: Budget): void {
  budget.letters -= letters;
  if (budget.letters >= 0) return;
  const message = `The operation asks of __schema and __type more than ${MOST_TIMES_THE_SCHEMA} times what the whole schema is.`;
  throw refused(gatewayError('QUERY_TOO_COMPLEX', message));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
