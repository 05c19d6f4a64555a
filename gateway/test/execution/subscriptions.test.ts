import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Executor } from '../../execution/executor.ts';
import { coerce, testCall, type Bed } from './bed.ts';
import { bedOf, byteExecutor, objectExecutor, seed } from './differential.ts';
import { writeSubscription, type Operation } from './operations.ts';
import type { World } from './world.ts';
import { chains, kennel } from './worlds/index.ts';

const OPERATIONS = 350;

/** The chains, with events of their objects; what an event tells is what a query would. */
const live: World = {
  ...chains,
  subgraphs: {
    ...chains.subgraphs,
    stock: `type Subscription { arrived: [Thing!]! } ${chains.subgraphs['stock']}`,
    odd: `type Subscription { changed: Thing } ${chains.subgraphs['odd']}`,
    graph: `type Subscription { noted: [Node!]! } ${chains.subgraphs['graph']}`,
  },
  query: {
    ...chains.query,
    arrived: chains.query['things'],
    changed: chains.query['first'],
    noted: chains.query['nodes'],
  },
};

/** What the generator found once, where one plan was made for both values. */
const found: Operation = {
  query: 'subscription ($no: Boolean!) { arrived { three two @include(if: $no) } }',
  variables: { no: false },
};

const adopting: World = {
  ...kennel,
  subgraphs: { ...kennel.subgraphs, walks: `type Subscription { adopted: [Pet!] } ${kennel.subgraphs['walks']}` },
  query: { ...kennel.query, adopted: [0, 1, 3].map((n) => kennel.entities[n]) },
};

const executorsOver = (bed: Bed): Record<string, Executor> => ({
  object: objectExecutor(bed),
  bytes: byteExecutor(bed).executor,
});

/** Holds the answer to an event against what graphql-js says of the same object. */
async function isAnswered(bed: Bed, executor: Executor, { query, variables: sent }: Operation): Promise<void> {
  const operation = bed.plan(query);
  const variables = coerce(operation, bed.supergraph.apiSchema, sent);
  const { source, answer } = await executor.prepareSubscription(operation)(variables, testCall());
  const payload: unknown = JSON.parse(JSON.stringify(await bed.answer(source.subgraph, JSON.stringify(source))));
  const { body } = await answer({ payload }, testCall());
  expect(body.toString(), query).toBe(JSON.stringify(await bed.expected(query, sent)));
}

describe('a subscription with conditions', () => {
  const bed = bedOf(live);
  const { apiSchema } = bed.supergraph;
  const subscriptions: fc.Arbitrary<Operation> = fc
    .array(fc.nat({ max: 10_079 }), { minLength: 1, maxLength: 80, size: 'max' })
    .map((tape) => writeSubscription(apiSchema, tape))
    .filter((operation) => operation !== undefined);

  it.each(Object.entries(executorsOver(bed)))(
    'is answered as the merged schema does (%s)',
    { timeout: 120_000 },
    async (_, executor) => {
      const property = fc.asyncProperty(subscriptions, (operation) => isAnswered(bed, executor, operation));
      await fc.assert(property, { numRuns: OPERATIONS, seed, examples: [[found]] });
    },
  );
});

describe('a subscription of objects that their subgraph knows more narrowly than others', () => {
  const bed = bedOf(adopting);

  it.each(Object.entries(executorsOver(bed)))('is answered as the merged schema does (%s)', async (_, executor) => {
    const query =
      'subscription { adopted { ... on Cat { one: best { ... on Dog { tag } id } } ... on Dog { one: rival { ... on Cat { lives } id } } } }';
    await isAnswered(bed, executor, { query, variables: {} });
  });
});
