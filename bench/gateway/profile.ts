import { once } from 'node:events';
import { burst } from './load.ts';
import { Stations } from './stations.ts';
import { queryOf } from './workloads.ts';

// node bench/gateway/profile.ts <stock|object|bytes> <workload> <requests>: a CPU profile of one gateway under load.
const [kind = 'bytes', workload = 'small', requests = '10000'] = process.argv.slice(2);
using stations = new Stations(4220);
await stations.subgraphs();
const { child, port } = await stations.gateway(kind, {}, ['--cpu-prof', `--cpu-prof-dir=${stations.folder}`]);
await burst(port, queryOf(workload), Number(requests));
child.disconnect();
await once(child, 'exit');
process.stdout.write(`${stations.folder}\n`);
