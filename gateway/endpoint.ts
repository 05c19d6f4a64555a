import type { Server } from 'node:http';
import type { Handler } from './http/exchange.ts';
import type { Sockets } from './http/websocket/server.ts';

/** What answers GraphQL requests, over HTTP and over WebSocket. */
export interface Endpoint {
  readonly handle: Handler;
  /** Serves sockets of this path on a server. */
  serveSockets(server: Server, path: string): Sockets;
}
