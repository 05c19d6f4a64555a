import {
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** Everything of a type that can be asked without saying more, as a selection, some levels deep; ids tell their type. */
function selectionOf(schema: GraphQLSchema, type: GraphQLNamedType, depth: number): string {
  if (isUnionType(type) || isInterfaceType(type)) {
    const parts = schema
      .getPossibleTypes(type)
      .map((each) => `... on ${each.name} ${selectionOf(schema, each, depth)}`);
    return `{ __typename ${parts.join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument)) return [];
    const named = getNamedType(field.type);
    if (isLeafType(named)) return [field.name];
    // lists of lists of lists cost too much: further down, only what a payload or a page is made of
    return depth > 0 ? [`${field.name} ${selectionOf(schema, named, depth - 1)}`] : [];
  });
  return `{ ${['__typename', ...fields].join(' ')} }`;
}

type Field = GraphQLField<unknown, unknown>;

/** What a request asks: a root field, or a field of what a root field answers. */
export type Target = { kind: 'query' | 'mutation'; field: Field; of?: Field | undefined };

/** The fields to send requests to: each mutation, each query, and each field with arguments of what queries answer. */
export function targetsOf(schema: GraphQLSchema): { mutations: Target[]; queries: Target[] } {
  const fieldsOf = (type: GraphQLNamedType | null | undefined): Field[] =>
    isObjectType(type) ? Object.values(type.getFields()) : [];
  const roots = fieldsOf(schema.getQueryType());
  const further = roots.flatMap((of) =>
    fieldsOf(getNamedType(of.type)).flatMap((field) =>
      field.args.length > 0 ? [{ kind: 'query', field, of } as const] : [],
    ),
  );
  return {
    mutations: fieldsOf(schema.getMutationType()).map((field) => ({ kind: 'mutation', field })),
    queries: [...roots.map((field) => ({ kind: 'query', field }) as const), ...further],
  };
}

/** The name of a variable for an argument of a target. */
export const variableOf = (field: Field, argument: string): string => `${field.name}_${argument}`;

/** An operation that asks a target, its arguments as variables. */
export function documentOf(schema: GraphQLSchema, { kind, field, of }: Target, depth: number): string {
  const all = [...(of ? [of] : []), field];
  const declared = all.flatMap((each) =>
    each.args.map(({ name, type }) => `$${variableOf(each, name)}: ${String(type)}`),
  );
  const passed = (each: Field): string =>
    each.args.length === 0 ? '' : `(${each.args.map(({ name }) => `${name}: $${variableOf(each, name)}`).join(', ')})`;
  const inner = `${field.name}${passed(field)} ${selectionOf(schema, getNamedType(field.type), depth)}`;
  const body = of ? `${of.name}${passed(of)} { __typename ${inner} }` : inner;
  return `${kind} ${declared.length === 0 ? '' : `(${declared.join(', ')})`} { ${body} }`;
}
