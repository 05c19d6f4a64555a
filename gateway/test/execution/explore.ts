import fc from 'fast-check';
import { bedOf, byteExecutor, compareWithMerged, objectExecutor, operationsOver } from './differential.ts';
import * as worlds from './worlds/index.ts';

// node gateway/test/execution/explore.ts [operations per world] [seed] [bytes]: looks for operations that are answered wrong.
const [operations = '1000', seed = String(Date.now() % 1_000_000), engine = 'object'] = process.argv.slice(2);

for (const world of Object.values(worlds)) {
  const bed = bedOf(world);
  const bytes = byteExecutor(bed);
  const executor = engine === 'bytes' ? bytes.executor : objectExecutor(bed);
  const property = fc.asyncProperty(operationsOver(bed), (operation) => compareWithMerged(bed, executor, operation));
  const result = await fc.check(property, { numRuns: Number(operations), seed: Number(seed) });
  const report = result.failed ? await fc.asyncDefaultReportMessage(result) : 'all right';
  process.stdout.write(
    `${world.name}, seed ${seed}, ${result.numRuns} operations, ${bytes.handovers()} handed over: ${report}\n`,
  );
}
