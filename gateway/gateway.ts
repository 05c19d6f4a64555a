import { once } from 'node:events';
import type { Server } from 'node:http';
import type { DocumentNode } from 'graphql';
import type { Service } from '#platform/lifecycle.ts';
import { createApiKeys } from './auth/apiKeys.ts';
import { readAccessRules } from './auth/access.ts';
import type { Authenticator } from './auth/authenticator.ts';
import { issuerAuthenticator } from './auth/issuer.ts';
import { followRevocations } from './auth/revocations.ts';
import { openAuthenticator } from './auth/open.ts';
import type { GatewayConfig } from './config.ts';
import { createApolloExecutor } from './execution/apollo/apolloExecutor.ts';
import { prepareByteEngine } from './execution/bytes/byteEngine.ts';
import { createCompiledExecutor } from './execution/compiledExecutor.ts';
import type { Executor } from './execution/executor.ts';
import { prepareObjectEngine } from './execution/object/objectEngine.ts';
import { nameForPlanning } from './execution/plan/aliases.ts';
import { schemaFacts } from './execution/plan/schemaFacts.ts';
import { createSubgraphClient } from './subgraphs.ts';
import { createPooledTransport } from './execution/subgraphs/pooledTransport.ts';
import { createGraph, type Graph } from './graph.ts';
import { createReadiness } from './health.ts';
import { clientAddresses } from './http/clientAddress.ts';
import { createCors } from './http/cors.ts';
import { send, sendJson } from './http/exchange.ts';
import { graphqlHandler } from './http/graphql.ts';
import { readExamples } from './http/playground/examples.ts';
import { createPlayground, STATIC_PATH } from './http/playground/playground.ts';
import { createProxy } from './http/proxy.ts';
import { retire } from './http/retiring.ts';
import { createHttpServer, type Routes } from './http/server.ts';
import { serveSockets, type Sockets } from './http/websocket/server.ts';
import { createGatewayMetrics, type GatewayMetrics } from './metrics.ts';
import { createApolloPlanner } from './planning/apolloPlanner.ts';
import { createSubscriptionsPerListener } from './subscriptions/perListener.ts';
import { readSdl } from './supergraph/file.ts';
import { nameRequirements } from './supergraph/requirementNames.ts';
import { buildSupergraph, type Supergraph } from './supergraph/supergraph.ts';
import type { Team } from './workers/worker.ts';

const GRAPHQL_PATH = '/graphql';
const INIT_TIMEOUT_MS = 5_000;
const KEEP_ALIVE_MS = 12_000;
/** How long queries and mutations may still take when the gateway stops; after that their connections are cut. */
const DRAIN_MS = 5_000;

/**
 * Starts a gateway, alone or as one of several workers.
 *
 * @returns the URL it listens at; `service` closes it.
 */
export async function startGateway(service: Service, config: GatewayConfig, team?: Team): Promise<string> {
  const { log } = service;
  const metrics = createGatewayMetrics(service.metrics);
  const read = buildSupergraph(team?.sdl ?? (await readSdl(config.SUPERGRAPH)), {
    urls: config.SUBGRAPH_URLS,
    subscriptionUrls: config.SUBSCRIPTION_URLS,
  });
  const supergraph = config.GATEWAY_EXECUTOR === 'apollo' ? read : nameRequirements(read);
  const authenticator = createAuthenticator(service, config, supergraph);
  const executor = createExecutor(service, config, supergraph, metrics);
  const graph = assemble(service, config, supergraph, executor, metrics);
  const draining = new AbortController();
  const stopping = new AbortController();
  stopping.signal.addEventListener('abort', () => draining.abort());
  const routes: Routes = {
    [GRAPHQL_PATH]: graphqlHandler({
      graph,
      authenticator,
      maxBodyBytes: config.MAX_BODY_BYTES,
      metrics,
      draining: draining.signal,
    }),
    ...(await playgroundRoutes(config, supergraph)),
    ...operationsRoutes(service, supergraph, stopping.signal, team),
    ...proxyRoutes(service, config, authenticator),
  };
  const clientAddressOf = clientAddresses(config.TRUSTED_PROXIES);
  const server = createHttpServer({
    routes,
    cors: createCors(config.CORS_ORIGINS),
    log,
    draining: draining.signal,
    clientAddressOf,
  });
  const sockets = serveSockets({
    server,
    path: GRAPHQL_PATH,
    graph,
    authenticator,
    log,
    clientAddressOf,
    maxMessageBytes: config.MAX_BODY_BYTES,
    maxOperations: config.MAX_OPERATIONS_PER_SOCKET,
    initTimeoutMs: INIT_TIMEOUT_MS,
    keepAliveMs: KEEP_ALIVE_MS,
    refused: metrics.refused,
    opened: () => metrics.listeners.opened('websocket'),
    closed: () => metrics.listeners.closed('websocket'),
  });
  const port = await listen(server, config);
  closeWith(service, server, sockets, stopping);
  team?.ready(() => {
    draining.abort();
    return retire(server, sockets, config.REQUEST_TIMEOUT_MS);
  });
  const url = `http://${config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST}:${port}`;
  log.info({ url, subgraphs: [...supergraph.subgraphs.keys()], open: config.auth === undefined }, 'listening');
  return url;
}

/** Lets what is short end, and cuts the rest. `stopping` tells streams of events to end. */
function closeWith(service: Service, server: Server, sockets: Sockets, stopping: AbortController): void {
  service.onClose('http server', async () => {
    stopping.abort();
    // A worker that has retired has closed it already.
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    // A kept connection is idle again, and can be closed, when its last answer is out.
    const idle = setInterval(() => server.closeIdleConnections(), 20);
    await sockets.drain(DRAIN_MS);
    await closed;
    clearInterval(idle);
    clearTimeout(cut);
  });
}

/** @returns the port. @throws an error that names the setting when the port is taken. */
async function listen(server: Server, { HOST, PORT }: GatewayConfig): Promise<number> {
  server.listen({ host: HOST, port: PORT });
  await once(server, 'listening').catch((error: unknown) => {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw taken ? new Error(`port ${PORT} is taken: set PORT to another`, { cause: error }) : error;
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : PORT;
}

function createAuthenticator(
  service: Service,
  { auth, NATS_URL, API_KEYS_URL }: GatewayConfig,
  supergraph: Supergraph,
): Authenticator {
  if (!auth) return openAuthenticator;
  const revocations = NATS_URL === undefined ? undefined : followRevocations(service, NATS_URL);
  const apiKeys = API_KEYS_URL === undefined ? undefined : createApiKeys({ ...auth, url: API_KEYS_URL });
  return issuerAuthenticator({ ...auth, rules: readAccessRules(supergraph), revocations, apiKeys });
}

function createExecutor(
  service: Service,
  config: GatewayConfig,
  supergraph: Supergraph,
  metrics: GatewayMetrics,
): Executor {
  const { log } = service;
  const settings = {
    subgraphs: supergraph.subgraphs,
    connections: config.SUBGRAPH_CONNECTIONS,
    timeoutMs: config.SUBGRAPH_TIMEOUT_MS,
    maxResponseBytes: config.MAX_SUBGRAPH_RESPONSE_BYTES,
    observe: metrics.subrequest,
  };
  const compiled = (engine: typeof prepareByteEngine): Executor =>
    createCompiledExecutor({ supergraph, client: createSubgraphClient(config, supergraph, metrics), log, engine });
  const executors = {
    bytes: () => compiled(prepareByteEngine),
    object: () => compiled(prepareObjectEngine),
    apollo: () => createApolloExecutor({ supergraph, transport: createPooledTransport(settings), log }),
  };
  const executor = executors[config.GATEWAY_EXECUTOR]();
  service.onClose('executor', () => executor.close());
  return executor;
}

function assemble(
  { log }: Service,
  config: GatewayConfig,
  supergraph: Supergraph,
  executor: Executor,
  metrics: GatewayMetrics,
): Graph {
  const limits = {
    tokens: config.MAX_QUERY_TOKENS,
    depth: config.MAX_QUERY_DEPTH,
    aliases: config.MAX_QUERY_ALIASES,
    rootFields: config.MAX_ROOT_FIELDS,
  };
  const facts = schemaFacts(supergraph);
  const renaming =
    config.GATEWAY_EXECUTOR === 'apollo' ? undefined : (document: DocumentNode) => nameForPlanning(document, facts);
  const subscriptions = createSubscriptionsPerListener({
    subgraphs: supergraph.subgraphs,
    metrics,
    maxEventBytes: config.MAX_SUBGRAPH_RESPONSE_BYTES,
    connectTimeoutMs: config.SUBGRAPH_TIMEOUT_MS,
  });
  return createGraph({
    schema: supergraph.apiSchema,
    planner: createApolloPlanner(supergraph, limits, log, renaming),
    executor,
    subscriptions,
    requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
    metrics,
    log,
  });
}

async function playgroundRoutes(config: GatewayConfig, { apiSchema }: Supergraph): Promise<Routes> {
  const examples = await readExamples(config.EXAMPLES, config.EXAMPLE_OPERATIONS.split(','), apiSchema);
  const playground = createPlayground(GRAPHQL_PATH, examples);
  return { '/': playground.page, [STATIC_PATH]: playground.files };
}

function operationsRoutes(
  service: Service,
  { subgraphs }: Supergraph,
  stopping: AbortSignal,
  team: Team | undefined,
): Routes {
  const readiness = createReadiness(subgraphs);
  return {
    '/healthz': ({ response }) => sendJson(response, 200, { status: 'ok' }),
    '/readyz': async ({ response }) => {
      const { ready, checks } = await readiness();
      const isReady = ready && !stopping.aborted;
      sendJson(response, isReady ? 200 : 503, { ready: isReady, checks });
    },
    '/metrics': async ({ response }) =>
      send(response, 200, service.metrics.contentType, await (team ?? service.metrics).metrics()),
  };
}

function proxyRoutes(service: Service, config: GatewayConfig, authenticator: Authenticator): Routes {
  const proxied = (target: string | undefined, ...paths: readonly string[]): Routes => {
    if (target === undefined) return {};
    const proxy = createProxy(target, authenticator);
    service.onClose('proxy', () => proxy.close());
    return Object.fromEntries(paths.map((path) => [path, proxy.handle]));
  };
  return {
    ...proxied(config.UPLOADS_URL, '/uploads/', '/media/', '/calendar/'),
    ...proxied(config.IPFS_URL, '/ipfs/'),
  };
}
