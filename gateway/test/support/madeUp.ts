import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  getNullableType,
  graphql,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredInputField,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { z } from 'zod';

const request = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()) });
const known = z.record(z.string(), z.unknown());

/** A subgraph that has something for everything, and knows nothing: it makes values up by their types. */
export function madeUpSubgraph(typeDefs: DocumentNode): (body: string) => Promise<string> {
  const schema = buildSubgraphSchema([{ typeDefs }]);
  return async (body) => {
    const { query, variables } = request.parse(JSON.parse(body));
    const result = await graphql({
      schema,
      source: query,
      variableValues: variables,
      fieldResolver: (source, _args, _context, { fieldName, returnType }) =>
        known.safeParse(source).data?.[fieldName] ?? madeUp(returnType, schema),
    });
    return JSON.stringify(result);
  };
}

function madeUp(type: GraphQLOutputType, schema: GraphQLSchema): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [madeUp(nullable.ofType, schema), madeUp(nullable.ofType, schema)];
  if (isAbstractType(nullable)) return { __typename: schema.getPossibleTypes(nullable)[0]?.name };
  if (isObjectType(nullable)) return { __typename: nullable.name };
  return madeUpLeaf(nullable);
}

/** A value for a variable: of what may be left out, nothing. */
export function madeUpInput(type: GraphQLInputType): unknown {
  const nullable = getNullableType(type);
  if (!isNonNullType(type)) return null;
  if (isListType(nullable)) return [madeUpInput(nullable.ofType)];
  if (!isInputObjectType(nullable)) return madeUpLeaf(nullable);
  const fields = Object.values(nullable.getFields()).filter(isRequiredInputField);
  return Object.fromEntries(fields.map((field) => [field.name, madeUpInput(field.type)]));
}

function madeUpLeaf(type: GraphQLInputType | GraphQLOutputType): unknown {
  if (isEnumType(type)) return type.getValues()[0]?.name;
  switch (String(type)) {
    case 'Int':
      return 1;
    case 'Float':
      return 1.5;
    case 'Boolean':
      return true;
    default:
      return 'made up';
  }
}
