import type { GatewayConfig } from './config.ts';
import { createCachingClient } from './execution/caching/cachingClient.ts';
import { createMemoryCache } from './execution/caching/entityCache.ts';
import { createLeanClient } from './execution/client/leanClient.ts';
import type { SubgraphClient } from './execution/client/subgraphClient.ts';
import { createPolicedClient } from './execution/policies/policedClient.ts';
import { createTracingClient } from './execution/tracingClient.ts';
import { policyFor } from './execution/policies/settings.ts';
import type { GatewayMetrics } from './metrics.ts';
import type { Tracing } from './tracing.ts';
import type { Supergraph } from './supergraph/supergraph.ts';

type Settings = Pick<
  GatewayConfig,
  | 'SUBGRAPH_CONNECTIONS'
  | 'ENTITY_CACHE_BYTES'
  | 'SUBGRAPH_TIMEOUT_MS'
  | 'MAX_SUBGRAPH_RESPONSE_BYTES'
  | 'SUBGRAPH_POLICIES'
>;

/** Puts together what stands around a request to a subgraph. @throws when a policy is for a subgraph that is not there. */
export function createSubgraphClient(
  config: Settings,
  { subgraphs }: Pick<Supergraph, 'subgraphs'>,
  metrics: GatewayMetrics,
  tracing?: Tracing,
): SubgraphClient {
  const unknown = Object.keys(config.SUBGRAPH_POLICIES).find((name) => name !== '*' && !subgraphs.has(name));
  if (unknown !== undefined) throw new Error(`there is no subgraph "${unknown}" (setting SUBGRAPH_POLICIES)`);
  const all = [...subgraphs.values()].map(({ name, urls }) => ({
    name,
    endpoints: urls.map((url, index) => [index === 0 ? name : `${name} ${index + 1}`, { name, url }] as const),
  }));
  const client = createLeanClient({
    subgraphs: new Map(all.flatMap(({ endpoints }) => endpoints)),
    connections: config.SUBGRAPH_CONNECTIONS,
    timeoutMs: config.SUBGRAPH_TIMEOUT_MS,
    maxResponseBytes: config.MAX_SUBGRAPH_RESPONSE_BYTES,
    observe: metrics.subrequest,
  });
  const policed = createPolicedClient(
    tracing ? createTracingClient(client, tracing) : client,
    all.map(({ name, endpoints }) => ({
      subgraph: name,
      policy: policyFor(name, config.SUBGRAPH_POLICIES, config.SUBGRAPH_TIMEOUT_MS),
      endpoints: endpoints.map(([endpoint]) => endpoint),
    })),
  );
  metrics.watchSubgraphs(() => policed.tallies());
  if (config.ENTITY_CACHE_BYTES === 0) return policed;
  return createCachingClient(policed, createMemoryCache(config.ENTITY_CACHE_BYTES), metrics.entityCache);
}
