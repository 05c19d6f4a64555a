import {
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  visit,
  type ConstDirectiveNode,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';

/** What the compiler and the engines ask of a supergraph's schemas, computed once. */
export interface SchemaFacts {
  readonly api: GraphQLSchema;
  readonly full: GraphQLSchema;
  /** Interfaces that some subgraph knows as an object type. */
  readonly interfaceObjects: ReadonlySet<string>;
  /** Names of fields that keys and `@requires` use, at any depth; true when somewhere with arguments. */
  readonly requiredFields: ReadonlyMap<string, boolean>;
  /** The object types a type can be at run time; empty for a type that is not there. */
  possibleTypes(type: string): ReadonlySet<string>;
  isObject(type: string): boolean;
  fieldType(type: string, field: string): GraphQLOutputType | undefined;
  /** Whether an object that says it is of `type` fits a condition on `condition`. Interface names count as types. */
  fits(type: string, condition: string): boolean;
}

const none: ReadonlySet<string> = new Set();

/** Reads the facts out of a supergraph's SDL and the two schemas built from it. */
export function schemaFacts(input: { sdl: string; api: GraphQLSchema; full: GraphQLSchema }): SchemaFacts {
  const { api, full } = input;
  const possible = new Map<string, ReadonlySet<string>>();
  const { interfaceObjects, requiredFields } = readJoinDirectives(input.sdl);
  return {
    api,
    full,
    interfaceObjects,
    requiredFields,
    possibleTypes(name) {
      let types = possible.get(name);
      if (!types) {
        types = computePossibleTypes(full, name);
        possible.set(name, types);
      }
      return types;
    },
    isObject: (name) => isObjectType(full.getType(name)),
    fieldType(typeName, field) {
      const type = full.getType(typeName);
      return isObjectType(type) || isInterfaceType(type) ? type.getFields()[field]?.type : undefined;
    },
    fits(typeName, condition) {
      if (typeName === condition) return true;
      const abstract = full.getType(condition);
      const type = full.getType(typeName);
      if (!isAbstractType(abstract)) return false;
      return (isObjectType(type) || isInterfaceType(type)) && full.isSubType(abstract, type);
    },
  };
}

function computePossibleTypes(schema: GraphQLSchema, name: string): ReadonlySet<string> {
  const type = schema.getType(name);
  if (!isCompositeType(type)) return none;
  if (isAbstractType(type)) return new Set(schema.getPossibleTypes(type).map((possible) => possible.name));
  return new Set([type.name]);
}

function readJoinDirectives(sdl: string): { interfaceObjects: Set<string>; requiredFields: Map<string, boolean> } {
  const interfaceObjects = new Set<string>();
  const requiredFields = new Map<string, boolean>([['__typename', false]]);
  const collect = (directives: readonly ConstDirectiveNode[] = [], argumentName: string): void => {
    for (const directive of directives) {
      const value = directive.arguments?.find(({ name }) => name.value === argumentName)?.value;
      if (directive.name.value.startsWith('join__') && value?.kind === Kind.STRING) {
        addFieldsOf(value.value, requiredFields);
      }
    }
  };
  for (const definition of parse(sdl, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    collect(definition.directives, 'key');
    if (definition.directives?.some(isInterfaceObject)) interfaceObjects.add(definition.name.value);
    for (const field of definition.fields ?? []) collect(field.directives, 'requires');
  }
  return { interfaceObjects, requiredFields };
}

const isInterfaceObject = (directive: ConstDirectiveNode): boolean =>
  directive.name.value === 'join__type' &&
  directive.arguments?.some(
    ({ name, value }) => name.value === 'isInterfaceObject' && value.kind === Kind.BOOLEAN && value.value,
  ) === true;

function addFieldsOf(fieldSet: string, into: Map<string, boolean>): void {
  visit(parse(`{${fieldSet}}`, { noLocation: true }), {
    Field: ({ name, arguments: given }) => {
      into.set(name.value, into.get(name.value) === true || (given?.length ?? 0) > 0);
    },
  });
}
