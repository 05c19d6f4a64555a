import fc from 'fast-check';
import { damaging, sampled } from './damaging.ts';
import { bedOf } from './differential.ts';
import * as worlds from './worlds/index.ts';

// node gateway/test/execution/fuzz.ts [answers] [seed]: damages subgraphs' answers, and holds the engines against each other.
const [answers = '200000', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);

for (const [world, query] of sampled) {
  const { property, handovers } = damaging(bedOf(worlds[world]), query);
  const numRuns = Math.ceil(Number(answers) / sampled.length);
  const result = await fc.check(property, { numRuns, seed: Number(seed) });
  const report = result.failed ? await fc.asyncDefaultReportMessage(result) : 'all right';
  process.stdout.write(
    `${query.slice(0, 40)}, seed ${seed}, ${result.numRuns} damaged answers, ${handovers()} handed over: ${report}\n`,
  );
}
