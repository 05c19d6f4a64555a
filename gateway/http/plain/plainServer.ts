import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { KEEP_ALIVE_MS } from '../server.ts';
import { PlainConnection, type PlainAnswerer, type PlainOwner } from './plainConnection.ts';

/** How long a request that has begun may stay in part, before node:http is to watch over it. */
const PARTIAL_MS = 5_000;
const SWEEP_MS = 1_000;

/**
 * Stands before a server of node:http, and answers plain requests (see `plainRequest.ts`) itself, without what node:http
 * has for all others. At the first byte that is not plain, node:http gets the connection, with what was read, and keeps it.
 *
 * @param draining aborted when the gateway stops: connections then end with their next answer.
 */
export function servePlainRequests(server: Server, answerer: PlainAnswerer, draining: AbortSignal): void {
  const [serve] = server.listeners('connection');
  if (!serve) throw new Error('a server that takes no connections');
  const all = new Set<PlainConnection>();
  const owner: PlainOwner = {
    draining,
    stallTimeoutMs: server.timeout,
    leave: (connection) => void all.delete(connection),
    handOver: (connection, socket) => {
      all.delete(connection);
      Reflect.apply(serve, server, [socket]);
    },
  };
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => void all.add(new PlainConnection(socket, answerer, owner)));
  closeToo(server, all);
  const sweep = setInterval(() => {
    const now = performance.now();
    for (const connection of [...all]) connection.expire(now - KEEP_ALIVE_MS, now - PARTIAL_MS);
  }, SWEEP_MS).unref();
  server.on('close', () => clearInterval(sweep));
}

/** Lets the server close these connections where it closes its own. */
function closeToo(server: Server, all: ReadonlySet<PlainConnection>): void {
  const closeIdle = server.closeIdleConnections.bind(server);
  const closeAll = server.closeAllConnections.bind(server);
  server.closeIdleConnections = () => {
    for (const connection of [...all]) connection.expire(Infinity, -Infinity);
    closeIdle();
  };
  server.closeAllConnections = () => {
    for (const connection of [...all]) connection.destroy();
    closeAll();
  };
}
