import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { argumentText, fieldSet, hasFields } from '../supergraph/joinDirectives.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';

/** A field, and what its `@requires` in any subgraph lets it see: itself first, each once. */
export type Reach = (type: string, field: string) => readonly (readonly [type: string, field: string])[];

/**
 * Reads what fields are made from. Who may not read one of these could find it out from the field.
 *
 * A field that an interface object brings is on all objects of the interface, and sees of them what it requires there.
 */
export function readReach({ sdl, fullSchema }: Supergraph): Reach {
  const sets = requiredSets(sdl);
  return (type, field) => {
    const reach = new Reached(fullSchema, sets);
    reach.add(fullSchema.getType(type), field);
    return [...reach.found.values()];
  };
}

type RequiredSets = ReadonlyMap<string, readonly SelectionSetNode[]>;

/** What fields require, by `Type.field`, whatever the subgraph. */
function requiredSets(sdl: string): RequiredSets {
  const sets = new Map<string, SelectionSetNode[]>();
  for (const definition of parse(sdl, { noLocation: true }).definitions.filter(hasFields)) {
    for (const { name, directives = [] } of definition.fields ?? []) {
      const texts = directives
        .filter((directive) => directive.name.value === 'join__field')
        .flatMap((directive) => argumentText(directive, 'requires') ?? []);
      if (texts.length > 0) sets.set(`${definition.name.value}.${name.value}`, texts.map(fieldSet));
    }
  }
  return sets;
}

class Reached {
  readonly found = new Map<string, readonly [string, string]>();
  readonly #schema: GraphQLSchema;
  readonly #sets: RequiredSets;

  constructor(schema: GraphQLSchema, sets: RequiredSets) {
    this.#schema = schema;
    this.#sets = sets;
  }

  add(type: GraphQLNamedType | undefined, field: string): void {
    if (!isObjectType(type) && !isInterfaceType(type)) return;
    const name = `${type.name}.${field}`;
    if (this.found.has(name)) return;
    this.found.set(name, [type.name, field]);
    for (const { name: owner } of [type, ...type.getInterfaces()]) {
      for (const set of this.#sets.get(`${owner}.${field}`) ?? []) this.#addSet(type, set, [type]);
    }
  }

  /** Adds what a set asks of objects of these types. */
  #addSet(type: GraphQLNamedType, set: SelectionSetNode, types: readonly GraphQLNamedType[]): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        for (const one of types) this.add(one, selection.name.value);
        const definition = 'getFields' in type ? type.getFields()[selection.name.value] : undefined;
        if (definition && selection.selectionSet && 'type' in definition) {
          const named = getNamedType(definition.type);
          this.#addSet(named, selection.selectionSet, this.#typesOf(named));
        }
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const on = this.#schema.getType(selection.typeCondition?.name.value ?? type.name);
        if (on) this.#addSet(on, selection.selectionSet, this.#typesOf(on));
      }
    }
  }

  /** What is asked of an interface is asked of all that implement it. */
  #typesOf(type: GraphQLNamedType): readonly GraphQLNamedType[] {
    return isAbstractType(type) ? [type, ...this.#schema.getPossibleTypes(type)] : [type];
  }
}
