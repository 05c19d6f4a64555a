// Figures of the whole stack on this machine: npm run bench:smoke
import { startedStack } from './stack.ts';
import { measureParse } from './smoke/parse.ts';
import { measurePush } from './smoke/push.ts';

const FILES = 60;

function print(what: string, measured: string, aim: string): void {
  console.log(`${what.padEnd(48)} ${measured.padStart(22)}   aim: ${aim}`);
}

console.log('Starting the stack once to warm it up, and once to measure …');
await (await startedStack()).stop();
const stack = await startedStack();
try {
  print('warm start to ready', `${(stack.readyAfterMs / 1000).toFixed(1)} s`, '≤ 20 s');
  console.log(`Importing ${FILES} files, one at a time …`);
  const push = await measurePush(stack.url, FILES);
  print('upload to leaderboard push, median', `${Math.round(push.medianMs)} ms`, '');
  print('upload to leaderboard push, p99', `${Math.round(push.p99Ms)} ms`, '≤ 1000 ms');
  const ours = (await stack.processes()).filter(({ kind }) => kind === 'ours');
  const bytes = ours.reduce((sum, each) => sum + each.bytes, 0);
  print(`memory of ${ours.length} Node processes`, `${Math.round(bytes / 1e6)} MB`, '≤ 1200 MB');
} finally {
  await stack.stop();
}
const parse = measureParse();
print(
  `reading a FIT of ${Math.round(parse.bytes / 1000)} KB, median of ${parse.runs}`,
  `${Math.round(parse.medianMs)} ms`,
  '≤ 500 ms',
);
