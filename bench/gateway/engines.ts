import { createLogger } from '#platform/telemetry/log.ts';
import { openAccess } from '../../gateway/auth/access.ts';
import { prepareByteEngine } from '../../gateway/execution/bytes/byteEngine.ts';
import type { SubgraphClient } from '../../gateway/execution/client/subgraphClient.ts';
import { createCompiledExecutor } from '../../gateway/execution/compiledExecutor.ts';
import { prepareObjectEngine } from '../../gateway/execution/object/objectEngine.ts';
import { createApolloPlanner } from '../../gateway/planning/apolloPlanner.ts';
import { buildSupergraph } from '../../gateway/supergraph/supergraph.ts';
import { composeWorkloads } from './compose.ts';
import { localSubgraphs } from './localSubgraphs.ts';
import { queryOf } from './workloads.ts';

// node bench/gateway/engines.ts [object|bytes] [workload] [runs]: an engine alone, without HTTP; for profiles.
const [kind = 'bytes', workload = 'heavy', runs = '2000'] = process.argv.slice(2);

const log = createLogger('bench', 'error');
const supergraph = buildSupergraph(composeWorkloads(1), { urls: new Map(), subscriptionUrls: new Map() });
const answer = localSubgraphs();

const client: SubgraphClient = {
  send: async ({ subgraph, body }) => ({
    status: 200,
    body: await answer(subgraph, typeof body === 'string' ? body : Buffer.concat(body).toString()),
  }),
  close: async () => undefined,
};
let handovers = 0;
const executor = createCompiledExecutor({
  supergraph,
  client,
  log,
  engine: (form, context) =>
    (kind === 'bytes' ? prepareByteEngine : prepareObjectEngine)(form, { ...context, onHandover: () => handovers++ }),
});
const limits = { tokens: 20_000, depth: 100, aliases: 2_000, rootFields: 500 };
const query = queryOf(workload);
const planned = createApolloPlanner(supergraph, limits, log).plan({ query, operationName: undefined }, openAccess);
const executable = executor.prepare(planned);
const call = {
  requestId: 'bench',
  signal: new AbortController().signal,
  credentials: async () => ({ headers: {}, connection: {} }),
};

const run = async (count: number): Promise<number> => {
  const before = process.cpuUsage();
  for (let index = 0; index < count; index++) await executable.run({ sent: {}, coerced: {} }, call);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / count;
};
await run(Math.ceil(Number(runs) / 4));
process.stdout.write(
  `${kind} ${workload}: ${(await run(Number(runs))).toFixed(4)} CPU ms a run, ${handovers} handed over\n`,
);
