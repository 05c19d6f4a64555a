import type { World, WorldObject } from '../world.ts';

type Self = Readonly<Record<string, unknown>>;

const federation = (imports: string): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])`;

/** A field of an object, or of a representation: computed or as it is. */
const value = (self: Self, name: string): unknown => {
  const found = self[name];
  return typeof found === 'function' ? Reflect.apply(found, undefined, [{}, self]) : found;
};

const kinds = ['Tome', 'Disk', 'Chart'];
const nodes: WorldObject[] = [0, 1, 2, 3, 4, 5].map((n) => ({
  __typename: kinds[n % 3] ?? 'Tome',
  id: `l${n}`,
  name: n === 4 ? null : `Node ${n}`,
  mark: n === 3 ? null : `mark ${n}`,
  tone: ['WARM', 'COOL', 'MUTED'][n % 3],
  meta: [{ n, deep: [[n], null] }, null, 'plain', [n, { a: 'é' }], 7.25, true][n],
  size: { __typename: 'Size', width: n, height: n === 1 ? null : n * 2, unit: { __typename: 'Unit', sign: 'cm' } },
  pages: n * 100,
  old: `old ${n}`,
  area: (_: unknown, self: Self) => {
    const { width, height } = Object(self['size']);
    return typeof width === 'number' && typeof height === 'number' ? width * height : null;
  },
  base: n,
  first: (_: unknown, self: Self) => (typeof self['base'] === 'number' ? self['base'] + 1 : null),
  second: (_: unknown, self: Self) => Number(value(self, 'first')) * 2,
  third: (_: unknown, self: Self) => Number(value(self, 'second')) + Number(self['base']),
  score: (_: unknown, self: Self) => (typeof self['name'] === 'string' ? self['name'].length + n : null),
  rank: (_: unknown, self: Self) => (typeof self['name'] === 'string' ? `${self['name']}!`.length : null),
}));
const readers: WorldObject[] = [0, 1].map((n) => ({
  __typename: 'Reader',
  id: `r${n}`,
  email: `r${n}@example.com`,
  age: n === 1 ? null : 30 + n,
}));
const boxes: WorldObject[] = [0, 1, 2].map((n) => ({
  __typename: 'Box',
  rows: [1, 2].map((row) => ({ __typename: 'Row', row, cells: [{ __typename: 'Cell', n: n + row, note: `c${n}` }] })),
  tag: { __typename: 'Tag', name: `t${n}`, colour: n === 2 ? null : 'red' },
  label: `Box ${n}`,
  weight: n * 1.5,
}));
for (const [n, node] of nodes.entries()) {
  Object.assign(node, {
    reader: readers[n % 2],
    peer: nodes[(n + 1) % 6],
    near: nodes.slice(n + 1, n + 3),
    box: n === 2 ? null : boxes[n % 3],
  });
}
for (const [n, reader] of readers.entries())
  Object.assign(reader, { likes: [nodes[n], null, nodes[n + 3]], shelf: boxes });
for (const [n, box] of boxes.entries()) Object.assign(box, { found: [nodes[n], readers[n % 2], null] });

/** What a field was told, but for what is @inaccessible. */
const echo = (given: unknown): string =>
  JSON.stringify(given, (name, inner: unknown) => (name === 'hidden' || name === 'secret' ? undefined : inner));

/**
 * What other worlds leave out: renamed and composed directives, `@provides` on unions and interfaces, several
 * interface objects of one interface, keys with lists, `@external` on types, circles of `@requires`, overrides by label, inputs
 * with defaults at every depth, scalars that are structures, what is `@inaccessible` in inputs and enums.
 */
export const library: World = {
  name: 'library',
  effort: 4,
  subgraphs: {
    shelf: `${federation('{ name: "@key", as: "@k" }, "@shareable", "@inaccessible", "@tag", "@composeDirective", "@external", "@requires"')}
      @link(url: "https://example.org/lib/v1.0", import: ["@level"]) @composeDirective(name: "@level")
      directive @level(n: Int = 1) on FIELD_DEFINITION | FIELD
      scalar Json
      type Query {
        nodes: [Node] node(at: Where = { grid: [[1]], mood: { tone: COOL } }): String boxes: [Box!]
        cells: [[Cell!]] @shareable echo(value: Json, list: [Json!] = ["d"], tone: Tone! = WARM, secret: Int @inaccessible): String
        any(n: Int! = 3): [Found] @tag(name: "x") meta: Json
      }
      type Mutation { put(where: Where!): Node }
      input Where { grid: [[Int!]] = [[1, 2]] mood: Mood = { tone: WARM } tone: Tone = COOL hidden: Int = 3 @inaccessible json: Json = { a: [1] } inner: Where }
      input Mood { tone: Tone! = MUTED loud: Boolean = false deep: [Mood!] }
      enum Tone { WARM COOL MUTED SECRET @inaccessible }
      interface Node @k(fields: "id") { id: ID! name: String tone: Tone mark: String peer: Node size: Size }
      type Tome implements Node @k(fields: "id") { id: ID! name: String tone: Tone mark: String @shareable peer: Node size: Size meta: Json @level(n: 2) pages: Int near: [Node!] box: Box
        base: Int second: Int @requires(fields: "first") first: Int @external }
      type Disk implements Node @k(fields: "id") { id: ID! name: String tone: Tone mark: String @shareable peer: Node size: Size old: String @deprecated(reason: "gone") }
      type Chart implements Node @k(fields: "id") { id: ID! name: String tone: Tone mark: String @shareable peer: Node size: Size meta: Json }
      union Found = Tome | Disk | Chart | Reader
      type Size { width: Int height: Int unit: Unit @shareable }
      type Unit @shareable { sign: String }
      type Reader @k(fields: "id") { id: ID! likes: [Node] }
      type Box @k(fields: "rows { row cells { n } } tag { name }") { rows: [Row!]! tag: Tag! @shareable label: String found: [Found] }
      type Row @shareable { row: Int! cells: [Cell!]! }
      type Cell @shareable { n: Int! note: String }
      type Tag { name: String! @shareable colour: String }
    `,
    desk: `${federation('"@key", "@shareable", "@provides", "@external", "@requires", "@override"')}
      type Query { shown: [Found!] @provides(fields: "... on Tome { mark } ... on Disk { mark }") marked: [Marked] @provides(fields: "... on Tome { mark } ... on Disk { mark reader { email } }") cells: [[Cell!]] @shareable }
      union Found = Tome | Disk
      interface Marked { mark: String }
      type Tome implements Marked @key(fields: "id") { id: ID! mark: String @external size: Size @external area: Int @requires(fields: "size { width height }")
        base: Int @external first: Int @requires(fields: "base") second: Int @external third: Int @requires(fields: "second base")
        pages: Int @override(from: "shelf", label: "percent(50)") reader: Reader @shareable }
      type Disk implements Marked @key(fields: "id") { id: ID! mark: String @external reader: Reader @shareable }
      type Size @external { width: Int height: Int }
      type Reader @key(fields: "id") { id: ID! email: String @external }
      type Cell @shareable { n: Int! note: String }
    `,
    stats: `${federation('"@key", "@interfaceObject", "@requires", "@external"')}
      type Node @key(fields: "id") @interfaceObject { id: ID! name: String @external score: Int @requires(fields: "name") }
    `,
    ranks: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7")
      type Node @federation__key(fields: "id") @federation__interfaceObject { id: ID! name: String @federation__external rank: Int @federation__requires(fields: "name") reader: Reader @federation__shareable }
      type Reader @federation__key(fields: "id") { id: ID! email: String @federation__shareable age: Int }
    `,
    boxes: `${federation('"@key", "@shareable"')}
      type Query { heavy: [Box!]! }
      type Box @key(fields: "rows { row cells { n } } tag { name }") { rows: [Row!]! @shareable tag: Tag! @shareable weight: Float }
      type Row @shareable { row: Int! cells: [Cell!]! }
      type Cell @shareable { n: Int! note: String }
      type Tag @shareable { name: String! }
      type Reader @key(fields: "id", resolvable: false) { id: ID! }
    `,
  },
  query: {
    nodes: [nodes[0], nodes[1], null, nodes[5]],
    node: echo,
    boxes,
    cells: [[{ __typename: 'Cell', n: 1, note: 'a' }], null, [], [{ __typename: 'Cell', n: 2, note: null }]],
    echo,
    any: ({ n }: { n: number }) => [nodes[0], readers[0], nodes[4], null, nodes[2], readers[1]].slice(0, n + 1),
    meta: { z: 1, a: [null, { k: 'v' }] },
    shown: [nodes[0], nodes[1], nodes[3]],
    marked: [nodes[0], null, nodes[1], nodes[4]],
    heavy: boxes,
  },
  mutation: { put: ({ where }: { where: { grid?: number[][] } }) => nodes[where.grid?.length ?? 0] },
  entities: [...nodes, ...readers, ...boxes],
  samples: ['l1', 'l3', 'r0'],
};
