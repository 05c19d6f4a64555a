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
/** Computes from fields of the thing that a shelf holds. */
const fromHeld = (names: readonly string[], compute: (...values: number[]) => number) => {
  const inner = from(names, compute);
  return (_: unknown, self: Self): number | null => {
    const held = self['holds'];
    return isTold(held) ? inner(_, held) : null;
  };
};

const isTold = (value: unknown): value is Self => typeof value === 'object' && value !== null;

const shelves: WorldObject[] = [1, 2, 3, 4].map((n) => ({
  __typename: 'Shelf',
  id: `s${n}`,
  holds: things[n - 1] ?? null,
  tall: fromHeld(['three'], (three) => three + 1),
  wide: fromHeld(['base', 'two'], (base, two) => base * two),
  deep: from(['tall', 'best'], (tall, best) => tall - best),
  best: fromHeld(['price'], (price) => price + 2),
  rows: n,
  mass: (_: unknown, { holds }: Self) => (isTold(holds) ? told(holds, 'other') : 0),
  full: from(['mass', 'rows'], (mass, rows) => mass * rows),
  left: from(['full'], (full) => 100 - full),
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
  best: n === 2 ? things[0] : (_: unknown, self: Self) => (told(self, 'two') === null ? null : things[n - 1]),
}));

/**
 * Fields that require what requires something itself, by turns in the same subgraphs; also within another object, where they
 * answer objects, and where a type is known by its interface.
 */
export const chains: World = {
  name: 'chains',
  subgraphs: {
    stock: `
      type Query { things: [Thing!]! thing: Thing shelves: [Shelf!]! empty: Shelf }
      type Shelf @key(fields: "id") { id: ID! holds: Thing @provides(fields: "other") }
      type Thing @key(fields: "id") { id: ID! base: Int label: String one: Int @external price: Int @requires(fields: "one")
        other: Int @external }
    `,
    odd: `
      type Query { first: Thing }
      type Box @shareable { width: Int @external unit: String }
      type Thing @key(fields: "id") { id: ID! base: Int @external one: Int @requires(fields: "base")
        two: Int @external other: Int @external three: Int @requires(fields: "two other")
        price: Int @external total: Int @requires(fields: "price")
        box: Box @external weight: Int @requires(fields: "box { width }") }
      type Shelf @key(fields: "id") { id: ID! holds: Thing @external wide: Int @requires(fields: "holds { base two }")
        tall: Int @external best: Int @external deep: Int @requires(fields: "tall best")
        rows: Int @shareable mass: Int @requires(fields: "holds { other }")
        full: Int @external left: Int @requires(fields: "full") }
    `,
    even: `
      type Box @shareable { width: Int unit: String }
      type Thing @key(fields: "id") { id: ID! one: Int @external base: Int @external other: Int @shareable
        two: Int @requires(fields: "one base") box: Box @requires(fields: "one")
        three: Int @external price: Int @external }
      type Shelf @key(fields: "id") { id: ID! holds: Thing @external tall: Int @requires(fields: "holds { three }")
        best: Int @requires(fields: "holds { price }")
        mass: Int @external rows: Int @external full: Int @requires(fields: "mass rows") }
    `,
    kinds: `
      type Query { branches: [Branch!]! }
      interface Node @key(fields: "id") { id: ID! }
      type Branch implements Node @key(fields: "id") { id: ID! base: Int @external one: Int @requires(fields: "base")
        two: Int @external best: Thing @requires(fields: "two") }
      type Leaf implements Node @key(fields: "id") { id: ID! extra: Int @external sum: Int @requires(fields: "extra")
        best: Thing }
      type Thing @key(fields: "id", resolvable: false) { id: ID! }
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
    shelves: shelves.slice(0, 3),
    empty: shelves[3],
    nodes,
    node: nodes[2],
    branches: nodes.filter(({ __typename }) => __typename === 'Branch'),
  },
  entities: [...things, ...shelves, ...nodes],
};
