import { describe, expect, it } from 'vitest';
import { openAccess } from '../auth/access.ts';
import { nameForPlanning } from '../execution/plan/aliases.ts';
import { createApolloPlanner } from '../planning/apolloPlanner.ts';
import type { PlannedOperation } from '../planning/planner.ts';
import { bedOf, silent } from './execution/differential.ts';
import { shop } from './execution/worlds/index.ts';
import { endless, endlessGraph } from './support/endless.ts';
import { startGraph } from './support/graph.ts';

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
    await using graph = await startGraph(endlessGraph, { MAX_PLANNING_MS: '600' });
    const startedAt = performance.now();
    const message = 'The operation cannot be planned: it asks too much at once.';
    const refused = { errors: [{ message, extensions: { code: 'QUERY_PLANNING_FAILED' } }] };
    for (let time = 0; time < 20; time++) expect(await graph.ask(endless(1))).toEqual(refused);
    // Twenty times the limit would be twelve seconds.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(await graph.ask('{ node { name rank } top { rank } }')).toEqual({
      data: { node: { name: 'One', rank: 3 }, top: { rank: 3 } },
    });
  });
});
