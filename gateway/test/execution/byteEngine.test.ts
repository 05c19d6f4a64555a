import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { coerce, runOn, testCall } from './bed.ts';
import { bedClient, respond } from './bedClient.ts';
import { sameWhenDamaged, samples } from './damage.ts';
import {
  bedOf,
  byteExecutor,
  compareWithMerged,
  objectExecutor,
  operationsOver,
  runsOver,
  seed,
} from './differential.ts';
import * as worlds from './worlds/index.ts';

const OPERATIONS_PER_WORLD = 400;
const DAMAGED_ANSWERS = 6_000;

describe('the byte engine', () => {
  for (const world of Object.values(worlds)) {
    it(`answers operations over "${world.name}" as the merged schema does`, { timeout: 120_000 }, async () => {
      const bed = bedOf(world);
      const { executor, handovers } = byteExecutor(bed);
      const unexplained: string[] = [];
      const property = fc.asyncProperty(operationsOver(bed), async (operation) => {
        const before = handovers();
        const { errors } = await compareWithMerged(bed, executor, operation);
        if (handovers() > before && !errors) unexplained.push(operation.query);
      });
      await fc.assert(property, { numRuns: runsOver(world, OPERATIONS_PER_WORLD), seed: seed + 1 });
      // Errors are the object engine's, and a rare null inside what is asked; all else it must finish itself.
      expect(unexplained.length).toBeLessThanOrEqual(OPERATIONS_PER_WORLD / 100);
    });
  }
});

describe('answers of subgraphs that are damaged', () => {
  for (const sample of samples) {
    it(`give the same with both engines: ${sample.query.slice(0, 60)}`, { timeout: 120_000 }, async () => {
      const runs = Math.ceil(DAMAGED_ANSWERS / samples.length);
      const { property, handovers } = sameWhenDamaged(sample);
      await fc.assert(property, { numRuns: runs, seed });
      expect(handovers()).toBeGreaterThan(0);
      expect(handovers()).toBeLessThan(runs);
    });
  }
});

describe('subgraphs that write in a way of their own', () => {
  const bed = bedOf(worlds.shop);
  const query =
    '{ latest(first: 7) { id body author { name email nickname } product { __typename ... on Product { name tags price dimensions { width volume } } } } }';
  const spaced = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    return `{${Object.entries(value)
      .map(([name, inner]) => `${JSON.stringify(name)}: ${spaced(inner)}`)
      .join(', ')}}`;
  };
  const reversed = (value: unknown, top = true): unknown => {
    if (Array.isArray(value)) return value.map((item) => reversed(item, false));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(
      ([name, inner]) => [name, reversed(inner, top && name === 'data')] as const,
    );
    // Where types are abstract, `__typename` stays first.
    const isFirst = ([name]: readonly [string, unknown]): boolean => name === '__typename';
    return Object.fromEntries([...entries.filter(isFirst), ...entries.filter((entry) => !isFirst(entry)).reverse()]);
  };

  for (const [how, write] of [
    ['with spaces', (text: string) => spaced(JSON.parse(text))],
    ['in another order', (text: string) => JSON.stringify(reversed(JSON.parse(text)))],
  ] as const) {
    it(`are learnt: ${how}`, async () => {
      const client = bedClient(bed, async (_, answer) => respond(write(await answer())));
      const { executor, handovers } = byteExecutor(bed, client);
      const executable = executor.prepare(bed.plan(query));
      const expected = await runOn(objectExecutor(bed), bed, bed.plan(query));
      const variables = coerce(bed.plan(query), bed.supergraph.apiSchema, {});
      const answers: unknown[] = [];
      for (let run = 0; run < 40; run++) {
        answers.push(JSON.parse((await executable.run(variables, testCall())).body.toString()));
      }
      expect(answers).toEqual(answers.map(() => ({ data: expected.data })));
      // Three for each fetch that comes to be read.
      expect(handovers()).toBeLessThanOrEqual(5 * 3);
      const before = handovers();
      await executable.run(variables, testCall());
      expect(handovers()).toBe(before);
    });
  }
});

describe('aliases of one request', () => {
  it('are read in whatever order they come', async () => {
    const bed = bedOf(worlds.hops);
    const operation = bed.plan('{ people { name nick rival { nick box { moved label } } box { label price } } }');
    let turned = 0;
    const client = bedClient(bed, async (_, answer) => {
      const text = await answer();
      if (!text.startsWith('{"data":{"e0":')) return respond(text);
      const { data } = z.object({ data: z.record(z.string(), z.unknown()) }).parse(JSON.parse(text));
      turned++;
      return respond(JSON.stringify({ data: Object.fromEntries(Object.entries(data).reverse()) }));
    });
    const { executor, handovers } = byteExecutor(bed, client);
    const variables = coerce(operation, bed.supergraph.apiSchema, {});
    const { body } = await executor.prepare(operation).run(variables, testCall());
    expect(turned).toBeGreaterThan(0);
    expect(handovers()).toBe(0);
    expect(body.toString()).toBe((await runOn(objectExecutor(bed), bed, operation)).text);
  });
});

describe('places that share an alias', () => {
  it('are read right though more is done with the objects of one', async () => {
    const bed = bedOf(worlds.hops);
    const { executor } = byteExecutor(bed);
    // What an earlier run left on the tape must not be taken for a link.
    for (const query of [
      '{ boxes { id moved label price twins { id moved label twins { id label moved } } owner { id name nick } } }',
      '{ people { rival { box { moved } } box { __typename id } } }',
      '{ people { rival { box { price weight } } box { moved id } } }',
    ]) {
      await compareWithMerged(bed, executor, { query, variables: {} });
    }
  });
});

describe('runs under way together', () => {
  it('never see one another’s bytes', { timeout: 60_000 }, async () => {
    const bed = bedOf(worlds.shop);
    const { executor, handovers } = byteExecutor(
      bed,
      bedClient(bed, async (_, answer) => {
        const body = await answer();
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
        return respond(body);
      }),
    );
    const operations = await Promise.all(
      ['1', '2', '3'].map(async (id) => {
        const query = `{ user(id: "${id}") { name email nickname reviews { body product { ... on Product { name maker { contact { email } } } } } } }`;
        const operation = bed.plan(query);
        const alone = await runOn(objectExecutor(bed), bed, operation);
        return { executable: executor.prepare(operation), operation, expected: alone.text };
      }),
    );
    const rounds = Array.from({ length: 150 }, () => operations).flat();
    const answers = await Promise.all(
      rounds.map(({ executable, operation }) =>
        executable.run(coerce(operation, bed.supergraph.apiSchema, {}), testCall()),
      ),
    );
    expect(answers.map(({ body }) => body.toString())).toEqual(rounds.map(({ expected }) => expected));
    expect(handovers()).toBe(0);
  });
});
