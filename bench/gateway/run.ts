import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { composeWorkloads } from './compose.ts';
import { ask, burst } from './load.ts';
import { operations, workloads } from './workloads.ts';

// node bench/gateway/run.ts [seconds' worth of requests, as a factor] — see README.md
const factor = Number(process.argv[2] ?? 1);
const ROUNDS = 3;
const SUBGRAPHS = 4210;
const gateways = [
  { kind: 'stock', port: 4211, requests: { small: 600, heavy: 60, list: 60 } },
  { kind: 'object', port: 4212, requests: { small: 3000, heavy: 400, list: 400 } },
  { kind: 'bytes', port: 4213, requests: { small: 3000, heavy: 1000, list: 1000 } },
] as const;

const supergraph = join(mkdtempSync(join(tmpdir(), 'laurel-bench-')), 'supergraph.graphql');
writeFileSync(supergraph, composeWorkloads(SUBGRAPHS));
const processes: ChildProcess[] = [];

async function start(file: string, ...given: string[]): Promise<ChildProcess> {
  const child = fork(new URL(file, import.meta.url), given, { env: { ...process.env, NODE_ENV: 'production' } });
  processes.push(child);
  await once(child, 'message');
  return child;
}

const report = z.object({
  cpu: z.object({ user: z.number(), system: z.number() }).default({ user: 0, system: 0 }),
  memory: z.number().default(0),
  calls: z.number().default(0),
});

async function told(child: ChildProcess): Promise<z.infer<typeof report>> {
  child.send('tell');
  const messages = await once(child, 'message');
  return report.parse(messages[0]);
}

const seconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1e6;

const subgraphs = await start('./subgraphServer.ts', String(SUBGRAPHS));
const children = new Map<string, ChildProcess>();
for (const { kind, port } of gateways)
  children.set(kind, await start('./gatewayServer.ts', kind, String(port), supergraph));

try {
  for (const name of workloads) {
    const query = operations[name];
    const expected = await ask(gateways[0].port, query);
    const size = JSON.stringify(expected).length;
    const results = new Map<string, { cpu: number; p50: number; p99: number; memory: number; calls: number }[]>();
    for (let round = 0; round <= ROUNDS; round++) {
      for (const { kind, port, requests } of gateways) {
        const child = children.get(kind);
        if (!child) continue;
        if (!isDeepStrictEqual(await ask(port, query), expected)) throw new Error(`${kind} answers ${name} otherwise`);
        await told(subgraphs);
        const before = await told(child);
        const count = Math.ceil(requests[name] * factor);
        const load = await burst(port, query, count);
        const after = await told(child);
        const { calls } = await told(subgraphs);
        if (!isDeepStrictEqual(await ask(port, query), expected)) throw new Error(`${kind} answers ${name} otherwise`);
        const cpu = ((seconds(after.cpu) - seconds(before.cpu)) / count) * 1000;
        // The first round warms up.
        if (round > 0)
          results.set(kind, [
            ...(results.get(kind) ?? []),
            { cpu, p50: load.p50, p99: load.p99, memory: after.memory, calls: calls / count },
          ]);
      }
    }
    const least = (kind: string): number => Math.min(...(results.get(kind) ?? []).map(({ cpu }) => cpu));
    process.stdout.write(`\n${name}: ${size} bytes\n`);
    for (const { kind } of gateways) {
      const last = results.get(kind)?.at(-1);
      process.stdout.write(
        `  ${kind.padEnd(7)} ${least(kind).toFixed(3)} CPU ms, ${(least('stock') / least(kind)).toFixed(1)} times less than stock; ` +
          `p50 ${last?.p50.toFixed(1)} ms, p99 ${last?.p99.toFixed(1)} ms, ${Math.round((last?.memory ?? 0) / 1e6)} MB, ${last?.calls} calls\n`,
      );
    }
  }
} finally {
  for (const child of processes) child.kill();
}
