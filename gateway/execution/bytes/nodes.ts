import { getNamedType, isListType, isNonNullType, type GraphQLOutputType } from 'graphql';
import type { AskedField, Fetch, Form, Place } from '../plan/form.ts';
import type { SchemaFacts } from '../plan/schemaFacts.ts';
import { COMPACT, orderKey, type Habits, type Style } from './habit.ts';

/** Forms with more object nodes than this are left to the object engine: their code would not pay. */
const MAX_VARIANTS = 400;

/** Why a form cannot be run on bytes; the object engine runs it. */
export class Unsupported extends Error {}

/** Where objects stand in a fetch's answer. */
export interface ObjectNode {
  readonly id: number;
  /** Says where it stands; the same however fields are ordered, and for fetches that share an alias. */
  readonly key: string;
  /** The first fetch that may share an alias with its own: all of them are read by one scanner, and learnt as one. */
  readonly leader: number;
  readonly style: Style;
  readonly fetch: Fetch;
  readonly place: Place;
  /** By type. An entity's type is known before it comes. */
  readonly variants: ReadonlyMap<string, Variant>;
  /** Whether `__typename`, which comes first, says which variant an object is of. */
  readonly switched: boolean;
}

/** Objects of one type at a node, and how they are noted: a record of slots on the tape. */
export interface Variant {
  readonly node: ObjectNode;
  readonly type: string;
  readonly index: number;
  readonly fields: readonly NodeField[];
  /**
   * Slots by what they hold; the first two are the variant's index and the next item of a list. Fetches that may share
   * an alias have theirs in common, as each reads records that the scanner of another has written.
   */
  readonly slots: Map<string, number>;
}

export interface NodeField {
  readonly name: string;
  readonly wireName: string;
  /** Undefined for `__typename`. */
  readonly type: GraphQLOutputType | undefined;
  readonly child: ObjectNode | undefined;
}

/** All nodes of a form. */
export interface Nodes {
  readonly all: readonly ObjectNode[];
  /** The root object of a fetch of root fields, or its entities. */
  readonly ofFetch: readonly ObjectNode[];
}

/** The slot of a variant's record for something; made when first asked for. */
export function slotFor(variant: Variant, what: string): number {
  const known = variant.slots.get(what);
  if (known !== undefined) return known;
  const slot = variant.slots.size + 2;
  variant.slots.set(what, slot);
  return slot;
}

export const recordSize = (variant: Variant): number => variant.slots.size + 2;

/** Lays out the answers of a form's fetches, as asked or as subgraphs are known to write them. @throws Unsupported. */
export function layOut(form: Form, facts: SchemaFacts, habits: Habits): Nodes {
  const builder = new Builder(facts, habits);
  const leaders = new Map<string, number>();
  const ofFetch = form.fetches.map((fetch) => {
    const leader = leaders.get(fetch.signature) ?? fetch.index;
    leaders.set(fetch.signature, leader);
    if (fetch.renamings.length > 0) throw new Unsupported('renamed fields');
    if (!fetch.requires && fetch.place.parent) throw new Unsupported('root fields below the root');
    return builder.fetchNode(fetch, leader);
  });
  checkPlaces(form.root);
  return { all: builder.all, ofFetch };
}

function checkPlaces(place: Place): void {
  for (const { together } of place.fields.values()) if (together) throw new Unsupported('values brought in parts');
  for (const child of place.children.values()) checkPlaces(child);
}

class Builder {
  readonly all: ObjectNode[] = [];
  readonly #facts: SchemaFacts;
  readonly #habits: Habits;
  readonly #slots = new Map<string, Map<string, number>>();
  #variants = 0;

  constructor(facts: SchemaFacts, habits: Habits) {
    this.#facts = facts;
    this.#habits = habits;
  }

  fetchNode(fetch: Fetch, leader: number): ObjectNode {
    const isCalledOtherwise = fetch.typenames.some(({ typename }) =>
      this.#facts.isInterfaceObject(fetch.subgraph, typename),
    );
    if (isCalledOtherwise && fetch.asked.some(({ name }) => name === '__typename')) {
      throw new Unsupported('entities that call themselves otherwise');
    }
    const types = fetch.requires
      ? new Set(fetch.asked.flatMap((field) => [...field.types]))
      : this.#facts.possibleTypes(this.#facts.full.getRootType(fetch.kind)?.name ?? '');
    return this.#node({ fetch, leader, key: `${leader}`, place: fetch.place }, [fetch.asked], types, false);
  }

  #node(
    at: Pick<ObjectNode, 'fetch' | 'leader' | 'key' | 'place'>,
    asked: readonly (readonly AskedField[])[],
    types: ReadonlySet<string>,
    mayBeSwitched: boolean,
  ): ObjectNode {
    const variants = new Map<string, Variant>();
    const node: ObjectNode = {
      ...at,
      id: this.all.length,
      style: this.#habits.get(at.leader)?.style ?? COMPACT,
      variants,
      switched: mayBeSwitched && types.size > 1,
    };
    this.all.push(node);
    for (const type of types) {
      if (++this.#variants > MAX_VARIANTS) throw new Unsupported('too many kinds of objects');
      const fields = this.#fields(
        node,
        asked.flat().filter((field) => field.types.has(type)),
        type,
      );
      if (node.switched && fields[0]?.wireName !== '__typename')
        throw new Unsupported('objects that do not say their type first');
      variants.set(type, { node, type, index: variants.size, fields, slots: this.#slotsOf(node, type) });
    }
    return node;
  }

  #slotsOf(node: ObjectNode, type: string): Map<string, number> {
    const key = orderKey(node, type);
    const slots = this.#slots.get(key) ?? new Map<string, number>();
    this.#slots.set(key, slots);
    return slots;
  }

  #fields(node: ObjectNode, asked: readonly AskedField[], type: string): NodeField[] {
    const byName = Map.groupBy(asked, ({ wireName }) => wireName);
    const order = this.#habits.get(node.leader)?.orders.get(orderKey(node, type));
    const inOrder = order?.map((wireName) => byName.get(wireName) ?? []) ?? [...byName.values()];
    return inOrder.map((same): NodeField => {
      const [first] = same;
      if (!first) throw new Unsupported('nothing asked');
      const { name, wireName, fieldName } = first;
      if (fieldName === '__typename') {
        if (wireName !== '__typename') throw new Unsupported('a renamed __typename');
        return { name, wireName, type: undefined, child: undefined };
      }
      const fieldType = this.#facts.fieldType(node.fetch.subgraph, type, fieldName);
      const place = node.place.children.get(name);
      if (!fieldType) throw new Unsupported('a field that is not in the supergraph');
      const inner = same.flatMap(({ selections }) => (selections ? [selections] : []));
      if (inner.length === 0) return { name, wireName, type: fieldType, child: undefined };
      if (!place) throw new Unsupported('an object without a place');
      const named = getNamedType(fieldType).name;
      // There nobody says of which type an object is.
      if (this.#facts.isInterfaceObject(node.fetch.subgraph, named)) throw new Unsupported('interface objects');
      const types = this.#facts.possibleTypes(named);
      return {
        name,
        wireName,
        type: fieldType,
        child: this.#node({ ...node, key: `${node.key}/${type}.${wireName}`, place }, inner, types, true),
      };
    });
  }
}

/** Lists around a type, from the outside: whether each may be null; and whether what is in them may. */
export function nesting(type: GraphQLOutputType): { lists: readonly boolean[]; nullable: boolean } {
  const nullable = !isNonNullType(type);
  const inner = isNonNullType(type) ? type.ofType : type;
  if (!isListType(inner)) return { lists: [], nullable };
  const rest = nesting(inner.ofType);
  return { lists: [nullable, ...rest.lists], nullable: rest.nullable };
}
