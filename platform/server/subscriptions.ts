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
import { KEEP_ALIVE, keepAlive, type KeepAlive } from './keepAlive.ts';
import { logMasked, maskedError } from './masking.ts';
import { pacingOf, type Pacing } from './pacing.ts';
import type { RequestInfo } from './requestInfo.ts';

/** What the gateway says when it opens a connection: for whom, and for which request. */
const connectionParams = z.object({ viewer: z.string(), requestId: z.string().optional() });

interface Options {
  readonly server: Server;
  readonly schema: GraphQLSchema;
  readonly service: Service;
  readonly config: SubgraphConfig;
  readonly context: (request: RequestInfo) => object;
  readonly aliveWithin?: KeepAlive;
}

/** That of graphql-ws ends the connection of who comes to a ping late. */
const NO_KEEP_ALIVE = 0;

/** So many events at most are on their way to a reader. */
const MOST_UNREAD = 8;

/** What is known of a connection that was let in. */
interface Admitted {
  readonly request: RequestInfo;
  readonly pacing: Pacing;
}

/** Serves subscriptions over graphql-transport-ws at /graphql to callers with a viewer token (else closes with 4403). */
export function serveSubscriptions(options: Options): { close(): Promise<void> } {
  const { server, schema, service, config, context, aliveWithin = KEEP_ALIVE } = options;
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: 1024 * 1024 });
  sockets.on('connection', (socket) => keepAlive(socket, aliveWithin));
  const connections = new WeakMap<object, Admitted>();
  const admittedOn = (connection: { readonly extra: object }): Admitted => {
    const admitted = connections.get(connection.extra);
    if (!admitted) throw new Error('a subscription came past the viewer check');
    return admitted;
  };
  const served = useServer(
    {
      schema,
      onConnect: async (connection) => {
        const params = connectionParams.safeParse(connection.connectionParams);
        const viewer = params.success ? await verifyViewer(config.VIEWER_TOKEN_SECRET, params.data.viewer) : undefined;
        if (!viewer) return false;
        const requestId = acceptRequestId(params.data?.requestId);
        connections.set(connection.extra, {
          request: { viewer, requestId, client: unknownClient },
          pacing: pacingOf(connection.extra.socket, MOST_UNREAD),
        });
        return true;
      },
      context: (connection): Subscriber => {
        const { request, pacing } = admittedOn(connection);
        return { requestId: request.requestId, newContext: () => context(request), pacing };
      },
      subscribe,
      execute: (args: ExecutionArgs) => execute({ ...args, contextValue: subscriberOf(args).newContext() }),
      onError: (_connection, _id, _payload, errors) => errors.map((error) => mask(error, service)),
      onNext: (_connection, _id, _payload, _args, result) =>
        result.errors ? { ...result, errors: result.errors.map((error) => mask(error, service)) } : result,
    },
    sockets,
    NO_KEEP_ALIVE,
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
  readonly pacing: Pacing;
  newContext(): object;
}

const isSubscriber = (value: unknown): value is Subscriber =>
  typeof value === 'object' && value !== null && 'newContext' in value && 'requestId' in value && 'pacing' in value;

function subscriberOf({ contextValue }: ExecutionArgs): Subscriber {
  if (isSubscriber(contextValue)) return contextValue;
  throw new Error('an operation came without its subscriber');
}

/** graphql-js would run all events of a subscription with one context: its loaders would answer with what is past. */
async function subscribe(args: ExecutionArgs): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const { requestId, pacing, newContext } = subscriberOf(args);
  const events = await withRequestId(requestId, () => createSourceEventStream({ ...args, contextValue: newContext() }));
  if (!(Symbol.asyncIterator in events)) return events;
  return mapEvents(events, pacing, (event) =>
    withRequestId(requestId, async () => execute({ ...args, rootValue: event, contextValue: newContext() })),
  );
}

/**
 * Maps each event, which is taken from the source when it may be sent: what waits until then is for the source to decide.
 * Closes the source when the reader stops or an event cannot be mapped.
 */
function mapEvents<Event, Result>(
  events: AsyncIterable<Event>,
  pacing: Pacing,
  map: (event: Event) => Promise<Result>,
): AsyncIterableIterator<Result> {
  const source = events[Symbol.asyncIterator]();
  const close = async (): Promise<void> => {
    await source.return?.();
  };
  const mapped: AsyncIterableIterator<Result> = {
    next: async () => {
      await pacing.turn();
      const event = await source.next();
      if (event.done === true) return { done: true, value: undefined };
      pacing.count(1);
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
