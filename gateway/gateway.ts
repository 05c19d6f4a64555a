import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Service } from '#platform/lifecycle.ts';
import { createApiKeys } from './auth/apiKeys.ts';
import { readAccessRules } from './auth/access.ts';
import type { Authenticator } from './auth/authenticator.ts';
import { issuerAuthenticator } from './auth/issuer.ts';
import { outsideIssuers } from './auth/outside.ts';
import { followRevocations, type Revocations } from './auth/revocations.ts';
import { openAuthenticator } from './auth/open.ts';
import type { GatewayConfig } from './config.ts';
import type { Endpoint } from './endpoint.ts';
import { createReadiness } from './health.ts';
import { clientInfos } from './http/clientInfo.ts';
import { createCors } from './http/cors.ts';
import { send, sendJson } from './http/exchange.ts';
import { readExamples } from './http/playground/examples.ts';
import { createPlayground, STATIC_PATH } from './http/playground/playground.ts';
import { createProxy } from './http/proxy.ts';
import { retire } from './http/retiring.ts';
import { createHttpServer, type Routes } from './http/server.ts';
import type { Sockets } from './http/websocket/server.ts';
import { createGatewayMetrics } from './metrics.ts';
import { createOwnEndpoint, type OwnParts } from './ownEndpoint.ts';
import { readSdl } from './supergraph/file.ts';
import { buildSupergraph, type Supergraph } from './supergraph/supergraph.ts';
import type { Team } from './workers/worker.ts';

const GRAPHQL_PATH = '/graphql';
/** How long queries and mutations may still take when the gateway stops; after that their connections are cut. */
const DRAIN_MS = 5_000;
/** So long a start waits to hear which sessions were ended. */
const CATCH_UP_MS = 2_000;

/**
 * Starts a gateway, alone or as one of several workers.
 *
 * @returns the URL it listens at; `service` closes it.
 */
export async function startGateway(service: Service, config: GatewayConfig, team?: Team): Promise<string> {
  const { log } = service;
  const metrics = createGatewayMetrics(service.metrics);
  const supergraph = buildSupergraph(team?.sdl ?? (await readSdl(config.SUPERGRAPH)), {
    urls: config.SUBGRAPH_URLS,
    subscriptionUrls: config.SUBSCRIPTION_URLS,
  });
  const revocations = config.auth && config.NATS_URL ? followRevocations(service, config.NATS_URL) : undefined;
  const authenticator = createAuthenticator(config, supergraph, revocations);
  const draining = new AbortController();
  const stopping = new AbortController();
  stopping.signal.addEventListener('abort', () => draining.abort());
  const clientInfoOf = clientInfos(config.TRUSTED_PROXIES);
  const parts = { service, config, supergraph, authenticator, metrics, draining: draining.signal, clientInfoOf };
  const endpoint = await createEndpoint(parts);
  const routes: Routes = {
    [GRAPHQL_PATH]: endpoint.handle,
    ...(await playgroundRoutes(config, supergraph)),
    ...operationsRoutes(service, supergraph, stopping.signal, team),
    ...proxyRoutes(service, config, authenticator),
  };
  const cors = createCors(config.CORS_ORIGINS);
  const server = createHttpServer({
    routes,
    graphqlPath: GRAPHQL_PATH,
    cors,
    log,
    draining: draining.signal,
    clientInfoOf,
    headTimeoutMs: config.HEAD_TIMEOUT_MS,
    stallTimeoutMs: config.STALL_TIMEOUT_MS,
  });
  endpoint.servePlainRequests?.(server, GRAPHQL_PATH, cors);
  const sockets = endpoint.serveSockets(server, GRAPHQL_PATH);
  // Who was shut out before this process began is not let in by it; without a broker it begins all the same.
  await Promise.race([revocations?.caughtUp, delay(CATCH_UP_MS, undefined, { ref: false })]);
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
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  service.onClose('http server', async () => {
    stopping.abort();
    // A worker that retires has closed it already, and may still have connections.
    if (server.listening) server.close();
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

/** Ours, or the stock one; what only one of the two needs is not loaded by the other. */
async function createEndpoint(parts: OwnParts): Promise<Endpoint> {
  if (parts.config.GATEWAY_EXECUTOR !== 'apollo') return createOwnEndpoint(parts);
  const { createStockEndpoint } = await import('./stock/stockEndpoint.ts');
  return createStockEndpoint({ ...parts, maxBodyBytes: parts.config.MAX_BODY_BYTES });
}

function createAuthenticator(
  { auth, API_KEYS_URL, OUTSIDE_ISSUERS: issuers, IDENTITIES_URL: identitiesUrl }: GatewayConfig,
  supergraph: Supergraph,
  revocations: Revocations | undefined,
): Authenticator {
  if (!auth) return openAuthenticator;
  if (issuers.length > 0 && identitiesUrl === undefined) throw new Error('OUTSIDE_ISSUERS needs IDENTITIES_URL');
  const outside =
    identitiesUrl === undefined
      ? undefined
      : outsideIssuers({ issuers, identitiesUrl, viewerTokenSecret: auth.viewerTokenSecret });
  const apiKeys = API_KEYS_URL === undefined ? undefined : createApiKeys({ ...auth, url: API_KEYS_URL });
  return issuerAuthenticator({ ...auth, rules: readAccessRules(supergraph), revocations, outside, apiKeys });
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
    const proxy = createProxy(target, authenticator, config.SUBGRAPH_TIMEOUT_MS);
    service.onClose('proxy', () => proxy.close());
    return Object.fromEntries(paths.map((path) => [path, proxy.handle]));
  };
  return {
    ...proxied(config.UPLOADS_URL, '/uploads/', '/media/', '/calendar/'),
    ...proxied(config.ACCOUNTS_URL, '/exports/', '/account/'),
    ...proxied(config.IPFS_URL, '/ipfs/'),
  };
}
