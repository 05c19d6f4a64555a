import { isWorldObject, type World, type WorldObject } from '../world.ts';

type Self = Record<string, never>;

const shows: WorldObject[] = [1, 2, 3, 4].map((n) => ({
  __typename: ['Film', 'Series', 'Clip'][n % 3] ?? 'Film',
  id: `m${n}`,
  title: `Title ${n}`,
  minutes: n * 30,
  seasons: n,
  rating: n === 3 ? null : n / 2,
  score: (_: unknown, self: Self) => (typeof self['minutes'] === 'number' ? self['minutes'] / 10 : null),
  comments: [{ __typename: 'Comment', text: `on ${n}`, likes: n }],
  mood: ['DARK', 'LIGHT', 'ODD'][n % 3],
}));
for (const [n, show] of shows.entries()) {
  Object.assign(show, {
    next: shows[(n + 1) % 4],
    sequel: n === 2 ? null : shows[(n + 2) % 4],
    owner: {
      __typename: 'Studio',
      code: { id: `s${n % 2}`, zone: { name: 'z' } },
      label: `Studio ${n % 2}`,
      shows: shows.slice(0, 2),
      budget: (n % 2) * 1.5e10,
    },
  });
}
const studios = shows.map((show) => show['owner']).filter(isWorldObject);

/** Interface objects, interfaces with keys, nested keys, circular references, lists of lists, custom scalars, inputs. */
export const media: World = {
  name: 'media',
  subgraphs: {
    shows: `
      type Query { shows: [Media!]! media(id: ID!): Media grid: [[Media]] film: Film search(filter: Filter): [Media!] }
      input Filter { mood: Mood = DARK ids: [ID!] nested: Filter }
      enum Mood { DARK LIGHT ODD }
      interface Media @key(fields: "id") { id: ID! title: String! minutes: Int! next: Media sequel: Media mood: Mood }
      type Film implements Media @key(fields: "id") { id: ID! title: String! minutes: Int! next: Media sequel: Media mood: Mood owner: Studio }
      type Series implements Media @key(fields: "id") { id: ID! title: String! minutes: Int! next: Media sequel: Media mood: Mood seasons: Int! }
      type Clip implements Media @key(fields: "id") { id: ID! title: String! minutes: Int! next: Media sequel: Media mood: Mood owner: Studio }
      type Studio @key(fields: "code { id zone { name } }", resolvable: false) { code: Code! }
      type Code @shareable { id: ID! zone: Zone! }
      type Zone @shareable { name: String! }
    `,
    ratings: `
      type Query { best: Media rated: [Media!]! }
      scalar Big
      type Media @interfaceObject @key(fields: "id") { id: ID! rating: Float minutes: Int! @external score: Float @requires(fields: "minutes") comments: [Comment!]! }
      type Comment { text: String! likes: Int }
    `,
    studios: `
      scalar Big
      type Query { studios: [Studio!]! }
      type Studio @key(fields: "code { id zone { name } }") { code: Code! label: String budget: Big shows: [Media!]! }
      type Code @shareable { id: ID! zone: Zone! }
      type Zone @shareable { name: String! }
      interface Media @key(fields: "id") { id: ID! }
      type Film implements Media @key(fields: "id") { id: ID! }
      type Series implements Media @key(fields: "id") { id: ID! }
      type Clip implements Media @key(fields: "id") { id: ID! }
    `,
  },
  query: {
    shows,
    media: ({ id }: { id: string }) => shows.find((one) => one['id'] === id) ?? null,
    grid: [[shows[0], null, shows[1]], null, [], [shows[2]]],
    film: shows.find(({ __typename }) => __typename === 'Film'),
    search: ({ filter }: { filter?: { mood?: string; ids?: string[] } }) =>
      shows.filter((one) => !filter || one['mood'] === filter.mood || filter.ids?.includes(String(one['id']))),
    best: shows[1],
    rated: shows,
    studios: studios.slice(0, 2),
  },
  entities: [...shows, ...studios],
  samples: ['m1', 'm2', 'm9'],
};
