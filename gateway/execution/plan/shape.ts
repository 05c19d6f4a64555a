import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Access } from '../../auth/access.ts';
import { mergedName } from './aliases.ts';
import type { FieldShape, ObjectShape, Place } from './form.ts';
import type { SchemaFacts } from './schemaFacts.ts';
import { isIncluded, type Conditions } from './selections.ts';

/** What shapes are made from. */
export interface ShapeContext {
  readonly facts: SchemaFacts;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly access: Access;
  readonly conditions: Conditions;
}

/** A selection set of the client and the type it stands on. */
interface Scope {
  readonly on: string;
  readonly set: SelectionSetNode;
}

/** A response key, and all selections that ask for it. */
interface Asked {
  readonly node: FieldNode;
  readonly on: string;
}

/** Whether what is asked under a type condition is asked of the object at hand. */
type Fits = (condition: string, set: SelectionSetNode) => boolean;

/**
 * The shape of the client's answer, by the API schema: for each type an object can have, the fields in the order
 * asked, with selections of one response key put together, as the specification's CollectFields has it.
 */
export function shapeOf(
  type: GraphQLCompositeType,
  set: SelectionSetNode,
  place: Place,
  context: ShapeContext,
): ObjectShape {
  return new Shape(type, [{ on: type.name, set }], place, context);
}

class Shape implements ObjectShape {
  readonly place: Place | undefined;
  readonly type: string;
  readonly possible: ReadonlySet<string>;
  readonly #scopes: readonly Scope[];
  readonly #context: ShapeContext;
  readonly #byType = new Map<string, readonly FieldShape[]>();
  #untyped: readonly FieldShape[] | undefined | null = null;

  constructor(type: GraphQLCompositeType, scopes: readonly Scope[], place: Place | undefined, context: ShapeContext) {
    const { api } = context.facts;
    this.place = place;
    this.type = type.name;
    this.possible = new Set((isAbstractType(type) ? api.getPossibleTypes(type) : [type]).map(({ name }) => name));
    this.#scopes = scopes;
    this.#context = context;
  }

  fieldsOf(type: string): readonly FieldShape[] {
    let fields = this.#byType.get(type);
    if (!fields) {
      const asked = new Map<string, Asked[]>();
      for (const scope of this.#scopes) this.#collect(scope, (condition) => this.#fits(type, condition), asked);
      fields = [...asked].map(([key, places]) => this.#field(type, key, places));
      this.#byType.set(type, fields);
    }
    return fields;
  }

  get untyped(): readonly FieldShape[] | undefined {
    if (this.#untyped === null) this.#untyped = this.#collectUntyped();
    return this.#untyped;
  }

  #collectUntyped(): readonly FieldShape[] | undefined {
    if (!isInterfaceType(this.#context.facts.api.getType(this.type))) return undefined;
    let depends = false;
    const asked = new Map<string, Asked[]>();
    const fits = (condition: string, set: SelectionSetNode): boolean => {
      const sure = this.#fits(this.type, condition);
      depends ||= !sure && this.#asksAnything(condition, set, this.possible);
      return sure;
    };
    for (const scope of this.#scopes) this.#collect(scope, fits, asked);
    depends ||= [...asked.values()].some(([first]) => first?.node.name.value === '__typename');
    return depends ? undefined : [...asked].map(([key, places]) => this.#field(this.type, key, places));
  }

  /** Whether something is asked of any of these types under a condition; conditions within it may leave none. */
  #asksAnything(condition: string, set: SelectionSetNode, types: ReadonlySet<string>): boolean {
    const left = new Set([...types].filter((type) => this.#fits(type, condition)));
    return left.size > 0 && set.selections.some((selection) => this.#isAsked(selection, condition, left));
  }

  #isAsked(selection: SelectionNode, on: string, types: ReadonlySet<string>): boolean {
    if (!isIncluded(selection.directives, this.#context.conditions)) return false;
    if (selection.kind === Kind.FIELD) return true;
    const fragment = this.#fragment(selection);
    return (
      fragment !== undefined &&
      this.#asksAnything(fragment.typeCondition?.name.value ?? on, fragment.selectionSet, types)
    );
  }

  #fragment(
    selection: FragmentSpreadNode | InlineFragmentNode,
  ): FragmentDefinitionNode | InlineFragmentNode | undefined {
    return selection.kind === Kind.FRAGMENT_SPREAD ? this.#context.fragments.get(selection.name.value) : selection;
  }

  #fits(type: string, condition: string): boolean {
    if (type === condition) return true;
    const { api } = this.#context.facts;
    const abstract = api.getType(condition);
    const own = api.getType(type);
    return isAbstractType(abstract) && (isObjectType(own) || isInterfaceType(own)) && api.isSubType(abstract, own);
  }

  #collect({ on, set }: Scope, fits: Fits, into: Map<string, Asked[]>): void {
    for (const selection of set.selections) {
      if (!isIncluded(selection.directives, this.#context.conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const places = into.get(key);
        if (places) places.push({ node: selection, on });
        else into.set(key, [{ node: selection, on }]);
        continue;
      }
      const fragment = this.#fragment(selection);
      const condition = fragment?.typeCondition?.name.value ?? on;
      if (fragment && fits(condition, fragment.selectionSet)) {
        this.#collect({ on: condition, set: fragment.selectionSet }, fits, into);
      }
    }
  }

  #field(type: string, key: string, places: readonly Asked[]): FieldShape {
    const [first] = places;
    if (!first) throw new Error('a response key that nobody asks');
    const fieldName = first.node.name.value;
    if (fieldName === '__typename') return { kind: 'typename', key };
    if (fieldName.startsWith('__')) return { kind: 'introspection', key };
    const { facts, access } = this.#context;
    const parent = facts.api.getType(type);
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[fieldName] : undefined;
    if (!definition) throw new Error(`the API has no field ${type}.${fieldName}`);
    const readable = places.filter(({ on }) => access.mayRead(on, fieldName) && access.mayRead(type, fieldName));
    if (readable.length === 0) return { kind: 'refused', key, nullable: !isNonNullType(definition.type) };
    const name = mergedName(first.node, facts);
    const named = getNamedType(definition.type);
    const isInhabited = !isAbstractType(named) || facts.api.getPossibleTypes(named).length > 0;
    if (!isInhabited && this.place?.parent === undefined && this.place?.fields.has(name) === false) {
      return { kind: 'impossible', key, what: `${type}.${fieldName}` };
    }
    const scopes = readable.flatMap(({ node }) =>
      node.selectionSet ? [{ on: named.name, set: node.selectionSet }] : [],
    );
    const object = isCompositeType(named)
      ? new Shape(named, scopes, this.place?.children.get(name), this.#context)
      : undefined;
    return { kind: 'value', key, name, parentType: type, fieldName, type: definition.type, object };
  }
}
