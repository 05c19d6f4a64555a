import type { World, WorldObject } from '../world.ts';

type Self = Readonly<Record<string, unknown>>;

const nameOf = (pet: unknown): string =>
  typeof pet === 'object' && pet !== null ? String(Reflect.get(pet, 'name')) : 'nobody';

const pets: WorldObject[] = [0, 1, 2, 3, 4].map((n) => ({
  __typename: ['Cat', 'Dog', 'Fish'][n % 3] ?? 'Cat',
  id: `p${n}`,
  name: n === 2 ? null : `Pet ${n}`,
  bark: `Wuff ${n}`,
  tag: n === 4 ? null : `tag${n}`,
  lives: n,
  fins: 3,
  collar: { __typename: 'Collar', text: `Collar ${n}`, length: n === 1 ? null : n },
  call: (_: unknown, self: Self) => `Come, ${nameOf(self['best'])}`,
}));
const dogs = pets.filter(({ __typename }) => __typename === 'Dog');
for (const [n, pet] of pets.entries()) {
  Object.assign(pet, {
    rival: n === 1 ? pets[3] : dogs[0],
    best: dogs[n % 2],
    fan: dogs[0],
    pals: n === 1 ? dogs : [dogs[1]],
    rows: [[dogs[0]], dogs],
  });
}

/** Shared fields whose types are narrower in one subgraph: objects of interfaces and unions, fewer members, not null. */
export const kennel: World = {
  name: 'kennel',
  subgraphs: {
    shelter: `
      type Query { first: Pet @shareable waiting: [Pet] @shareable star: Star @shareable pets: [Pet!] }
      type Mutation { adopt: Pet @shareable }
      interface Pet { id: ID! name: String }
      interface Social { pals: [Social] }
      interface Worn { text: String }
      union Star = Cat | Dog | Fish
      type Collar implements Worn @shareable { text: String length: Int }
      type Dog implements Pet & Social @key(fields: "id") {
        id: ID! name: String @shareable bark: String pals: [Social] @shareable collar: Worn @shareable
      }
      type Cat implements Pet @key(fields: "id") {
        id: ID! name: String best: Pet @shareable fan: Star @shareable rows: [[Pet]] @shareable
      }
      type Fish implements Pet @key(fields: "id") { id: ID! name: String fins: Int best: Pet }
    `,
    walks: `
      type Query { first: Dog @shareable waiting: [Dog!] @shareable star: Dog @shareable social: Social }
      type Mutation { adopt: Dog! @shareable }
      interface Pet { id: ID! }
      interface Social { pals: [Dog] }
      type Collar @shareable { text: String length: Int }
      type Dog implements Pet & Social @key(fields: "id") {
        id: ID! name: String @shareable tag: String rival: Pet pals: [Dog!]! @shareable collar: Collar @shareable
      }
      type Cat implements Pet @key(fields: "id") {
        id: ID! lives: Int best: Dog! @shareable fan: Dog @shareable rows: [[Dog!]!] @shareable
      }
    `,
    voices: `
      interface Pet { name: String }
      type Dog implements Pet @key(fields: "id") { id: ID! name: String @external }
      type Cat @key(fields: "id") { id: ID! best: Pet @external call: String @requires(fields: "best { name }") }
    `,
  },
  query: { first: dogs[0], waiting: dogs, star: dogs[1], social: dogs[1], pets },
  mutation: { adopt: dogs[0] },
  entities: pets,
  samples: ['p1'],
};
