import type { ChildProcess } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { ask, burst } from './load.ts';
import { Stations, told } from './stations.ts';
import { operations, workloads, type Workload } from './workloads.ts';

// node bench/gateway/run.ts [factor for the number of requests] [gateways, with commas] [port base] — see README.md
const [factor = '1', chosen = 'stock,object,bytes', base = '4210'] = process.argv.slice(2);
const ROUNDS = 3;
/** How many requests a round has; enough for some seconds. */
const REQUESTS: Readonly<Record<string, Readonly<Record<Workload, number>>>> = {
  stock: { small: 1500, heavy: 200, list: 400 },
  object: { small: 10_000, heavy: 1000, list: 1000 },
  bytes: { small: 20_000, heavy: 6000, list: 8000 },
};

interface Gateway {
  readonly kind: string;
  readonly child: ChildProcess;
  readonly port: number;
}

interface Round {
  readonly cpuMs: number;
  readonly p50: number;
  readonly p99: number;
  readonly memory: number;
  readonly calls: number;
}

using stations = new Stations(Number(base));
const subgraphs = await stations.subgraphs();
const gateways: Gateway[] = [];
for (const kind of chosen.split(',')) gateways.push({ kind, ...(await stations.gateway(kind)) });

for (const name of workloads) {
  const rounds = new Map<string, Round[]>(gateways.map(({ kind }) => [kind, []]));
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const gateway of gateways) {
      const measured = await measure(gateway, name);
      if (round > 0) rounds.get(gateway.kind)?.push(measured);
    }
  }
  show(name, rounds);
}

/** One burst, with the answer looked at before and after it. CPU is that of the gateway's process, user and system. */
async function measure({ kind, child, port }: Gateway, name: Workload): Promise<Round> {
  const query = operations[name];
  await check(kind, port, name);
  await told(subgraphs);
  const before = await told(child);
  const count = Math.ceil((REQUESTS[/^\w+/.exec(kind)?.[0] ?? '']?.[name] ?? 1000) * Number(factor));
  const { p50, p99 } = await burst(port, query, count);
  const after = await told(child);
  const { calls } = await told(subgraphs);
  await check(kind, port, name);
  const cpuMs = (milliseconds(after.cpu) - milliseconds(before.cpu)) / count;
  return { cpuMs, p50, p99, memory: after.memory, calls: calls / count };
}

async function check(kind: string, port: number, name: Workload): Promise<void> {
  const expected = await ask(gateways[0]?.port ?? 0, operations[name]);
  if (!isDeepStrictEqual(await ask(port, operations[name]), expected))
    throw new Error(`${kind} answers ${name} otherwise`);
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e3;
}

function show(name: string, results: ReadonlyMap<string, readonly Round[]>): void {
  const stock = gateways.find(({ kind }) => kind.startsWith('stock'))?.kind ?? '';
  const least = (kind: string, of: keyof Round): number =>
    Math.min(...(results.get(kind) ?? []).map((round) => round[of]));
  process.stdout.write(`\n${name}\n`);
  for (const { kind } of gateways) {
    const cpuMs = least(kind, 'cpuMs');
    const times = (least(stock, 'cpuMs') / cpuMs).toFixed(1);
    const p50 = least(kind, 'p50').toFixed(1);
    const p99 = least(kind, 'p99').toFixed(1);
    const memory = Math.max(...(results.get(kind) ?? []).map((round) => round.memory / 1e6)).toFixed(0);
    process.stdout.write(
      `  ${kind.padEnd(20)} ${cpuMs.toFixed(4)} CPU s per 1000, ${times} times less than stock; ` +
        `p50 ${p50} ms, p99 ${p99} ms, ${memory} MB, ${least(kind, 'calls').toFixed(2)} calls\n`,
    );
  }
}
