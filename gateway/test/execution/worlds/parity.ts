import type { World, WorldObject } from '../world.ts';

const numbers: WorldObject[] = [0, 1, 2, 3].map((n) => ({
  __typename: n % 2 === 1 ? 'Odd' : 'Even',
  id: `n${n}`,
  value: n,
  half: n === 2 ? null : n / 2,
}));
const origins: WorldObject[] = [0, 1].map((n) => ({
  __typename: 'Origin',
  text: `Origin ${n}`,
  year: n === 1 ? null : 1900,
}));
for (const [n, number] of numbers.entries()) {
  Object.assign(number, {
    origin: n === 2 ? null : origins[n % 2],
    named: ({ by }: { by: number }) => (n === 2 ? null : { __typename: 'Origin', text: `By ${by}`, year: n }),
    sources: n === 0 ? [origins[1], null] : origins,
    seen: [numbers[(n + 3) % 4], null],
  });
}

/** Objects whose fields are narrower than their interface's, and an interface that one subgraph only knows them by. */
export const parity: World = {
  name: 'parity',
  subgraphs: {
    numbers: `
      type Query { numbers: [Number!]! first: Even odd: [Odd!]! }
      interface Number { id: ID! value: Int origin: Origin named(by: Int = 1): Origin sources: [Origin] }
      type Even implements Number @key(fields: "id") {
        id: ID! value: Int origin: Origin named(by: Int = 1): Origin sources: [Origin]
      }
      type Odd implements Number @key(fields: "id") {
        id: ID! value: Int! origin: Origin! named(by: Int = 1): Origin! sources: [Origin!]!
      }
      type Origin { text: String year: Int }
    `,
    halves: `
      type Query { halved: [Halved!] }
      interface Halved { id: ID! half: Float }
      type Even implements Halved @key(fields: "id") { id: ID! half: Float seen: [Halved] }
      type Odd implements Halved @key(fields: "id") { id: ID! half: Float! seen: [Halved] }
    `,
  },
  query: { numbers, first: numbers[2], odd: [numbers[1], numbers[3]], halved: numbers.slice(1) },
  entities: numbers,
};
