import type { World, WorldObject } from '../world.ts';

type Self = Readonly<Record<string, unknown>>;

const crates: WorldObject[] = [0, 1, 2].map((n) => ({
  __typename: 'Crate',
  code: `c${n}`,
  day: `day${n}`,
  sealed: n % 2 === 0,
  slot: n + 0.5,
  mass: n * 2,
  label: `Crate ${n}`,
  colour: n === 1 ? null : 'red',
  ship: `Ship ${n}`,
  row: n,
  boxes: [n, n + 1],
  dock: `Dock ${n}`,
  crane: `Crane ${n}`,
  toll: (_: unknown, self: Self) => (typeof self['mass'] === 'number' ? self['mass'] * 10 : null),
  count: (_: unknown, self: Self) => (Array.isArray(self['boxes']) ? self['boxes'].length : -1),
}));
for (const [n, crate] of crates.entries()) Object.assign(crate, { next: crates[(n + 1) % 3] });

/** What one subgraph tells and another requires, with two hops from key to key between them. */
export const freight: World = {
  name: 'freight',
  subgraphs: {
    harbour: `
      type Query { crates: [Crate!]! crate: Crate }
      type Crate @key(fields: "code") { code: String! mass: Int label: String colour: String next: Crate! }
    `,
    ships: `
      type Crate @key(fields: "code") @key(fields: "day sealed") {
        code: String! day: String! sealed: Boolean! boxes: [Int!] ship: String
      }
    `,
    yards: `
      type Query { yard: [Crate] }
      type Crate @key(fields: "day sealed") @key(fields: "slot") {
        day: String! sealed: Boolean! slot: Float! dock: String row: Int
      }
    `,
    tolls: `
      type Query { tolled: [Crate!] }
      type Crate @key(fields: "slot") {
        slot: Float! mass: Int @external boxes: [Int!] @external crane: String
        toll: Int @requires(fields: "mass") count: Int! @requires(fields: "boxes")
      }
    `,
  },
  query: { crates, crate: crates[2], yard: [crates[1], null, crates[0]], tolled: crates },
  entities: crates,
};
