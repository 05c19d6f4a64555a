import type { DocumentNode } from 'graphql';
import type { Service } from '#platform/lifecycle.ts';
import type { Authenticator } from './auth/authenticator.ts';
import type { GatewayConfig } from './config.ts';
import type { Endpoint } from './endpoint.ts';
import { prepareByteEngine } from './execution/bytes/byteEngine.ts';
import type { SubgraphClient } from './execution/client/subgraphClient.ts';
import { createCompiledExecutor } from './execution/compiledExecutor.ts';
import type { Executor } from './execution/executor.ts';
import { prepareObjectEngine } from './execution/object/objectEngine.ts';
import { nameForPlanning } from './execution/plan/aliases.ts';
import { schemaFacts } from './execution/plan/schemaFacts.ts';
import type { ClientInfoOf } from './http/clientInfo.ts';
import { createGraph, type Graph } from './graph.ts';
import { graphqlHandler } from './http/graphql.ts';
import { plainGraphql } from './http/plain/plainGraphql.ts';
import { servePlainRequests } from './http/plain/plainServer.ts';
import { serveSockets } from './http/websocket/server.ts';
import type { GatewayMetrics } from './metrics.ts';
import { createApolloPlanner } from './planning/apolloPlanner.ts';
import { Turns } from './planning/turns.ts';
import { createTracedGraph } from './tracedGraph.ts';
import type { Tracing } from './tracing.ts';
import { createSubgraphClient } from './subgraphs.ts';
import { createSubscriptionsPerListener } from './subscriptions/perListener.ts';
import { nameRequirements } from './supergraph/requirementNames.ts';
import type { Supergraph } from './supergraph/supergraph.ts';

const INIT_TIMEOUT_MS = 5_000;
const KEEP_ALIVE_MS = 12_000;

/** What our own endpoint is made of. */
export interface OwnParts {
  readonly service: Service;
  readonly config: GatewayConfig;
  /** As it was read. */
  readonly supergraph: Supergraph;
  readonly authenticator: Authenticator;
  readonly metrics: GatewayMetrics;
  /** Aborted when the gateway stops: streams are then ended. */
  readonly draining: AbortSignal;
  readonly clientInfoOf: ClientInfoOf;
}

/** The endpoint with our own execution: `GATEWAY_EXECUTOR` is `bytes` or `object`. */
export async function createOwnEndpoint({
  service,
  config,
  supergraph: read,
  authenticator,
  metrics,
  draining,
  clientInfoOf,
}: OwnParts): Promise<Endpoint> {
  const supergraph = nameRequirements(read);
  const tracing = await openTracing(service, config);
  const client = createSubgraphClient(config, supergraph, metrics, tracing);
  const turns = new Turns();
  metrics.watchPlanning(() => turns.waiting);
  const executor = createExecutor(service, config, supergraph, client, turns, metrics.handedOver);
  const own = createOwnGraph(service, config, supergraph, turns, executor, metrics);
  const graph = tracing ? createTracedGraph(own, tracing) : own;
  const asking = { graph, authenticator, maxBodyBytes: config.MAX_BODY_BYTES, metrics };
  return {
    handle: graphqlHandler({ ...asking, draining }),
    servePlainRequests: (server, path, cors) =>
      servePlainRequests(server, plainGraphql({ ...asking, path, cors, clientInfoOf, log: service.log }), draining),
    serveSockets: (server, path) =>
      serveSockets({
        server,
        path,
        graph,
        authenticator,
        log: service.log,
        clientInfoOf,
        maxMessageBytes: config.MAX_BODY_BYTES,
        maxOperations: config.MAX_OPERATIONS_PER_SOCKET,
        initTimeoutMs: INIT_TIMEOUT_MS,
        keepAliveMs: KEEP_ALIVE_MS,
        stallTimeoutMs: config.STALL_TIMEOUT_MS,
        refused: metrics.refused,
        opened: () => metrics.listeners.opened('websocket'),
        closed: () => metrics.listeners.closed('websocket'),
      }),
  };
}

/** Only who wants traces loads what makes them. */
async function openTracing(
  service: Service,
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }: GatewayConfig,
): Promise<Tracing | undefined> {
  if (endpoint === undefined) return undefined;
  const { createTracing } = await import('./openTelemetry.ts');
  const tracing = createTracing(endpoint);
  service.onClose('tracing', () => tracing.close());
  return tracing;
}

function createExecutor(
  service: Service,
  config: GatewayConfig,
  supergraph: Supergraph,
  client: SubgraphClient,
  turns: Turns,
  onHandover: () => void,
): Executor {
  const { log } = service;
  const engine = config.GATEWAY_EXECUTOR === 'object' ? prepareObjectEngine : prepareByteEngine;
  const executor = createCompiledExecutor({ supergraph, client, log, turns, engine, onHandover });
  service.onClose('executor', () => executor.close());
  return executor;
}

function createOwnGraph(
  { log }: Service,
  config: GatewayConfig,
  supergraph: Supergraph,
  turns: Turns,
  executor: Executor,
  metrics: GatewayMetrics,
): Graph {
  const limits = {
    tokens: config.MAX_QUERY_TOKENS,
    depth: config.MAX_QUERY_DEPTH,
    aliases: config.MAX_QUERY_ALIASES,
    rootFields: config.MAX_ROOT_FIELDS,
    planningMs: config.MAX_PLANNING_MS,
  };
  const facts = schemaFacts(supergraph);
  const renaming = (document: DocumentNode): DocumentNode => nameForPlanning(document, facts);
  const subscriptions = createSubscriptionsPerListener({
    subgraphs: supergraph.subgraphs,
    metrics,
    maxEventBytes: config.MAX_SUBGRAPH_RESPONSE_BYTES,
    connectTimeoutMs: config.SUBGRAPH_TIMEOUT_MS,
  });
  return createGraph({
    schema: supergraph.apiSchema,
    planner: createApolloPlanner(supergraph, limits, log, renaming),
    turns,
    executor,
    subscriptions,
    requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
    metrics,
    log,
  });
}
