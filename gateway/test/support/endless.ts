import type { SubgraphDefinition } from './subgraph.ts';

/** Two subgraphs know the interface as an object, and one leads to the other. */
export const endlessGraph: Readonly<Record<string, SubgraphDefinition>> = {
  nodes: {
    sdl: `type Query { node: Node } interface Node @key(fields: "id") { id: ID! name: String }
      type Chart implements Node @key(fields: "id") { id: ID! name: String }
      type Disk implements Node @key(fields: "id") { id: ID! name: String }
      type Subscription { moved: Int }`,
    resolvers: {
      Query: { node: () => ({ __typename: 'Chart', id: '1', name: 'One' }) },
      Node: { __resolveReference: ({ id }: { id: string }) => ({ __typename: 'Chart', id, name: 'One' }) },
      Chart: { __resolveReference: ({ id }: { id: string }) => ({ id, name: 'One' }) },
    },
  },
  stats: {
    sdl: `type Query { top: Node } type Node @key(fields: "id") @interfaceObject { id: ID! after: Node name: String @external
      score: Int @requires(fields: "name") }`,
    resolvers: { Query: { top: () => ({ id: '1' }) }, Node: { after: () => ({ id: '2' }) } },
  },
  ranks: {
    sdl: `type Node @key(fields: "id") @interfaceObject { id: ID! name: String @external rank: Int @requires(fields: "name") }`,
    resolvers: { Node: { rank: ({ name }: { name: string }) => name.length } },
  },
};

/** What the planner does not come to an end with; texts with other numbers are other texts. */
export const endless = (number: number): string => `{ top { after { ... on Chart { rank } } } } # ${number}`;
