import type { World, WorldObject } from '../world.ts';

type Self = Readonly<Record<string, unknown>>;

const part = (self: unknown, name: string): unknown =>
  typeof self === 'object' && self !== null ? Reflect.get(self, name) : undefined;

const contents: WorldObject[] = [1, 2, 3, 4].map((n) =>
  n % 2 === 0
    ? { __typename: 'Film', id: `f${n}`, title: `Film ${n}`, minutes: n * 30 }
    : { __typename: 'Book', id: `b${n}`, title: n === 3 ? null : `Book ${n}`, pages: n * 100 },
);
const people: WorldObject[] = [1, 2, 3].map((n) => ({
  __typename: 'Person',
  id: `p${n}`,
  name: `Person ${n}`,
  nick: n === 2 ? null : `nick${n}`,
  greeting: (_: unknown, self: Self) => `Hello ${String(self['nick'])}`,
}));
const boxes: WorldObject[] = [1, 2, 3, 4].map((n) => ({
  __typename: 'Box',
  id: `x${n}`,
  code: { __typename: 'Code', id: `c${n}`, zone: n },
  content: n === 4 ? null : contents[n - 1],
  weight: n === 3 ? null : n * 2,
  label: `Label ${n}`,
  moved: `moved ${n}`,
  summary: (_: unknown, self: Self) => {
    const content = self['content'];
    return content === null || content === undefined
      ? null
      : `${String(part(content, 'id'))} ${String(part(content, 'pages') ?? part(content, 'minutes'))}`;
  },
  price: (_: unknown, self: Self) => (typeof self['weight'] === 'number' ? self['weight'] * 10 : null),
  offer: (_: unknown, self: Self) => {
    const price =
      typeof self['price'] === 'function' ? Reflect.apply(self['price'], undefined, [{}, self]) : self['price'];
    return `${String(self['label'])} at ${String(price)}`;
  },
}));
for (const [n, box] of boxes.entries()) {
  Object.assign(box, { next: boxes[(n + 1) % 4], owner: people[n % 3], twins: boxes.filter((other) => other !== box) });
}
for (const [n, person] of people.entries()) Object.assign(person, { box: boxes[n], rival: people[(n + 1) % 3] });
for (const content of contents) Object.assign(content, { boxes: boxes.filter(({ content: own }) => own === content) });

/** Chains of @requires over three subgraphs, @requires with fragments on an interface, @provides of nested fields, keys that are reached by other keys, circles. */
export const hops: World = {
  name: 'hops',
  subgraphs: {
    boxes: `
      type Query { boxes: [Box!]! any(n: Int = 2): [Any] box(id: ID!): Box }
      union Any = Box | Book | Film | Person
      interface Content { id: ID! title: String boxes: [Box!]! }
      type Book implements Content @key(fields: "id") { id: ID! title: String pages: Int boxes: [Box!]! }
      type Film implements Content @key(fields: "id") { id: ID! title: String minutes: Int boxes: [Box!]! }
      type Box @key(fields: "id") { id: ID! content: Content next: Box owner: Person twins: [Box!] moved: String }
      type Person @key(fields: "id") { id: ID! box: Box }
    `,
    scales: `
      type Box @key(fields: "id") @key(fields: "code { id }") { id: ID! code: Code! @shareable weight: Int
        content: Content @external moved: String @override(from: "boxes")
        summary: String @requires(fields: "content { id ... on Book { pages } ... on Film { minutes } }") }
      type Code @shareable { id: ID! }
      interface Content { id: ID! }
      type Book implements Content @key(fields: "id") { id: ID! pages: Int @external }
      type Film implements Content @key(fields: "id") { id: ID! minutes: Int @external }
    `,
    prices: `
      type Query { priced: [Box!]! }
      type Box @key(fields: "code { id }") { code: Code! @shareable weight: Int @external
        price: Int @requires(fields: "weight") }
      type Code @shareable { id: ID! zone: Int }
    `,
    labels: `
      type Box @key(fields: "code { id }") { code: Code! @shareable label: String price: Int @external
        offer: String @requires(fields: "price") }
      type Code @shareable { id: ID! }
    `,
    people: `
      type Query { people(filter: Filter = { min: 1 }): [Person!]! lead: Person }
      input Filter { min: Int = 1 names: [String!] }
      type Person @key(fields: "id") { id: ID! name: String! nick: String @shareable rival: Person @shareable }
    `,
    teams: `
      type Query { team: [Person!]! @provides(fields: "nick rival { nick }") }
      type Person @key(fields: "id") { id: ID! nick: String @external rival: Person @external greeting: String @requires(fields: "nick") }
    `,
  },
  query: {
    boxes,
    any: ({ n }: { n: number }) => [boxes[0], contents[1], null, people[0], contents[2]].slice(0, Math.max(0, n) + 2),
    box: ({ id }: { id: string }) => boxes.find((one) => one['id'] === id) ?? null,
    priced: boxes,
    people: ({ filter }: { filter?: { min?: number; names?: string[] } }) => people.slice((filter?.min ?? 1) - 1),
    lead: people[1],
    team: people,
  },
  entities: [...boxes, ...contents, ...people],
  samples: ['x1', 'x3', 'p2', 'x9'],
};
