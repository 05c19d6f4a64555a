// Kills processes at random steps while people import and record, and compares with a recount:
//   npm run chaos [-- --seed 7 --people 8 --workouts 200 --recordings 5 --rate 0.01]
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runChaos } from './chaos.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
    people: { type: 'string', default: '8' },
    workouts: { type: 'string', default: '200' },
    recordings: { type: 'string', default: '5' },
    rate: { type: 'string', default: '0.005' },
  },
});
const startedAt = performance.now();
const report = await runChaos({
  seed: Number(values.seed),
  people: Number(values.people),
  workouts: Number(values.workouts),
  recordings: Number(values.recordings),
  rate: Number(values.rate),
  log: (line) => console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`),
});
for (const difference of report.differences) console.error(difference);
console.log(`${report.deaths} deaths, ${report.deadLetters} dead letters, ${report.differences.length} differences`);
process.exitCode = report.differences.length === 0 ? 0 : 1;
