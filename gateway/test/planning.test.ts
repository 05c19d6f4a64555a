import { describe, expect, it } from 'vitest';
import { openAccess } from '../auth/access.ts';
import { nameForPlanning } from '../execution/plan/aliases.ts';
import { createApolloPlanner } from '../planning/apolloPlanner.ts';
import type { PlannedOperation } from '../planning/planner.ts';
import { bedOf, silent } from './execution/differential.ts';
import { shop } from './execution/worlds/index.ts';
import { startGraph } from './support/graph.ts';
import type { SubgraphDefinition } from './support/subgraph.ts';

/** Two subgraphs know the interface as an object, and one leads to the other. */
const objects: Readonly<Record<string, SubgraphDefinition>> = {
  nodes: {
    sdl: `type Query { node: Node } interface Node @key(fields: "id") { id: ID! name: String }
      type Chart implements Node @key(fields: "id") { id: ID! name: String }
      type Disk implements Node @key(fields: "id") { id: ID! name: String }`,
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

describe('Plans', () => {
  const { supergraph, facts } = bedOf(shop);
  const limits = { tokens: 20_000, depth: 100, aliases: 2_000, rootFields: 500, planningMs: 5_000 };
  const planner = createApolloPlanner(supergraph, limits, silent, (document) => nameForPlanning(document, facts));
  const plan = (query: string): PlannedOperation => planner.plan({ query, operationName: undefined }, openAccess);
  const large = (number: number): string =>
    `{ me { ${Array.from({ length: 400 }, (_, at) => `f${at}: name`).join(' ')} last${number}: name } }`;

  it('that are large drive out one another, and nobody else', () => {
    const small = plan('{ me { name } }');
    const first = plan(large(0));
    expect(plan(large(0)) === first).toBe(true);
    for (let number = 1; number < 12; number++) plan(large(number));
    expect(plan(large(11)) === plan(large(11))).toBe(true);
    expect(plan(large(0)) === first).toBe(false);
    expect(plan('{ me { name } }') === small).toBe(true);
  });
});

describe('The planner', () => {
  it('is stopped where it does not come to an end, once for each operation, and goes on with others', async () => {
    await using graph = await startGraph(objects, { MAX_PLANNING_MS: '600' });
    const endless = '{ top { after { ... on Chart { rank } } } }';
    const codes: (string | undefined)[] = [];
    const startedAt = performance.now();
    for (let time = 0; time < 20; time++) codes.push((await graph.ask(endless)).errors?.[0]?.extensions.code);
    expect(new Set(codes)).toEqual(new Set(['QUERY_PLANNING_FAILED']));
    // Twenty times the limit would be twelve seconds.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(await graph.ask('{ node { name rank } top { rank } }')).toEqual({
      data: { node: { name: 'One', rank: 3 }, top: { rank: 3 } },
    });
  });
});
