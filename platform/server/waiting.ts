import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ApolloServerPlugin } from '@apollo/server';
import { isObjectType, OperationTypeNode, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { DEADLINE_HEADER, nobodyWaits } from '#platform/deadline.ts';

/** Under this a context has its signal: Apollo copies contexts. */
const WAITS = Symbol('how long the asker waits');

/** How many milliseconds the asker says that it waits; undefined where it does not say. */
export function waitOf({ headers }: IncomingMessage): number | undefined {
  const sent = headers[DEADLINE_HEADER];
  return typeof sent === 'string' && /^\d{1,9}$/.test(sent) ? Number(sent) : undefined;
}

/** Aborted when the asker waits no longer: the time it gave is over, or it has hung up. */
export function askerWaits(request: IncomingMessage, response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  const leftMs = waitOf(request);
  const timer = leftMs === undefined ? undefined : setTimeout(() => gone.abort(), leftMs).unref();
  if (leftMs === 0) gone.abort();
  const hangUp = (): void => gone.abort();
  request.socket.once('end', hangUp);
  response.once('close', () => {
    clearTimeout(timer);
    request.socket.off('end', hangUp);
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** Resolvers of queries with this context are no longer called once the signal is aborted. */
export const endWith = <Context extends object>(context: Context, signal: AbortSignal): Context =>
  Object.assign(context, { [WAITS]: signal });

const isOver = (context: unknown): boolean =>
  typeof context === 'object' &&
  context !== null &&
  WAITS in context &&
  context[WAITS] instanceof AbortSignal &&
  context[WAITS].aborted;

/**
 * Begins no mutation for who waits no longer. Where this process stood still, it reads a request that was given up long ago, and
 * what the asker said of its time counts from now; but behind the request lies that it has hung up, which is read in the next turns.
 */
export const nothingForNobody: ApolloServerPlugin<object> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation, contextValue }) {
        if (operation?.operation !== OperationTypeNode.MUTATION) return;
        // The first turn may be the rest of the one in which the request was read.
        for (let turns = 0; turns < 2; turns++) await nextTurn();
        if (isOver(contextValue)) throw nobodyWaits();
      },
    };
  },
};

/**
 * Makes a schema's resolvers stop when nobody waits for their query any more: what has begun is finished, nothing else
 * is. A mutation that was begun goes on: its steps look by themselves whether somebody waits (`platform/deadline.ts`).
 */
export function stopWhenNobodyWaits(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.resolve) field.resolve = guarded(field.resolve);
    }
  }
}

const guarded =
  (resolve: GraphQLFieldResolver<unknown, unknown>): GraphQLFieldResolver<unknown, unknown> =>
  (source, args, context, info) => {
    if (isOver(context) && info.operation.operation === OperationTypeNode.QUERY) {
      throw nobodyWaits();
    }
    return resolve(source, args, context, info);
  };
