import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  parse,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

/** How the value of a field must look: lists within lists, and at the end an object with fields, or a leaf. */
export interface Shape {
  readonly lists: number;
  /** By response key; undefined for a leaf. */
  readonly fields: ReadonlyMap<string, Shape> | undefined;
}

/** A value that was not of its shape. */
export interface Misfit {
  readonly path: readonly (string | number)[];
  readonly expected: string;
}

/**
 * The shape of a fetch's answer, by the supergraph's schema. Fields of all type conditions are put together, as a
 * response key has one shape wherever it stands.
 */
export function shapeOf(operation: string, schema: GraphQLSchema): Shape {
  const { definitions } = parse(operation, { noLocation: true });
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const root = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const fields = new Map<string, Shape>();
  if (root) addFields(root.selectionSet, schema.getRootType(root.operation), { schema, fragments }, fields);
  return { lists: 0, fields };
}

interface Known {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

function addFields(
  selections: SelectionSetNode,
  parent: GraphQLNamedType | null | undefined,
  known: Known,
  into: Map<string, Shape>,
): void {
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const shape = fieldShape(selection.name.value, selection.selectionSet, parent, known, into.get(key)?.fields);
      if (shape) into.set(key, shape);
      continue;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? known.fragments.get(selection.name.value) : selection;
    if (!fragment) continue;
    const condition = fragment.typeCondition?.name.value;
    addFields(fragment.selectionSet, condition ? known.schema.getType(condition) : parent, known, into);
  }
}

function fieldShape(
  name: string,
  selections: SelectionSetNode | undefined,
  parent: GraphQLNamedType | null | undefined,
  known: Known,
  already: ReadonlyMap<string, Shape> | undefined,
): Shape | undefined {
  if (name === '_entities' && selections) {
    const fields = new Map(already);
    addFields(selections, undefined, known, fields);
    return { lists: 1, fields };
  }
  if (name === '__typename') return { lists: 0, fields: undefined };
  const type = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name]?.type : undefined;
  if (!type) return undefined;
  if (!selections) return { lists: listsOf(type), fields: undefined };
  const named = getNamedType(type);
  const fields = new Map(already);
  if (isCompositeType(named)) addFields(selections, named, known, fields);
  return { lists: listsOf(type), fields };
}

function listsOf(type: GraphQLOutputType): number {
  const nullable = getNullableType(type);
  return isListType(nullable) ? 1 + listsOf(nullable.ofType) : 0;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Puts null where a subgraph answered a value of another shape than its schema promises, in place.
 *
 * @returns the places, at most `limit`.
 */
export function fitToShape(data: Record<string, unknown>, shape: Shape, limit = 10): Misfit[] {
  const misfits: Misfit[] = [];
  const path: (string | number)[] = [];
  const refuse = (expected: string): null => {
    if (misfits.length < limit) misfits.push({ path: [...path], expected });
    return null;
  };
  const fitObject = (object: Record<string, unknown>, fields: ReadonlyMap<string, Shape>): void => {
    for (const [key, field] of fields) {
      const value = object[key];
      if (value === undefined || value === null) continue;
      path.push(key);
      const fitted = fit(value, field, field.lists);
      if (fitted !== value) object[key] = fitted;
      path.pop();
    }
    const typename = object['__typename'];
    if (typename !== undefined && typeof typename !== 'string') delete object['__typename'];
  };
  const fitItems = (items: unknown[], field: Shape, lists: number): void => {
    for (const [index, item] of items.entries()) {
      path.push(index);
      const fitted = fit(item, field, lists);
      if (fitted !== item) items[index] = fitted;
      path.pop();
    }
  };
  const fit = (value: unknown, field: Shape, lists: number): unknown => {
    if (value === null) return null;
    if (lists > 0) {
      if (!Array.isArray(value)) return refuse('a list');
      fitItems(value, field, lists - 1);
      return value;
    }
    if (!field.fields) return value;
    if (!isObject(value)) return refuse('an object');
    fitObject(value, field.fields);
    return value;
  };
  if (shape.fields) fitObject(data, shape.fields);
  return misfits;
}
