import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  getNamedType,
  getNullableType,
  GraphQLList,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isRequiredInputField,
  Kind,
  parse,
  print,
  separateOperations,
  validate,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type TypeNode,
} from 'graphql';

/** A tab of the playground. */
export interface Example {
  readonly query: string;
  /** JSON to fill in. */
  readonly variables: string;
}

const MOST_EXAMPLES = 12;

/**
 * Reads example operations from a folder of .graphql files: those named, or the first ones when none of these is there.
 * What does not fit the schema is left out; a folder that is not there has none.
 */
export async function readExamples(
  folder: string,
  names: readonly string[],
  schema: GraphQLSchema,
): Promise<Example[]> {
  const files = (await readdir(folder).catch((): string[] => [])).filter((file) => file.endsWith('.graphql')).sort();
  if (files.length === 0) return [];
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const operations = operationsIn(texts, schema);
  const chosen = names.flatMap((name) => operations.get(name) ?? []);
  return (chosen.length > 0 ? chosen : [...operations.values()]).slice(0, MOST_EXAMPLES);
}

function operationsIn(texts: readonly string[], schema: GraphQLSchema): Map<string, Example> {
  const definitions = texts.flatMap((text) => parse(text, { noLocation: true }).definitions);
  const separate = separateOperations({ kind: Kind.DOCUMENT, definitions });
  const examples = new Map<string, Example>();
  for (const [name, document] of Object.entries(separate)) {
    if (validate(schema, document).length === 0) examples.set(name, exampleOf(document, schema));
  }
  return examples;
}

function exampleOf(document: DocumentNode, schema: GraphQLSchema): Example {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!operation) return { query: print(document), variables: '' };
  const fragments = document.definitions.filter((definition) => definition !== operation);
  const query = print({ ...document, definitions: [operation, ...fragments] });
  return { query, variables: variablesFor(operation, schema) };
}

function variablesFor(operation: OperationDefinitionNode, schema: GraphQLSchema): string {
  const entries = (operation.variableDefinitions ?? []).flatMap(({ variable, type }) => {
    const required = type.kind === Kind.NON_NULL_TYPE ? inputType(type, schema) : undefined;
    return required ? [[variable.name.value, blank(required)] as const] : [];
  });
  return entries.length === 0 ? '' : JSON.stringify(Object.fromEntries(entries), null, 2);
}

function inputType(node: TypeNode, schema: GraphQLSchema): GraphQLInputType | undefined {
  switch (node.kind) {
    case Kind.NON_NULL_TYPE:
      return inputType(node.type, schema);
    case Kind.LIST_TYPE: {
      const item = inputType(node.type, schema);
      return item && new GraphQLList(item);
    }
    case Kind.NAMED_TYPE: {
      const type = schema.getType(node.name.value);
      return isInputType(type) ? type : undefined;
    }
  }
}

const blanks: Readonly<Record<string, unknown>> = { Int: 10, Float: 1, Boolean: false };

/** A value of a type to start from: required fields only, texts empty. */
function blank(type: GraphQLInputType): unknown {
  if (isListType(getNullableType(type))) return [];
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0]?.name;
  if (!isInputObjectType(named)) return blanks[named.name] ?? '';
  const required = Object.values(named.getFields()).filter(isRequiredInputField);
  return Object.fromEntries(required.map((field) => [field.name, blank(field.type)]));
}
