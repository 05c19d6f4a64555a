import type { Server } from 'node:http';
import type { Cors } from './http/cors.ts';
import type { Handler } from './http/exchange.ts';
import type { Sockets } from './http/websocket/server.ts';

/** What answers GraphQL requests, over HTTP and over WebSocket. */
export interface Endpoint {
  readonly handle: Handler;
  /** Answers some requests to this path before a server does, the same but faster. */
  servePlainRequests?(server: Server, path: string, cors: Cors): void;
  /** Serves sockets of this path on a server. */
  serveSockets(server: Server, path: string): Sockets;
}
