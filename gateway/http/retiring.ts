import { once } from 'node:events';
import type { Server } from 'node:http';
import { Server as PlainServer } from 'node:net';
import { KEEP_ALIVE_MS } from './server.ts';
import type { Sockets } from './websocket/server.ts';

/** How long a worker may take to retire when its longest request takes so long. */
export const retireWithinMs = (requestTimeoutMs: number): number => Math.max(requestTimeoutMs, KEEP_ALIVE_MS + 5_000);

/**
 * Lets a server end while others take its place, so that nobody notices: no new connections, what is asked on kept
 * ones is answered and ends them (see `createHttpServer`), sockets and streams are told to come back. A connection that
 * is not used is kept for as long as its client was told: closing it could meet a request that is on its way.
 *
 * Not `server.close()`: that would close kept connections at once.
 */
export async function retire(server: Server, sockets: Sockets, requestTimeoutMs: number): Promise<void> {
  const closed = once(server, 'close');
  PlainServer.prototype.close.call(server);
  const cut = setTimeout(() => server.closeAllConnections(), retireWithinMs(requestTimeoutMs));
  await sockets.drain(requestTimeoutMs);
  await closed;
  clearTimeout(cut);
}
