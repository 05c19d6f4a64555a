import type { World, WorldObject } from '../world.ts';

const offices: WorldObject[] = [1, 2].map((n) => ({
  __typename: 'Office',
  code: `o${n}`,
  title: `Office ${n}`,
  city:
    n === 1
      ? { __typename: 'City', name: 'Riga', zip: 'LV-1010', area: { __typename: 'Area', name: 'Pieriga', dial: 371 } }
      : null,
}));

const textOf = (value: unknown, name: string): string =>
  typeof value === 'object' && value !== null ? String(Reflect.get(value, name)) : '';

const people: WorldObject[] = [1, 2, 3, 4].map((n) => ({
  __typename: 'Person',
  id: `p${n}`,
  number: n,
  office: offices[n % 2],
  desk: n === 4 ? null : offices[0],
  mail: n === 4 ? null : `p${n}@example.com`,
  name: `Person ${n}`,
  pay: n * 100,
  badge: (_: unknown, self: object) => `${textOf(Reflect.get(self, 'office'), 'title')} ${textOf(self, 'mail')}`,
}));
const pets: WorldObject[] = [1, 2, 3].map((n) => ({
  __typename: n === 2 ? 'Cat' : 'Dog',
  id: `a${n}`,
  call: `Pet ${n}`,
  owner: people[n - 1],
}));
for (const [n, person] of people.entries()) {
  Object.assign(person, { team: people.filter((other) => other !== person), pets: pets.slice(n, n + 2) });
}

/**
 * Fields that a subgraph has of objects under one type and not under another, and of a type without a key only at one path:
 * what others require of them comes from home for some objects, and by a fetch for the rest.
 */
export const staff: World = {
  name: 'staff',
  effort: 2,
  subgraphs: {
    hr: `
      type Query {
        people: [Person!]!
        pets: [Pet] @provides(fields: "... on Dog { call owner { mail } } ... on Cat { owner { name } }")
      }
      type Person @key(fields: "number office { code }") @key(fields: "id") {
        id: ID! number: Int! office: Office! mail: String @external name: String @external
        team: [Person!] @provides(fields: "mail office { city { name area { name } } }")
        desk: Office @provides(fields: "title city { zip area { dial } }")
      }
      type Office @key(fields: "code") { code: ID! title: String @external city: City @external }
      type City @external { name: String zip: String area: Area }
      type Area @external { name: String dial: Int }
      interface Pet { id: ID! call: String owner: Person }
      type Dog implements Pet @key(fields: "id") { id: ID! call: String @external owner: Person @external }
      type Cat implements Pet @key(fields: "id") { id: ID! call: String @external owner: Person @external }
    `,
    badges: `
      type Person @key(fields: "number office { code }") {
        number: Int! office: Office! mail: String @external badge: String @requires(fields: "office { title } mail")
      }
      type Office @key(fields: "code") { code: ID! title: String @external }
    `,
    pay: `
      type Person @key(fields: "id") { id: ID! name: String @shareable pay: Int mail: String @shareable pets: [Pet!]! }
      interface Pet @key(fields: "id") { id: ID! }
      type Dog implements Pet @key(fields: "id") { id: ID! }
      type Cat implements Pet @key(fields: "id") { id: ID! }
    `,
    offices: `
      type Query { offices: [Office!]! }
      type Office @key(fields: "code") { code: ID! title: String @shareable city: City @shareable }
      type City @shareable { name: String zip: String area: Area }
      type Area @shareable { name: String dial: Int }
    `,
    pets: `
      type Dog @key(fields: "id") { id: ID! call: String @shareable owner: Person @shareable }
      type Cat @key(fields: "id") { id: ID! call: String @shareable owner: Person @shareable }
      type Person @key(fields: "id", resolvable: false) { id: ID! }
    `,
  },
  query: { people, pets: [pets[0], null, pets[1], pets[2]], offices },
  entities: [...people, ...offices, ...pets],
};
