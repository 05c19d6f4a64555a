import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createApolloExecutor } from './apollo/apolloExecutor.ts';
import type { Executor } from '../../execution/executor.ts';
import { parseAnswer } from '../../execution/subgraphs/parseAnswer.ts';
import { runOn, type Bed } from './bed.ts';
import { bedOf, objectExecutor, operationsOver, runsOver, outcomeOf, seed, silent } from './differential.ts';
import * as worlds from './worlds/index.ts';

const OPERATIONS_PER_WORLD = 200;

/** Apollo's executeQueryPlan over subgraphs in this process. */
const apolloExecutor = (bed: Bed): Executor =>
  createApolloExecutor({
    supergraph: bed.supergraph,
    log: silent,
    transport: {
      send: async ({ subgraph, body }) => parseAnswer(subgraph, JSON.stringify(await bed.answer(subgraph, body)), 200),
      close: async () => undefined,
    },
  });

const answered = async (
  executor: Executor,
  bed: Bed,
  query: string,
  variables: Record<string, unknown>,
  named: boolean,
): Promise<string> => {
  try {
    return outcomeOf(await runOn(executor, bed, bed.plan(query, { named }), variables)).data;
  } catch (error) {
    return `threw ${error instanceof Error ? error.message : String(error)}`;
  }
};

describe('beside Apollo’s executeQueryPlan', () => {
  for (const world of Object.values(worlds)) {
    it(`the same is answered over "${world.name}", or the merged schema is with us`, { timeout: 180_000 }, async () => {
      const bed = bedOf(world);
      const apollo = apolloExecutor(bed);
      const ours = objectExecutor(bed);
      let differences = 0;
      const property = fc.asyncProperty(operationsOver(bed), async ({ query, variables }) => {
        const theirs = await answered(apollo, bed, query, variables, false);
        const own = await answered(ours, bed, query, variables, true);
        if (theirs === own) return;
        differences++;
        expect(own).toBe(JSON.stringify((await bed.expected(query, variables)).data ?? null));
      });
      await fc.assert(property, { numRuns: runsOver(world, OPERATIONS_PER_WORLD), seed: seed + 2 });
      expect(differences).toBeLessThan(OPERATIONS_PER_WORLD / 4);
    });
  }

  /** Where they differ, the specification decides. Each was found by the generator. */
  const kept: readonly (readonly [
    why: string,
    world: keyof typeof worlds,
    query: string,
    variables?: Record<string, unknown>,
  ])[] = [
    [
      'what @requires asks with arguments overwrites what the client asks without',
      'shop',
      '{ stocked { price estimate } }',
    ],
    [
      'a client’s alias is overwritten by the required field of that name',
      'shop',
      '{ stocked { weight: size shipping } }',
    ],
    [
      'a field left out by @skip is still required, and its absence loses the others',
      'shop',
      'query ($s: Boolean!) { latest { product { ... on Product { inStock shipping @skip(if: $s) } } } }',
      { s: true },
    ],
    [
      'an object is lost when conditions leave nothing to ask of it',
      'shop',
      'query ($s: Boolean!) { top @skip(if: $s) { id @skip(if: true) } }',
      { s: false },
    ],
    [
      'a required field that is fetched for one fragment only loses the others',
      'media',
      '{ search { ... on Clip { next { score } } next { rating } } }',
    ],
  ];
  for (const [why, world, query, variables = {}] of kept) {
    it(`ours is right where ${why}`, async () => {
      const bed = bedOf(worlds[world]);
      const expected = JSON.stringify((await bed.expected(query, variables)).data ?? null);
      expect(await answered(objectExecutor(bed), bed, query, variables, true)).toBe(expected);
      expect(await answered(apolloExecutor(bed), bed, query, variables, false)).not.toBe(expected);
    });
  }
});
