// Feeds mutated activity files and archives to the readers, in a thread that is watched:
//   npm run fuzz:files [-- --seed 7 --mutants 200000 --first 0 --folder ../shared/samples]
// A mutant is known by seed and number: --first 1234 --mutants 1 does one again.
import { randomInt } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { fuzz, type FuzzReport } from './run.ts';

/** Bounds of the long run, generous enough for a machine that others share. */
const SLOWEST_MS = 5000;
const GROWTH_BYTES = 8 * 1024 * 1024;

const task = z.object({
  seed: z.coerce.number().int(),
  first: z.coerce.number().int(),
  mutants: z.coerce.number().int(),
  folder: z.string(),
});
type Task = z.infer<typeof task> & { progress: Int32Array<SharedArrayBuffer> };

async function work(): Promise<void> {
  const { seed, first, mutants, folder } = task.parse(workerData);
  const progress: unknown = z.object({ progress: z.instanceof(Int32Array) }).parse(workerData).progress;
  const begun = (number: number): void => {
    if (progress instanceof Int32Array) Atomics.store(progress, 0, number);
  };
  parentPort?.postMessage(await fuzz({ seed, first, count: mutants, folder, begun }));
}

/** The report, or null when a mutant took longer than allowed. */
function watched(given: Task): Promise<FuzzReport | null> {
  const worker = new Worker(new URL(import.meta.url), { workerData: given });
  let [last, since] = [-1, performance.now()];
  return new Promise((resolve, reject) => {
    const watching = setInterval(() => {
      const now = Atomics.load(given.progress, 0);
      if (now !== last) {
        [last, since] = [now, performance.now()];
        if (now % 1000 < 100) process.stderr.write(`\r${now - given.first} of ${given.mutants} `);
      } else if (performance.now() - since > 4 * SLOWEST_MS) {
        console.error(`mutant ${now} does not end`);
        void worker.terminate().then(() => resolve(null));
      }
    }, 500);
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', () => clearInterval(watching));
  });
}

function growthOf(held: readonly number[]): number {
  // the first figures are those of code that is not warm yet
  const [before = 0, after = 0] = [held[Math.min(2, held.length - 1)], held.at(-1)];
  return after - before;
}

async function told(report: FuzzReport): Promise<boolean> {
  for (const [outcome, count] of [...report.outcomes].sort(([, a], [, b]) => b - a)) console.log(`${count} ${outcome}`);
  const { slowest, held, findings } = report;
  console.log(`slowest: ${slowest.milliseconds.toFixed(0)} ms, mutant ${slowest.number} (${slowest.made})`);
  console.log(`held: ${held.map((bytes) => (bytes / 2 ** 20).toFixed(1)).join(' ')} MiB`);
  console.log(`largest resident set: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
  const folder = findings.length > 0 ? await mkdtemp(path.join(tmpdir(), 'laurel-fuzz-')) : '';
  for (const { number, made, error, bytes } of findings) {
    const file = path.join(folder, `mutant-${number}`);
    await writeFile(file, bytes);
    console.error(`mutant ${number} (${made}), ${bytes.length} bytes in ${file}: ${error}`);
  }
  return findings.length === 0 && slowest.milliseconds <= SLOWEST_MS && growthOf(held) <= GROWTH_BYTES;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      mutants: { type: 'string', default: '200000' },
      first: { type: 'string', default: '0' },
      folder: { type: 'string', default: '../shared/samples' },
    },
  });
  const progress = new Int32Array(new SharedArrayBuffer(4)).fill(-1);
  const given: Task = { ...task.parse(values), progress };
  console.log(`seed ${given.seed}, mutants ${given.first} to ${given.first + given.mutants - 1}`);
  const report = await watched(given);
  process.exitCode = report !== null && (await told(report)) ? 0 : 1;
}

await (isMainThread ? main() : work());
