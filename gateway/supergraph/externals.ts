import { Kind, type DocumentNode, type FieldDefinitionNode, type SelectionSetNode } from 'graphql';
import { argumentText, fieldSet, hasFields, namedType, type FieldsDefinition } from './joinDirectives.ts';

/**
 * Tells for which fields a subgraph has a use though it does not own them: a key, `@requires` or `@provides` of its names
 * them, or an interface of its has them.
 */
export function externalUses(
  document: DocumentNode,
): (graph: string, type: FieldsDefinition, field: string) => boolean {
  const types = new Map(document.definitions.filter(hasFields).map((type) => [type.name.value, type]));
  const used = new Set<string>();
  const walk = (set: SelectionSetNode, graph: string, type: string): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(selection.selectionSet, graph, selection.typeCondition?.name.value ?? type);
        continue;
      }
      const field = selection.name.value;
      for (const { name, interfaces } of types.values()) {
        const isOne = name.value === type || interfaces?.some((one) => one.name.value === type) === true;
        if (isOne) used.add(`${graph} ${name.value}.${field}`);
      }
      const definition = types.get(type)?.fields?.find(({ name }) => name.value === field);
      if (definition && selection.selectionSet) walk(selection.selectionSet, graph, namedType(definition.type));
    }
  };
  for (const type of types.values()) {
    for (const directive of type.directives ?? []) {
      const [key, graph] = [argumentText(directive, 'key'), argumentText(directive, 'graph')];
      if (key !== undefined && graph !== undefined) walk(fieldSet(key), graph, type.name.value);
    }
    for (const field of type.fields ?? []) walkField(field, type.name.value, walk);
  }
  return (graph, type, field) =>
    used.has(`${graph} ${type.name.value}.${field}`) || isOfInterface(graph, type, field, types);
}

function walkField(
  field: FieldDefinitionNode,
  type: string,
  walk: (set: SelectionSetNode, graph: string, type: string) => void,
): void {
  for (const directive of field.directives ?? []) {
    const graph = argumentText(directive, 'graph') ?? '';
    const [requires, provides] = [argumentText(directive, 'requires'), argumentText(directive, 'provides')];
    if (requires !== undefined) walk(fieldSet(requires), graph, type);
    if (provides !== undefined) walk(fieldSet(provides), graph, namedType(field.type));
  }
}

function isOfInterface(
  graph: string,
  type: FieldsDefinition,
  field: string,
  types: ReadonlyMap<string, FieldsDefinition>,
): boolean {
  return (type.directives ?? []).some((directive) => {
    if (directive.name.value !== 'join__implements' || argumentText(directive, 'graph') !== graph) return false;
    const declared = types.get(argumentText(directive, 'interface') ?? '')?.fields;
    const own = declared?.find(({ name }) => name.value === field);
    const joins = (own?.directives ?? []).filter(({ name }) => name.value === 'join__field');
    return own !== undefined && (joins.length === 0 || joins.some((join) => argumentText(join, 'graph') === graph));
  });
}
