import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { z } from 'zod';
import { createLogger } from '#platform/telemetry/log.ts';
import { openAuthenticator } from '../../gateway/auth/open.ts';
import { createLeanClient } from '../../gateway/execution/client/leanClient.ts';
import { createCompiledExecutor } from '../../gateway/execution/compiledExecutor.ts';
import { prepareByteEngine } from '../../gateway/execution/bytes/byteEngine.ts';
import { prepareObjectEngine } from '../../gateway/execution/object/objectEngine.ts';
import { createGraph } from '../../gateway/graph.ts';
import { createCors } from '../../gateway/http/cors.ts';
import { graphqlHandler } from '../../gateway/http/graphql.ts';
import { createHttpServer } from '../../gateway/http/server.ts';
import { createGatewayMetrics } from '../../gateway/metrics.ts';
import { createApolloPlanner } from '../../gateway/planning/apolloPlanner.ts';
import { buildSupergraph } from '../../gateway/supergraph/supergraph.ts';
import { createMetrics } from '#platform/telemetry/metrics.ts';

const contextSchema = z.object({ authorization: z.string().optional() });

/** One of the gateways compared: `stock`, `object` or `bytes`, on a port, for a supergraph file. */
const [kind = '', port = '', file = ''] = process.argv.slice(2);
const sdl = readFileSync(file, 'utf8');

process.on('message', () => process.send?.({ cpu: process.cpuUsage(), memory: process.memoryUsage().rss }));
await (kind === 'stock' ? stock() : laurel());
process.send?.('ready');

async function stock(): Promise<void> {
  const gateway = new ApolloGateway({
    supergraphSdl: sdl,
    buildService: ({ url }) =>
      new RemoteGraphQLDataSource({
        url,
        willSendRequest: ({ request, context }) => {
          const { authorization } = contextSchema.parse(context);
          if (authorization) request.http?.headers.set('authorization', authorization);
        },
      }),
  });
  const server = new ApolloServer({ gateway, introspection: false });
  await startStandaloneServer(server, {
    listen: { port: Number(port), host: '127.0.0.1' },
    context: async ({ req }) => ({ authorization: req.headers.authorization }),
  });
}

async function laurel(): Promise<void> {
  const log = createLogger('bench', 'error');
  const supergraph = buildSupergraph(sdl, { urls: new Map(), subscriptionUrls: new Map() });
  const metrics = createGatewayMetrics(createMetrics('bench'));
  const client = createLeanClient({
    subgraphs: supergraph.subgraphs,
    connections: 64,
    timeoutMs: 15_000,
    maxResponseBytes: 64 * 1024 * 1024,
    observe: metrics.subrequest,
  });
  const engine = kind === 'bytes' ? prepareByteEngine : prepareObjectEngine;
  const executor = createCompiledExecutor({ supergraph, client, log, engine });
  const limits = { tokens: 20_000, depth: 100, aliases: 2_000, rootFields: 500 };
  const graph = createGraph({
    schema: supergraph.apiSchema,
    planner: createApolloPlanner(supergraph, limits, log),
    executor,
    subscriptions: {
      open: () => {
        throw new Error('not measured');
      },
    },
    requestTimeoutMs: 30_000,
    metrics,
    log,
  });
  const handler = graphqlHandler({
    graph,
    authenticator: openAuthenticator,
    maxBodyBytes: 1e6,
    metrics,
    draining: new AbortController().signal,
  });
  const server = createHttpServer({
    routes: { '/': handler, '/graphql': handler },
    cors: createCors('*'),
    log,
    clientAddressOf: () => undefined,
  });
  await new Promise<void>((resolve) => server.listen(Number(port), '127.0.0.1', resolve));
}
process.on('disconnect', () => process.exit());
