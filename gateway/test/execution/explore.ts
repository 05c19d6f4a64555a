import { inspect } from 'node:util';
import fc from 'fast-check';
import { sameWhenDamaged, samples } from './damage.ts';
import { bedClient } from './bedClient.ts';
import { bedOf, byteExecutor, compareWithMerged, objectExecutor, operationsOver } from './differential.ts';
import { latestFirst, withStillClock } from './lateAnswers.ts';
import type { Operation } from './operations.ts';
import { sameWhenRefused } from './refusing.ts';
import * as worlds from './worlds/index.ts';

// node gateway/test/execution/explore.ts [runs] [seed] [object | bytes | late | refused | damage]: looks for what is answered wrong.
// object, bytes: so many operations over each world; late: with answers in the order that is hardest; refused: with fields that may not be read, on both engines;
// damage: so many damaged answers to each of the sampled operations.
const [runs = '1000', seed = String(Date.now() % 1_000_000), what = 'object'] = process.argv.slice(2);

async function explore<Given>(
  name: string,
  property: fc.IAsyncPropertyWithHooks<Given>,
  handovers: () => number,
): Promise<void> {
  const result = await fc.check(property, { numRuns: Number(runs), seed: Number(seed) });
  const report = result.failed
    ? `${await fc.asyncDefaultReportMessage(result)}\n${inspect(result.errorInstance)}`
    : 'all right';
  if (result.failed) process.exitCode = 1;
  process.stdout.write(`${name}, seed ${seed}, ${result.numRuns} runs, ${handovers()} handed over: ${report}\n`);
}

if (what === 'damage') {
  for (const sample of samples) {
    const { property, handovers } = sameWhenDamaged(sample);
    await explore(`${sample.world} ${sample.query}`, property, handovers);
  }
} else if (what === 'refused') {
  for (const world of Object.values(worlds)) await explore(world.name, sameWhenRefused(bedOf(world)), () => 0);
} else {
  for (const world of Object.values(worlds)) {
    const bed = bedOf(world);
    const bytes = byteExecutor(bed);
    const executor = what === 'bytes' ? bytes.executor : objectExecutor(bed);
    const compare = (operation: Operation): Promise<unknown> => compareWithMerged(bed, executor, operation);
    const compareLate = (operation: Operation): Promise<unknown> =>
      withStillClock(() => compareWithMerged(bed, objectExecutor(bed, bedClient(bed, latestFirst())), operation));
    const property = fc.asyncProperty(operationsOver(bed), async (operation) => {
      await (what === 'late' ? compareLate(operation) : compare(operation));
    });
    await explore(world.name, property, bytes.handovers);
  }
}
