import { Kind, type DocumentNode, type FieldDefinitionNode, type TypeNode } from 'graphql';

/** A subgraph as far as this file minds it. */
interface Part {
  readonly name: string;
  readonly typeDefs: DocumentNode;
}

/** An object type as one subgraph has it. */
interface TypeOfPart {
  readonly part: string;
  readonly type: string;
  readonly isEntity: boolean;
  readonly fields: readonly FieldDefinitionNode[];
}

/**
 * The fields through which the outage of one subgraph would null more than what that subgraph gives, as `Type.field (subgraph)`:
 * fields of `Query`, those added to another subgraph's entity, and references to one, that may not be null.
 */
export function findSpreading(parts: readonly Part[]): string[] {
  const types = parts.flatMap(typesOf);
  const homes = homesOfEntities(types);
  return types.flatMap(({ part, type, fields }) => {
    const isOfAnother = (name: string): boolean => (homes.get(name) ?? part) !== part;
    const mayNotFail = type === 'Query' || isOfAnother(type);
    return fields
      .filter(
        (field) =>
          (mayNotFail && !isKey(field) && field.type.kind === Kind.NON_NULL_TYPE) ||
          (isOfAnother(namedType(field.type)) && isInsisted(field.type)),
      )
      .map(({ name }) => `${type}.${name.value} (${part})`);
  });
}

const typesOf = ({ name: part, typeDefs }: Part): TypeOfPart[] =>
  typeDefs.definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION
      ? [
          {
            part,
            type: definition.name.value,
            isEntity: definition.directives?.some(({ name }) => name.value === 'key') ?? false,
            fields: definition.fields ?? [],
          },
        ]
      : [],
  );

/** The subgraph at which each entity is at home: the one that gives most of it. */
function homesOfEntities(types: readonly TypeOfPart[]): Map<string, string> {
  const largest = new Map<string, TypeOfPart>();
  for (const each of types) {
    if (!each.isEntity) continue;
    if (each.fields.length > (largest.get(each.type)?.fields.length ?? 0)) largest.set(each.type, each);
  }
  return new Map([...largest].map(([type, { part }]) => [type, part]));
}

const isKey = ({ name }: FieldDefinitionNode): boolean => name.value === 'id';

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

/** Whether the innermost type may not be null, on its own or as an item of a list. */
const isInsisted = (type: TypeNode): boolean =>
  type.kind === Kind.LIST_TYPE
    ? isInsisted(type.type)
    : type.kind === Kind.NON_NULL_TYPE && (type.type.kind === Kind.NAMED_TYPE || isInsisted(type.type));
