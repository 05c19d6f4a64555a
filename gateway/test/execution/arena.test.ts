import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { Need } from '../../execution/bytes/need.ts';
import { countLent, lend, takeBack, type Region } from '../../execution/bytes/wasm/arena.ts';
import { bedClient, respond } from './bedClient.ts';
import { coerce, runOn, testCall } from './bed.ts';
import { bedOf, byteExecutor, objectExecutor, seed } from './differential.ts';
import * as worlds from './worlds/index.ts';

const lent: Region[] = [];

/** Lends all there is. */
function lendAll(): void {
  for (let bits = 28; bits >= 10; bits--) {
    for (let region = lend(2 ** bits); region; region = lend(2 ** bits)) lent.push(region);
  }
}

afterEach(() => {
  for (const region of lent.splice(0)) takeBack(region);
});

describe('the memory of the byte engine', () => {
  it('is never lent to two at once, and is as large as was asked', () => {
    const choices = fc.array(fc.tuple(fc.boolean(), fc.nat({ max: 20_000_000 })), { maxLength: 60 });
    const property = fc.property(choices, (steps) => {
      const held: Region[] = [];
      for (const [gives, amount] of steps) {
        if (gives && held.length > 0) {
          const [region] = held.splice(amount % held.length, 1);
          if (region) takeBack(region);
          continue;
        }
        const region = lend(amount + 1);
        if (!region) continue;
        expect(region.end - region.address).toBeGreaterThan(amount);
        for (const other of held) expect(region.end <= other.address || other.end <= region.address).toBe(true);
        held.push(region);
      }
      for (const region of held) takeBack(region);
      expect(countLent()).toBe(0);
    });
    fc.assert(property, { seed, numRuns: 300 });
  });

  it('joins neighbours that are free, also while something is always lent', () => {
    lendAll();
    const kept = lent.splice(-1);
    for (const region of lent.splice(0)) takeBack(region);
    lent.push(...kept);
    const small: Region[] = [];
    for (let part = lend(4096); part; part = lend(4096)) small.push(part);
    for (const region of small) takeBack(region);
    const large = lend(2 ** 26);
    expect(large).toBeDefined();
    if (large) lent.push(large);
  });

  it('is whole again when all of it has come back, however small the parts were', () => {
    lendAll();
    expect(lent.length).toBeGreaterThan(10);
    expect(lend(1)).toBeUndefined();
    for (const region of lent.splice(0)) takeBack(region);
    const large = lend(2 ** 27);
    expect(large).toBeDefined();
    if (large) lent.push(large);
  });
});

it('Who needed much once is given less again, but not at the first time that less would do', () => {
  const need = new Need(64);
  for (let time = 0; time < 4; time++) need.grow();
  const given: number[] = [];
  for (let time = 0; time < 200; time++) {
    need.used(time === 40 ? 200 : 10);
    given.push(need.given);
  }
  expect(new Set(given)).toEqual(new Set([1024, 512, 256, 128, 64]));
  expect(given.indexOf(512)).toBeGreaterThan(10);
  expect(given.at(-1)).toBe(64);
});

describe('a run of the byte engine', () => {
  const bed = bedOf(worlds.shop);
  const operation = bed.plan(
    '{ latest(first: 7) { id body author { name email } product { ... on Product { name } } } }',
  );
  const variables = coerce(operation, bed.supergraph.apiSchema, {});

  it('is the object engine’s when there is no memory left, and its own again when there is', async () => {
    const expected = await runOn(objectExecutor(bed), bed, operation);
    const { executor, handovers } = byteExecutor(bed);
    const executable = executor.prepare(operation);
    const answer = async (): Promise<string> => (await executable.run(variables, testCall())).body.toString();
    lendAll();
    expect(await answer()).toBe(expected.text);
    // Some is left at the begin, and none when answers come.
    const few = lent.filter(({ bits }) => bits === 10).slice(0, 3);
    for (const region of few) {
      lent.splice(lent.indexOf(region), 1);
      takeBack(region);
      expect(await answer()).toBe(expected.text);
    }
    for (const region of lent.splice(0)) takeBack(region);
    const before = handovers();
    expect(await answer()).toBe(expected.text);
    expect(handovers()).toBe(before);
  });

  it('gives back all it lent, also when subgraphs fail, break off, or send what nobody asked', async () => {
    let request = 0;
    const client = bedClient(bed, async (_, answer) => {
      const text = await answer();
      switch (request++ % 5) {
        case 1:
          throw new Error('broken off');
        case 2:
          return respond(text.slice(0, -3));
        case 3:
          return respond(text.replace('"data"', '"dota"'));
        default:
          return respond(text);
      }
    });
    const { executor, handovers } = byteExecutor(bed, client);
    const executable = executor.prepare(operation);
    const runs = Array.from({ length: 50 }, async () => executable.run(variables, testCall()));
    await Promise.allSettled(runs);
    await new Promise((resolve) => setImmediate(resolve));
    expect(handovers()).toBeGreaterThan(0);
    expect(handovers()).toBeLessThan(50);
    expect(countLent()).toBe(0);
  });
});
