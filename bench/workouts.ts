// Figures of workouts through the gateway, on real stores: npm run bench:workouts [-- imports archive lists memory]
import os from 'node:os';
import { startedStack, type StartedStack } from './stack.ts';
import { showLists } from './workouts/lists.ts';
import { createMeter, type Meter } from './workouts/meter.ts';
import { showArchive, showIdle, showImports, showMemory } from './workouts/show.ts';

const PARTS: Readonly<Record<string, (stack: StartedStack, meter: Meter) => Promise<void>>> = {
  imports: showImports,
  archive: showArchive,
  lists: showLists,
  memory: showMemory,
};

const wanted = process.argv.slice(2);
const parts = Object.entries(PARTS).filter(([name]) => wanted.length === 0 || wanted.includes(name));

const [processor] = os.cpus();
console.log(
  `${os.cpus().length} × ${processor?.model ?? 'unknown processor'}, load ${os.loadavg()[0]?.toFixed(1) ?? '?'}`,
);
console.log('Starting the stack once to warm it up, and once to measure …');
await (await startedStack()).stop();
const stack = await startedStack();
try {
  const meter = await createMeter(stack);
  showIdle(meter);
  for (const [, part] of parts) await part(stack, meter);
} finally {
  await stack.stop();
}
