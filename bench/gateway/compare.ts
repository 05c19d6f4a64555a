import type { ChildProcess } from 'node:child_process';
import { burst } from './load.ts';
import { Stations, told } from './stations.ts';
import { queryOf } from './workloads.ts';

// node bench/gateway/compare.ts <workload> <rounds> <gateway> <gateway> …: the same load in turn, in short rounds, for
// what differs by a few per cent on a machine that others use too. Gateways as in `stations.ts`, for example
// `bytes bytes=/another/checkout 'bytes --max-lazy'`. The ratios are to the last one.
const [workload = 'small', rounds = '30', ...kinds] = process.argv.slice(2);
const PORTS = Number(process.env['PORT'] ?? 4240);
const REQUESTS: Readonly<Record<string, number>> = { small: 2_000, heavy: 500, list: 600 };
const WARM_UP = 4;

interface Used {
  readonly user: number;
  readonly system: number;
}

using stations = new Stations(PORTS);
await stations.subgraphs();
const gateways: {
  readonly kind: string;
  readonly child: ChildProcess;
  readonly port: number;
  readonly rounds: Used[];
}[] = [];
for (const kind of kinds) gateways.push({ kind, ...(await stations.gateway(kind)), rounds: [] });

const query = queryOf(workload);
const requests = REQUESTS[workload] ?? 500;
for (let round = -WARM_UP; round < Number(rounds); round++) {
  // Who comes first takes turns too.
  const order = round % 2 === 0 ? gateways : gateways.toReversed();
  for (const gateway of order) {
    const before = await told(gateway.child);
    await burst(gateway.port, query, round < 0 ? 2 * requests : requests);
    const { cpu } = await told(gateway.child);
    const perRequest = (of: keyof Used): number => (cpu[of] - before.cpu[of]) / 1000 / requests;
    if (round >= 0) gateway.rounds.push({ user: perRequest('user'), system: perRequest('system') });
  }
}

const sum = ({ user, system }: Used): number => user + system;
const least = (all: readonly number[]): number => Math.min(...all);
const median = (all: readonly number[]): number => all.toSorted((one, other) => one - other)[all.length >> 1] ?? 0;
const base = gateways.at(-1)?.rounds ?? [];
for (const { kind, rounds: own } of gateways) {
  const ratio = median(own.map((used, index) => sum(used) / sum(base[index] ?? used)));
  const lowest = own.toSorted((one, other) => sum(one) - sum(other))[0] ?? { user: 0, system: 0 };
  process.stdout.write(
    `${workload} ${kind.padEnd(40)} least ${least(own.map(sum)).toFixed(4)} CPU ms (user ${lowest.user.toFixed(4)}, ` +
      `system ${lowest.system.toFixed(4)}), median ${median(own.map(sum)).toFixed(4)}, ratio of pairs ${ratio.toFixed(3)}\n`,
  );
}
