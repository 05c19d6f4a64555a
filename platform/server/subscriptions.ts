import type { Server } from 'node:http';
import {
  createSourceEventStream,
  execute,
  GraphQLError,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import type { SubgraphConfig } from '#platform/config.ts';
import type { Service } from '#platform/lifecycle.ts';
import { acceptRequestId, withRequestId } from '#platform/telemetry/log.ts';
import { unknownClient } from '#platform/client.ts';
import { verifyViewer } from '#platform/viewer.ts';
import { logMasked, maskedError } from './masking.ts';
import type { RequestInfo } from './requestInfo.ts';

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
  const requestOf = (connection: { readonly extra: object }): RequestInfo => {
    const request = requests.get(connection.extra);
    if (!request) throw new Error('a subscription came past the viewer check');
    return request;
  };
  const served = useServer(
    {
      schema,
      onConnect: async (connection) => {
        const params = connectionParams.safeParse(connection.connectionParams);
        const viewer = params.success ? await verifyViewer(config.VIEWER_TOKEN_SECRET, params.data.viewer) : undefined;
        if (!viewer) return false;
        requests.set(connection.extra, {
          viewer,
          requestId: acceptRequestId(params.data?.requestId),
          client: unknownClient,
        });
        return true;
      },
      context: (connection): Subscriber => {
        const request = requestOf(connection);
        return { requestId: request.requestId, newContext: () => context(request) };
      },
      subscribe,
      execute: (args: ExecutionArgs) => execute({ ...args, contextValue: subscriberOf(args).newContext() }),
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

/** What a subscription is run with: each of its events gets a context, and so loaders, of its own. */
interface Subscriber {
  readonly requestId: string;
  newContext(): object;
}

const isSubscriber = (value: unknown): value is Subscriber =>
  typeof value === 'object' && value !== null && 'newContext' in value && 'requestId' in value;

function subscriberOf({ contextValue }: ExecutionArgs): Subscriber {
  if (isSubscriber(contextValue)) return contextValue;
  throw new Error('an operation came without its subscriber');
}

/** graphql-js would run all events of a subscription with one context: its loaders would answer with what is past. */
async function subscribe(args: ExecutionArgs): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const { requestId, newContext } = subscriberOf(args);
  const events = await withRequestId(requestId, () => createSourceEventStream({ ...args, contextValue: newContext() }));
  if (!(Symbol.asyncIterator in events)) return events;
  return mapEvents(events, (event) =>
    withRequestId(requestId, async () => execute({ ...args, rootValue: event, contextValue: newContext() })),
  );
}

/** Maps each event; closes the source when the reader stops or an event cannot be mapped. */
function mapEvents<Event, Result>(
  events: AsyncIterable<Event>,
  map: (event: Event) => Promise<Result>,
): AsyncIterableIterator<Result> {
  const source = events[Symbol.asyncIterator]();
  const close = async (): Promise<void> => {
    await source.return?.();
  };
  const mapped: AsyncIterableIterator<Result> = {
    next: async () => {
      const event = await source.next();
      if (event.done === true) return { done: true, value: undefined };
      try {
        return { done: false, value: await map(event.value) };
      } catch (error) {
        await close();
        throw error;
      }
    },
    return: async () => {
      await close();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => mapped,
  };
  return mapped;
}

function mask(error: GraphQLError, service: Service): GraphQLError {
  const original = error.originalError;
  if (original === undefined || original === null || original instanceof GraphQLError) return error;
  logMasked(service.log, original, { path: error.path }, 'a subscription failed');
  return maskedError(original, error.path);
}
