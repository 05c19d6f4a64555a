import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { buildSubgraphSchema } from '@apollo/subgraph';
import fastifyApollo from '@as-integrations/fastify';
import fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLFormattedError,
  type OperationDefinitionNode,
} from 'graphql';
import { clientOf } from '#platform/client.ts';
import type { SubgraphConfig } from '#platform/config.ts';
import { withDeadline } from '#platform/deadline.ts';
import { checkReadiness, type HealthChecks } from '#platform/health.ts';
import type { Service } from '#platform/lifecycle.ts';
import { acceptRequestId, REQUEST_ID_HEADER, withRequestId, type Logger } from '#platform/telemetry/log.ts';
import { verifyViewer, VIEWER_HEADER, type Viewer } from '#platform/viewer.ts';
import { listenLocally } from './localSocket.ts';
import { logMasked, masked } from './masking.ts';
import type { RequestInfo } from './requestInfo.ts';
import { problem } from './problem.ts';
import { answerStrays, routesOf } from './strays.ts';
import { serveSubscriptions } from './subscriptions.ts';
import { askerWaits, endWith, nothingForNobody, stopWhenNobodyWaits, waitOf } from './waiting.ts';

type Resolvers = NonNullable<Extract<Parameters<typeof buildSubgraphSchema>[0], { resolvers?: unknown }>['resolvers']>;

/** What makes a subgraph. */
export interface SubgraphOptions<Context extends object> {
  readonly service: Service;
  readonly config: SubgraphConfig;
  readonly typeDefs: DocumentNode;
  readonly resolvers: object;
  /** Makes what resolvers get, once per request or subscription event. */
  readonly context: (request: RequestInfo) => Context;
  readonly health: HealthChecks;
  /** Adds routes beside /graphql. */
  readonly routes?: (app: FastifyInstance) => void | Promise<void>;
}

/**
 * Starts a subgraph's server: GraphQL at /graphql over HTTP and graphql-ws for callers with the gateway's viewer token,
 * /healthz, /readyz, /metrics, and its own routes.
 *
 * @returns the URL it listens at.
 */
export async function startSubgraph<Context extends object>(options: SubgraphOptions<Context>): Promise<string> {
  const { service, config } = options;
  // Codegen types each subgraph's resolvers; Apollo's own type for them is an index of unknown maps.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  const schema = buildSubgraphSchema([{ typeDefs: options.typeDefs, resolvers: options.resolvers as Resolvers }]);
  stopWhenNobodyWaits(schema);
  const app = fastify({
    forceCloseConnections: 'idle',
    // What comes over a connection that is still open is answered as ever, as the last over it.
    return503OnClosing: false,
    bodyLimit: 4 * 1024 * 1024,
    // What a caller names `__proto__` is a field like any other: whoever takes it says what is wrong with it.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    // Fastify's own words repeat the address.
    frameworkErrors: (_error, _request, { raw }) => {
      raw.writeHead(400, { 'content-type': 'application/json; charset=utf-8' });
      raw.end(JSON.stringify(problem('BAD_REQUEST', 'This is no address.')));
    },
  });
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    logger: service.log,
    formatError: (formatted, error) => maskError(formatted, error, service.log),
    plugins: [nothingForNobody, requestLog<Context>(service.log)],
  });
  await apollo.start();
  addRequestIds(app);
  logFailures(app, service.log);
  const routes = routesOf(app);
  addHealth(app, service, options.health);
  await addGraphql(app, apollo, options);
  await options.routes?.(app);
  answerStrays(app, routes);
  const subscriptions = serveSubscriptions({ ...options, server: app.server, schema });
  const { SOCKET_PATH: path } = config;
  const closeLocal = path === undefined ? undefined : await listenLocally(app.server, path);
  // Last, since what is under way is executed until it is answered.
  service.onClose('graphql', () => apollo.stop());
  service.onClose('http server', () => closeServer(app, closeLocal));
  service.onClose('subscriptions', () => subscriptions.close());
  const url = await app.listen({ host: config.HOST, port: config.PORT });
  service.log.info({ url }, 'listening');
  return url;
}

/** How often connections that have become idle are closed while the rest ends. */
const LOOK_EVERY_MS = 20;

/** Takes no connection any more; those there are close when their answers are out. */
async function closeServer(app: FastifyInstance, closeLocal: (() => Promise<void>) | undefined): Promise<void> {
  const idle = setInterval(() => app.server.closeIdleConnections(), LOOK_EVERY_MS);
  await Promise.all([app.close(), closeLocal?.()]).finally(() => clearInterval(idle));
}

async function addGraphql<Context extends object>(
  app: FastifyInstance,
  apollo: ApolloServer<Context>,
  options: SubgraphOptions<Context>,
): Promise<void> {
  const viewers = new WeakMap<FastifyRequest, Viewer>();
  const signals = new WeakMap<FastifyRequest, AbortSignal>();
  await app.register(async (scope) => {
    // Before the body is read: strangers cannot make us parse anything.
    scope.addHook('onRequest', async (request, reply) => {
      const viewer = await verifyViewer(options.config.VIEWER_TOKEN_SECRET, request.headers[VIEWER_HEADER]);
      if (viewer) viewers.set(request, viewer);
      else await reply.code(401).send(withoutToken);
    });
    scope.addHook('onRequest', (request, reply, next) => {
      const signal = askerWaits(request.raw, reply.raw);
      signals.set(request, signal);
      const leftMs = waitOf(request.raw);
      if (leftMs === undefined) next();
      else withDeadline(leftMs, next, signal);
    });
    await scope.register(fastifyApollo(apollo), {
      context: async (request) => {
        const viewer = viewers.get(request);
        const signal = signals.get(request);
        if (!viewer || !signal) throw new Error('a request came past the viewer check');
        const client = clientOf(request.headers);
        return endWith(options.context({ viewer, requestId: request.id, client, signal }), signal);
      },
    });
  });
}

const withoutToken = {
  errors: [
    {
      message: 'This subgraph answers the gateway alone: a signed viewer token is missing or not valid.',
      extensions: { code: 'UNAUTHENTICATED' },
    },
  ],
};

function addRequestIds(app: FastifyInstance): void {
  app.setGenReqId((request) => acceptRequestId(request.headers[REQUEST_ID_HEADER]));
  app.addHook('onRequest', (request, reply, next) => {
    void reply.header(REQUEST_ID_HEADER, request.id);
    withRequestId(request.id, next);
  });
}

const badRequest = problem('BAD_REQUEST', 'The request cannot be read.');
/** What is told of a request that Fastify refuses, whose own codes and words are not ours to promise. */
const mistakes: Readonly<Partial<Record<number, typeof badRequest>>> = {
  413: problem('REQUEST_TOO_LARGE', 'The request is larger than is taken here.'),
  415: problem('UNSUPPORTED_MEDIA_TYPE', 'What is sent here must be of another content type.'),
};

/** What is told of a file, and is not true of what is answered in its place. */
const OF_THE_FILE = [
  'accept-ranges',
  'cache-control',
  'content-disposition',
  'content-length',
  'content-range',
  'etag',
] as const;

/** What a route throws is logged and masked, unless it is the caller's mistake; so is what a stream fails with before its first byte. */
function logFailures(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const { statusCode = 500 } = error;
    if (statusCode < 500) {
      // Fastify closes the connection of whose body it does not read. Who still writes would then often not hear why: node
      // reads the rest away instead, as after any other answer that comes early.
      reply.removeHeader('connection');
      return reply.code(statusCode).send(mistakes[statusCode] ?? badRequest);
    }
    // The address itself may be a secret, such as a calendar's.
    logMasked(log, error, { method: request.method, route: request.routeOptions.url }, 'a route failed');
    const { message, extensions } = masked(error);
    const { code, retryAfterSeconds } = extensions;
    for (const name of OF_THE_FILE) {
      reply.removeHeader(name);
      // Of a stream Fastify has told node already.
      reply.raw.removeHeader(name);
    }
    if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
    return reply
      .code(retryAfterSeconds === undefined ? 500 : 503)
      .type('application/json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(problem(code, message));
  });
}

function addHealth(app: FastifyInstance, service: Service, health: HealthChecks): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const readiness = await checkReadiness(health);
    await reply.code(readiness.ready ? 200 : 503).send(readiness);
  });
  app.get('/metrics', async (_request, reply) => {
    await reply.header('content-type', service.metrics.contentType).send(await service.metrics.metrics());
  });
}

/** Lets through what was thrown for the caller, and logs and masks the rest. */
function maskError(formatted: GraphQLFormattedError, error: unknown, log: Logger): GraphQLFormattedError {
  const original = unwrapResolverError(error);
  if (original instanceof GraphQLError && formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') return formatted;
  logMasked(log, original, { path: formatted.path }, 'a resolver failed');
  const { message, extensions } = masked(original);
  return { message, locations: formatted.locations, path: formatted.path, extensions: { ...extensions } };
}

const requestLog = <Context extends object>(log: Logger): ApolloServerPlugin<Context> => ({
  async requestDidStart() {
    const startedAt = performance.now();
    return {
      async willSendResponse({ operation, response }) {
        const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
        const failed = response.body.kind === 'single' && response.body.singleResult.errors !== undefined;
        // What changes something is told of; reading is too much of it.
        const level = operation?.operation === OperationTypeNode.MUTATION ? 'info' : 'debug';
        log[level]({ fields: rootFields(operation), durationMs, failed }, 'answered');
      },
    };
  },
});

/** What an operation asks for at its root. */
const rootFields = (operation: OperationDefinitionNode | null | undefined): string[] | undefined =>
  operation?.selectionSet.selections.flatMap((each) => (each.kind === Kind.FIELD ? [each.name.value] : []));
