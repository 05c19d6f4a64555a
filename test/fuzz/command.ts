// Sends hostile requests to every mutation of the schema, through the gateway of a stack of its own, or of one that runs:
//   npm run fuzz:requests [-- --seed 7 --requests 3000 --url http://localhost:4000]
import { randomInt } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readTestSettings } from '#services/config.ts';
import { startStack } from '#services/stack.ts';
import { temporaryDataDir } from '#services/testing/temporary.ts';
import { fuzz, type FuzzReport } from './fuzz.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
    requests: { type: 'string', default: '3000' },
    url: { type: 'string' },
  },
});
const seed = Number(values.seed);
const requests = Number(values.requests);

function tell(report: FuzzReport, logged: readonly string[]): void {
  for (const { request, sender, field, variables, fault } of report.faults) {
    console.error(`request ${request} of ${sender}: ${field} ${variables}\n  ${fault}`);
  }
  for (const line of logged) console.error(line);
  const never = [...report.fields].filter(([, { accepted }]) => accepted === 0).map(([name]) => name);
  const { slowest } = report;
  console.log(`never accepted: ${never.join(', ') || 'none'}`);
  console.log(`slowest: ${slowest.milliseconds.toFixed(0)} ms, ${slowest.field} ${slowest.variables.slice(0, 200)}`);
  console.log(`seed ${seed}: ${requests} requests, ${report.faults.length} faults, ${logged.length} errors in logs`);
  process.exitCode = report.faults.length + logged.length === 0 ? 0 : 1;
}

/** What the processes logged as a fault of their own. */
async function errorsIn(logDir: string): Promise<string[]> {
  const names = await readdir(logDir);
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(path.join(logDir, name), 'utf8')] as const),
  );
  return files.flatMap(([name, text]) =>
    text
      .split('\n')
      .filter((line) => /"level":(50|60|"error"|"fatal")/.test(line))
      .map((line) => `${name}: ${line.slice(0, 1500)}`),
  );
}

async function onOwnStack(): Promise<void> {
  const { dataDir, remove } = await temporaryDataDir();
  const stack = await startStack({ settings: readTestSettings(dataDir).stack, ports: 'free', durable: false });
  try {
    const report = await fuzz({ gatewayUrl: stack.gatewayUrl, seed, requests, log: console.log });
    tell(report, await errorsIn(stack.logDir));
  } finally {
    await stack.stop();
    await remove();
  }
}

console.log(`seed ${seed}`);
await (values.url === undefined
  ? onOwnStack()
  : fuzz({ gatewayUrl: values.url, seed, requests, log: console.log }).then((report) => tell(report, [])));
