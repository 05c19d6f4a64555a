import { once } from 'node:events';
import type { Server } from 'node:http';
import { Server as PlainServer } from 'node:net';
import type { Sockets } from './websocket/server.ts';

/** A kept connection that is not used for so long after the end has begun is closed. */
const LINGER_MS = 2_000;

/**
 * Lets a server end while others take its place, so that nobody notices: no new connections, what is asked on kept
 * ones is answered and ends them (see `createHttpServer`), sockets and streams are told to come back.
 *
 * Not `server.close()`: that would close kept connections at once, and with them a request that is on its way.
 */
export async function retire(server: Server, sockets: Sockets, limitMs: number): Promise<void> {
  const closed = once(server, 'close');
  PlainServer.prototype.close.call(server);
  const idle = setTimeout(() => server.closeIdleConnections(), LINGER_MS);
  const again = setInterval(() => server.closeIdleConnections(), LINGER_MS);
  const cut = setTimeout(() => server.closeAllConnections(), limitMs);
  await sockets.drain(limitMs);
  await closed;
  clearTimeout(idle);
  clearInterval(again);
  clearTimeout(cut);
}
