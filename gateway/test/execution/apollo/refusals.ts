import {
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLFormattedError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { gatewayError } from '../../../errors.ts';
import type { Access } from '../../../auth/access.ts';

/** More refusals than this in one answer are not listed one by one. */
const MAX_ERRORS = 1000;

/** What a permitted document's answer is completed with. */
export interface RefusalContext {
  readonly schema: GraphQLSchema;
  /** The document as the client sent it, and the operation in it. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly access: Access;
  /** The operation's variables, coerced and with their defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
}

type Data = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** Marks a null where the schema allows none, on its way up. */
const BUBBLE = Symbol('null where none may be');

/**
 * Completes the answer to a permitted document as if the fields left out had failed: they are null with an error at
 * their path, and nulls rise as the API schema has it.
 */
export function completeWithRefusals(
  data: Data | null,
  context: RefusalContext,
): { data: Data | null; errors: GraphQLFormattedError[] } {
  const root = context.schema.getRootType(context.operation.operation);
  if (data === null || !root) return { data, errors: [] };
  const completion = new Completion(context);
  const completed = completion.object(
    root,
    [{ type: root.name, selections: context.operation.selectionSet }],
    data,
    [],
  );
  return { data: completed === BUBBLE ? null : completed, errors: completion.errors };
}

/** A selection set and the type it stands on. */
interface Scope {
  readonly type: string;
  readonly selections: SelectionSetNode;
}

/** The places where one response key is asked. */
interface Asked {
  readonly node: FieldNode;
  readonly on: string;
}

class Completion {
  readonly errors: GraphQLFormattedError[] = [];
  readonly #context: RefusalContext;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(context: RefusalContext) {
    this.#context = context;
    this.#fragments = new Map(
      context.document.definitions
        .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
        .map((fragment) => [fragment.name.value, fragment]),
    );
  }

  object(type: GraphQLObjectType, scopes: readonly Scope[], source: Data, path: Path): Data | typeof BUBBLE {
    const asked = new Map<string, Asked[]>();
    for (const scope of scopes) this.#collect(type, scope, asked, new Set());
    const result: Record<string, unknown> = {};
    let bubbles = false;
    for (const [key, places] of asked) {
      const value = this.#field(type, places, source[key], [...path, key]);
      if (value === BUBBLE) bubbles = true;
      else result[key] = value;
    }
    return bubbles ? BUBBLE : result;
  }

  #field(type: GraphQLObjectType, places: readonly Asked[], value: unknown, path: Path): unknown {
    const name = places[0]?.node.name.value ?? '';
    if (name.startsWith('__')) return value;
    const fieldType = type.getFields()[name]?.type;
    if (!fieldType) return value;
    const readable = places.filter((place) => this.#mayRead(type, place));
    if (readable.length > 0) return this.#value(fieldType, readable, value, path);
    this.#refuse(path);
    return isNonNullType(fieldType) ? BUBBLE : null;
  }

  #mayRead(type: GraphQLObjectType, { node, on }: Asked): boolean {
    const { access } = this.#context;
    return access.mayRead(on, node.name.value) && access.mayRead(type.name, node.name.value);
  }

  #value(type: GraphQLOutputType, places: readonly Asked[], value: unknown, path: Path): unknown {
    if (isNonNullType(type)) {
      const inner = this.#value(type.ofType, places, value, path);
      return inner === null ? BUBBLE : inner;
    }
    if (value === null || value === undefined) return null;
    if (isListType(type)) {
      if (!Array.isArray(value)) return null;
      const items = value.map((item, index) => this.#value(type.ofType, places, item, [...path, index]));
      return items.includes(BUBBLE) ? null : items;
    }
    if (!isData(value) || !('getFields' in type || isAbstractType(type))) return value;
    const objectType = isAbstractType(type) ? this.#context.schema.getType(String(value['__typename'])) : type;
    if (!isObjectType(objectType)) return null;
    const on = getNamedType(type).name;
    const scopes = places.flatMap(({ node }) =>
      node.selectionSet ? [{ type: on, selections: node.selectionSet }] : [],
    );
    const completed = this.object(objectType, scopes, value, path);
    return completed === BUBBLE ? null : completed;
  }

  #collect(type: GraphQLObjectType, scope: Scope, into: Map<string, Asked[]>, seen: Set<string>): void {
    for (const selection of scope.selections.selections) {
      if (!this.#included(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const places = into.get(key);
        if (places) places.push({ node: selection, on: scope.type });
        else into.set(key, [{ node: selection, on: scope.type }]);
        continue;
      }
      const named = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : undefined;
      if (named !== undefined && seen.has(named)) continue;
      if (named !== undefined) seen.add(named);
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
      if (!fragment) continue;
      const condition = fragment.typeCondition?.name.value ?? scope.type;
      if (this.#applies(type, condition)) {
        this.#collect(type, { type: condition, selections: fragment.selectionSet }, into, seen);
      }
    }
  }

  #applies(type: GraphQLObjectType, condition: string): boolean {
    if (type.name === condition) return true;
    const { schema } = this.#context;
    const abstract = schema.getType(condition);
    return isAbstractType(abstract) && schema.isSubType(abstract, type);
  }

  #included(selection: Parameters<typeof getDirectiveValues>[1]): boolean {
    const { variables } = this.#context;
    if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] !== false;
  }

  #refuse(path: Path): void {
    if (this.errors.length < MAX_ERRORS) {
      this.errors.push(gatewayError('UNAUTHORIZED_FIELD_OR_TYPE', 'Unauthorized field or type', path));
    }
  }
}

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
