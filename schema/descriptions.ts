import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** A part of a schema as far as this file minds it. */
interface Described {
  readonly name: string;
  readonly description?: string | null;
}

/**
 * What callers would have to guess: types, fields, arguments and enum values without a description, as `Type`, `Type.field`,
 * `Type.field(argument)` or `Enum.VALUE`. Root types need none, nor does a mutation's argument `input`: its type has one.
 */
export function findUndescribed(schema: GraphQLSchema): string[] {
  const roots = new Set<GraphQLNamedType | null | undefined>([
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ]);
  return Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
    .flatMap((type) => [...(roots.has(type) ? [] : lacking([type])), ...undescribedMembers(type)]);
}

function undescribedMembers(type: GraphQLNamedType): string[] {
  const inside = (name: string): string => `${type.name}.${name}`;
  if (isEnumType(type)) return lacking(type.getValues(), inside);
  if (isInputObjectType(type)) return lacking(Object.values(type.getFields()), inside);
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => {
    const args = field.args.filter(({ name }) => name !== 'input');
    return [...lacking([field], inside), ...lacking(args, (name) => inside(`${field.name}(${name})`))];
  });
}

const lacking = (parts: readonly Described[], called = (name: string): string => name): string[] =>
  parts.filter(({ description }) => !description).map(({ name }) => called(name));
