import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { PlainConnection, type PlainAnswerer } from './plainConnection.ts';

/** As node:http with our settings: how long a connection may be idle, and take for its first request. */
const IDLE_MS = 65_000;
/** How long a request that has begun may stay in part, before node:http is to watch over it. */
const PARTIAL_MS = 5_000;
const SWEEP_MS = 1_000;

/** The connections on which so far only plain requests came. */
export interface PlainConnections {
  /** Ends idle connections now, and each of the others after its answer. */
  drain(): void;
  /** Ends them all. */
  cut(): void;
}

/**
 * Stands before a server of node:http, and answers plain requests (see `plainRequest.ts`) itself, without what node:http
 * has for all others. At the first byte that is not plain, node:http gets the connection, with what was read, and keeps it.
 */
export function servePlainRequests(server: Server, answerer: PlainAnswerer): PlainConnections {
  const [serve] = server.listeners('connection');
  if (!serve) throw new Error('a server that takes no connections');
  const all = new Set<PlainConnection>();
  let isDraining = false;
  const leave = (connection: PlainConnection): void => void all.delete(connection);
  const handOver = (connection: PlainConnection, socket: Socket): void => {
    leave(connection);
    Reflect.apply(serve, server, [socket]);
  };
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    const connection = new PlainConnection(socket, answerer, { handOver, leave });
    all.add(connection);
    if (isDraining) connection.drain();
  });
  const sweep = setInterval(() => {
    const now = performance.now();
    for (const connection of all) connection.expire(now - IDLE_MS, now - PARTIAL_MS);
  }, SWEEP_MS).unref();
  server.on('close', () => clearInterval(sweep));
  return {
    drain: () => {
      isDraining = true;
      for (const connection of [...all]) connection.drain();
    },
    cut: () => {
      for (const connection of [...all]) connection.destroy();
    },
  };
}
