import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeWorkloads } from './compose.ts';
import { burst } from './load.ts';
import { queryOf } from './workloads.ts';

// node bench/gateway/profile.ts <stock|object|bytes> <workload> <requests>: a CPU profile of one gateway under load.
const [kind = 'bytes', workload = 'small', requests = '10000'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'laurel-profile-'));
const supergraph = join(folder, 'supergraph.graphql');
writeFileSync(supergraph, composeWorkloads(4220));
const subgraphs = fork(new URL('./subgraphServer.ts', import.meta.url), ['4220']);
await once(subgraphs, 'message');
const gateway = fork(new URL('./gatewayServer.ts', import.meta.url), [kind, '4221', supergraph], {
  execArgv: ['--cpu-prof', `--cpu-prof-dir=${folder}`],
});
await once(gateway, 'message');
await burst(4221, queryOf(workload), Number(requests));
gateway.disconnect();
subgraphs.disconnect();
await once(gateway, 'exit');
process.stdout.write(`${folder}\n`);
