import type { World, WorldObject } from '../world.ts';

const makers: WorldObject[] = [1, 2].map((n) => ({
  __typename: 'Maker',
  id: `m${n}`,
  name: `Maker ${n}`,
}));
const bread = (n: number): WorldObject => ({
  __typename: 'Bread',
  id: `b${n}`,
  name: `Bread ${n}`,
  slices: n * 10,
  price: n === 1 ? null : 3.5,
});
const rye = bread(1);
const wheat = bread(2);
const cheese: WorldObject = {
  __typename: 'Cheese',
  name: 'Cheese',
  label: 'hard',
  maker: makers[0],
  age: ({ add }: { add?: number }) => 12 + (add ?? 0),
};
const wine: WorldObject = { __typename: 'Wine', name: null, label: 'red', year: 1999, maker: makers[1] };
Object.assign(cheese, { goesWith: [rye, cheese], crate: { __typename: 'Crate', wares: [cheese], best: rye } });
Object.assign(wine, { goesWith: [wine, wheat], crate: { __typename: 'Crate', wares: [wheat], best: wine } });

const stall = (id: string, wares: readonly WorldObject[]): WorldObject => {
  const crate = { __typename: 'Crate', wares, best: wares[1] ?? null };
  return { __typename: 'Stall', id, crate, rows: [wares, []], any: wares[1] ?? wares[0] };
};
const stalls = [stall('market', [rye, cheese]), stall('fair', [wheat, wine]), stall('both', [rye, wheat])];

const crates = `type Crate @shareable { wares: [Ware!]! best: Ware }`;

/** Unions that subgraphs know with other members each, where they share the fields; each tells only members that it knows. */
export const wares: World = {
  name: 'wares',
  subgraphs: {
    market: `
      type Query { stall: Stall shared: Stall @shareable ware: Ware @shareable sold: [Ware!] }
      union Ware = Bread | Cheese
      interface Named { name: String }
      type Stall @shareable { id: ID! crate: Crate rows: [[Ware!]!] any: Ware }
      ${crates}
      type Bread implements Named @key(fields: "id") { id: ID! name: String @shareable slices: Int }
      type Cheese implements Named { name: String label: String! maker: Maker age(add: Int): Int goesWith: [Ware!] crate: Crate }
      type Maker @key(fields: "id") { id: ID! name: String! @shareable }
    `,
    fair: `
      type Query { tent: Stall shared: Stall @shareable ware: Ware @shareable }
      union Ware = Bread | Wine
      interface Named { name: String }
      type Stall @shareable { id: ID! crate: Crate rows: [[Ware!]!] any: Ware }
      ${crates}
      type Bread implements Named @key(fields: "id") { id: ID! name: String @shareable price: Float }
      type Wine implements Named { name: String label: String! maker: Maker year: Int goesWith: [Ware!] crate: Crate }
      type Maker @key(fields: "id") { id: ID! name: String! @shareable }
    `,
  },
  query: { stall: stalls[0], tent: stalls[1], shared: stalls[2], ware: rye, sold: [cheese, rye, wheat] },
  entities: [rye, wheat, ...makers],
  samples: ['b1', 'm2'],
};
