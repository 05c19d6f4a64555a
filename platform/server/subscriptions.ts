import type { Server } from 'node:http';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import type { SubgraphConfig } from '#platform/config.ts';
import type { Service } from '#platform/lifecycle.ts';
import { acceptRequestId, withRequestId } from '#platform/telemetry/log.ts';
import { verifyViewer } from '#platform/viewer.ts';
import type { RequestInfo } from './subgraph.ts';

/** What the gateway says when it opens a connection: for whom, and for which request. */
const connectionParams = z.object({ viewer: z.string(), requestId: z.string().optional() });

interface Options {
  readonly server: Server;
  readonly schema: GraphQLSchema;
  readonly service: Service;
  readonly config: SubgraphConfig;
  readonly context: (request: RequestInfo) => object;
}

/** Serves subscriptions over graphql-transport-ws at /graphql to callers with a viewer token (else closes with 4403). */
export function serveSubscriptions({ server, schema, service, config, context }: Options): { close(): Promise<void> } {
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: 1024 * 1024 });
  const requests = new WeakMap<object, RequestInfo>();
  const served = useServer(
    {
      schema,
      onConnect: async (connection) => {
        const params = connectionParams.safeParse(connection.connectionParams);
        const viewer = params.success
          ? await verifyViewer(config.VIEWER_TOKEN_SECRET, params.data.viewer)
          : undefined;
        if (!viewer) return false;
        requests.set(connection.extra, { viewer, requestId: acceptRequestId(params.data?.requestId) });
        return true;
      },
      context: (connection) => {
        const request = requests.get(connection.extra);
        if (!request) throw new Error('a subscription came past the viewer check');
        return withRequestId(request.requestId, () => context(request));
      },
      onError: (_connection, _id, _payload, errors) => errors.map((error) => mask(error, service)),
      onNext: (_connection, _id, _payload, _args, result) =>
        result.errors ? { ...result, errors: result.errors.map((error) => mask(error, service)) } : result,
    },
    sockets,
    15_000,
  );
  return {
    close: async () => {
      await served.dispose();
    },
  };
}

function mask(error: GraphQLError, service: Service): GraphQLError {
  const original = error.originalError;
  if (original === undefined || original === null || original instanceof GraphQLError) return error;
  service.log.error({ err: original, path: error.path }, 'a subscription failed');
  return new GraphQLError('Something went wrong on our side.', {
    path: error.path,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
}
