import {
  Kind,
  parse,
  print,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';

export type FieldsDefinition = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export const hasFields = (definition: DefinitionNode): definition is FieldsDefinition =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;

export const namedType = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);

/** An argument of a directive: a string's text, or what stands in the document. */
export function argumentText(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : value && print(value);
}

/** A field set of a directive, parsed. */
export function fieldSet(text: string): SelectionSetNode {
  const [operation] = parse(`{${text}}`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`not a field set: ${text}`);
  return operation.selectionSet;
}

/** A supergraph with what its fields require rewritten. */
export function withFieldSets(document: DocumentNode, rewrite: (text: string, type: string) => string): DocumentNode {
  const onDirective = (directive: ConstDirectiveNode, type: string): ConstDirectiveNode => ({
    ...directive,
    arguments: directive.arguments?.map((argument) => {
      const { value } = argument;
      if (argument.name.value !== 'requires' || value.kind !== Kind.STRING) return argument;
      return { ...argument, value: { ...value, value: rewrite(value.value, type) } };
    }),
  });
  const onField = (field: FieldDefinitionNode, type: string): FieldDefinitionNode => ({
    ...field,
    directives: field.directives?.map((directive) =>
      directive.name.value === 'join__field' ? onDirective(directive, type) : directive,
    ),
  });
  const definitions = document.definitions.map((definition) =>
    hasFields(definition)
      ? { ...definition, fields: definition.fields?.map((field) => onField(field, definition.name.value)) }
      : definition,
  );
  return { ...document, definitions };
}
