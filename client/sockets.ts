import { setTimeout as pause } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Caller } from './caller.ts';
import { closingSchema, errorOf, errorsSchema, FORBIDDEN, LaurelError } from './errors.ts';

/** The sockets that subscriptions use, one for each caller. */
export interface Sockets {
  /**
   * What `read` makes of each result, from now on until the iterator is closed. `onReconnected` is called each time the line broke
   * and the request was sent again. @throws LaurelError when it is refused or fails.
   */
  listen<Data>(
    caller: Caller,
    request: { readonly query: string; readonly variables: Record<string, unknown> },
    read: (result: unknown) => Data,
    onReconnected?: () => void,
  ): AsyncIterableIterator<Data, undefined>;
  close(): Promise<void>;
}

/** Makes the sockets to the gateway at `url`; they are opened when they are needed, and again when they break. */
export function createSockets(url: string): Sockets {
  const sockets = new Map<Caller, Client>();
  const open = (caller: Caller): Client => {
    const socket = openSocket(url, caller);
    sockets.set(caller, socket);
    return socket;
  };
  return {
    listen: (caller, request, read, onReconnected) => {
      const socket = sockets.get(caller) ?? open(caller);
      const ended = onReconnected ? tellReconnects(socket, onReconnected) : () => undefined;
      const failed = (error: unknown): never => {
        ended();
        // It would wait before it tries again, as long as it did at last.
        if (sockets.get(caller) === socket && !refusalOf(error)) sockets.delete(caller);
        throw explained(error);
      };
      return eachOf(socket.iterate(request), read, failed, ended);
    },
    close: async () => {
      for (const socket of sockets.values()) await socket.dispose();
    },
  };
}

function openSocket(url: string, caller: Caller): Client {
  let sent: string | undefined;
  /** What was refused since the socket was open last. */
  let refused: string | undefined;
  return createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: async () => {
      sent = await caller.authorization();
      return { authorization: sent };
    },
    lazyCloseTimeout: 1000,
    on: { connected: () => (refused = undefined) },
    // Each who listens asks this of the same closing.
    shouldRetry: (error) => {
      // A session that is over stays so; a store that is away comes back.
      if (error instanceof LaurelError) return !error.codes.includes('UNAUTHENTICATED');
      if (closingOf(error)?.code !== FORBIDDEN) return true;
      refused ??= sent;
      return refused === sent && caller.refused(sent);
    },
    // Another token need not wait for the line to stand again.
    retryWait: async (retries) => {
      if (refused === undefined || retries > 0) await pause(2 ** retries * 1000 + Math.random() * 3000);
    },
  });
}

/** Calls back after each reconnect, when all who listen have sent again what they listen to. @returns what ends that. */
const tellReconnects = (socket: Client, onReconnected: () => void): (() => void) =>
  socket.on('connected', (_socket, _payload, wasRetry) => {
    if (wasRetry) setImmediate(onReconnected);
  });

/** Each result as it is read. What fails before anybody asks is told all the same, and who closes it need not wait for a result. */
function eachOf<Data>(
  results: AsyncIterableIterator<unknown>,
  read: (result: unknown) => Data,
  failed: (error: unknown) => never,
  ended: () => void,
): AsyncIterableIterator<Data, undefined> {
  let first: Promise<IteratorResult<unknown, unknown>> | undefined = results.next();
  first.catch(() => undefined);
  const close = async (): Promise<void> => {
    ended();
    await results.return?.();
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      const step = first ?? results.next();
      first = undefined;
      const result = await step.catch(failed);
      if (result.done === true) {
        ended();
        return { done: true, value: undefined };
      }
      try {
        return { done: false, value: read(result.value) };
      } catch (error) {
        await close();
        throw error;
      }
    },
    return: async () => {
      await close();
      return { done: true, value: undefined };
    },
  };
}

const closingOf = (error: unknown) => closingSchema.safeParse(error).data;
const refusalOf = (error: unknown) => errorsSchema.safeParse(error).data;

/** What the library throws: the errors of a refused subscription as they came, or how the socket was closed. */
function explained(error: unknown): unknown {
  const refusal = refusalOf(error);
  if (refusal) return errorOf(refusal);
  const closing = closingOf(error);
  if (!closing) return error;
  const { code, reason } = closing;
  const message = reason || `The socket was closed (${code}).`;
  return new LaurelError([message], [code === FORBIDDEN ? 'UNAUTHENTICATED' : 'SOCKET_CLOSED']);
}
