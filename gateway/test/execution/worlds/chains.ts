import type { World, WorldObject } from '../world.ts';

type Self = Readonly<Record<string, unknown>>;

/** A field of the object, as the representation brought it or computed; null where a subgraph was not told. */
function told(self: Self, name: string): number | null {
  const value = self[name];
  const found: unknown = typeof value === 'function' ? Reflect.apply(value, undefined, [{}, self]) : value;
  return typeof found === 'number' ? found : null;
}

/** Computes from other fields; null when one is not known. */
const from =
  (names: readonly string[], compute: (...values: number[]) => number) =>
  (_: unknown, self: Self): number | null => {
    const values = names.map((name) => told(self, name));
    const known = values.filter((value) => value !== null);
    return known.length < values.length ? null : compute(...known);
  };

const things: WorldObject[] = [1, 2, 3].map((n) => ({
  __typename: 'Thing',
  id: `t${n}`,
  base: n === 3 ? null : n,
  other: n * 7,
  label: `Thing ${n}`,
  one: from(['base'], (base) => base + 10),
  two: from(['one', 'base'], (one, base) => one * base + 100),
  three: from(['two', 'other'], (two, other) => two + other + 1000),
  price: from(['one'], (one) => one * 2),
  total: from(['price'], (price) => price + 5),
  box: (_: unknown, self: Self) => ({ __typename: 'Box', width: told(self, 'one'), unit: 'cm' }),
  weight: (_: unknown, self: Self) => {
    const box: unknown =
      typeof self['box'] === 'function' ? Reflect.apply(self['box'], undefined, [{}, self]) : self['box'];
    const width: unknown = typeof box === 'object' && box !== null ? Reflect.get(box, 'width') : undefined;
    return typeof width === 'number' ? width * 3 : null;
  },
}));
const nodes: WorldObject[] = [1, 2, 3].map((n) => ({
  __typename: n === 2 ? 'Leaf' : 'Branch',
  id: `n${n}`,
  base: n,
  extra: n * 2,
  one: from(['base'], (base) => base + 10),
  two: from(['one'], (one) => one + 100),
  sum: from(['extra'], (extra) => extra + 1),
  next: things[n - 1],
}));

/** Fields that require what requires something itself, by turns in the same subgraphs; also where a type is known by its interface. */
export const chains: World = {
  name: 'chains',
  subgraphs: {
    stock: `
      type Query { things: [Thing!]! thing: Thing }
      type Thing @key(fields: "id") { id: ID! base: Int label: String one: Int @external price: Int @requires(fields: "one") }
    `,
    odd: `
      type Query { first: Thing }
      type Box @shareable { width: Int @external unit: String }
      type Thing @key(fields: "id") { id: ID! base: Int @external one: Int @requires(fields: "base")
        two: Int @external other: Int @external three: Int @requires(fields: "two other")
        price: Int @external total: Int @requires(fields: "price")
        box: Box @external weight: Int @requires(fields: "box { width }") }
    `,
    even: `
      type Box @shareable { width: Int unit: String }
      type Thing @key(fields: "id") { id: ID! one: Int @external base: Int @external other: Int
        two: Int @requires(fields: "one base") box: Box @requires(fields: "one") }
    `,
    kinds: `
      type Query { branches: [Branch!]! }
      interface Node @key(fields: "id") { id: ID! }
      type Branch implements Node @key(fields: "id") { id: ID! base: Int @external one: Int @requires(fields: "base") }
      type Leaf implements Node @key(fields: "id") { id: ID! extra: Int @external sum: Int @requires(fields: "extra") }
    `,
    bases: `
      type Branch @key(fields: "id") { id: ID! base: Int one: Int @external two: Int @requires(fields: "one") }
    `,
    graph: `
      type Query { nodes: [Node!]! node: Node }
      type Node @key(fields: "id") @interfaceObject { id: ID! extra: Int next: Thing }
      type Thing @key(fields: "id", resolvable: false) { id: ID! }
    `,
  },
  query: {
    things,
    thing: things[1],
    first: things[0],
    nodes,
    node: nodes[2],
    branches: nodes.filter(({ __typename }) => __typename === 'Branch'),
  },
  entities: [...things, ...nodes],
};
