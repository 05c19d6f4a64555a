import type { IncomingMessage, Server } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { acceptRequestId, REQUEST_ID_HEADER } from '#platform/telemetry/log.ts';
import { ambiguityOf, endWith } from '../brokenRequests.ts';
import type { ClientInfoOf } from '../clientInfo.ts';
import { urlOf } from '../server.ts';
import { Connection, type ConnectionOptions } from './connection.ts';
import { CloseCode, PROTOCOL } from './messages.ts';

/** So long a client may take to answer a closing, then it is cut off: an option of ws that its types do not name. */
const CLOSING = { closeTimeout: 1_000 };

interface Options extends ConnectionOptions {
  readonly server: Server;
  readonly path: string;
  readonly maxMessageBytes: number;
  readonly clientInfoOf: ClientInfoOf;
  readonly opened: () => void;
  readonly closed: () => void;
}

/** The sockets of all clients. */
export interface Sockets {
  /** Takes no more sockets, lets what is short end, and closes all. */
  drain(limitMs: number): Promise<void>;
}

/** Serves GraphQL over WebSocket (graphql-transport-ws) on an HTTP server. */
export function serveSockets({
  server,
  path,
  maxMessageBytes,
  clientInfoOf,
  opened,
  closed,
  ...options
}: Options): Sockets {
  const connections = new Set<Connection>();
  const sockets = createSocketServer(maxMessageBytes);
  let draining = false;

  const connect = (webSocket: WebSocket, request: IncomingMessage): void => {
    const requestId = acceptRequestId(request.headers[REQUEST_ID_HEADER]);
    const connection = new Connection(
      webSocket,
      { requestId, authorization: request.headers.authorization, client: clientInfoOf(request) },
      options,
    );
    connections.add(connection);
    opened();
    webSocket.on('close', () => {
      connections.delete(connection);
      closed();
    });
  };

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (urlOf(request).pathname !== path || draining) {
      turnAway(socket, draining ? '503 Service Unavailable' : '404 Not Found');
      return;
    }
    const problem = ambiguityOf(request);
    if (problem) {
      socket.on('error', () => undefined);
      endWith(socket, problem);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (webSocket.protocol !== PROTOCOL) {
        closeUnspoken(webSocket);
        return;
      }
      cutOffStalled(socket, options.stallTimeoutMs);
      connect(webSocket, request);
    });
  });

  return {
    async drain(limitMs) {
      draining = true;
      await Promise.all([...connections].map((connection) => connection.drain(limitMs)));
      sockets.close();
    },
  };
}

const createSocketServer = (maxMessageBytes: number): WebSocketServer =>
  new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    ...CLOSING,
    // Without a protocol in common the socket is opened all the same, so that the client can be told why it is closed.
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });

function turnAway(socket: Duplex, status: string): void {
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`);
}

function closeUnspoken(webSocket: WebSocket): void {
  webSocket.on('error', () => undefined);
  webSocket.close(CloseCode.subprotocolNotAcceptable, 'Subprotocol not acceptable');
}

/**
 * Cuts off a client that has read nothing for long of what waits for it. That it reads on within one large message is seen
 * only by node's own time-out, which looks at what has left.
 */
function cutOffStalled(socket: Duplex, stallTimeoutMs: number): void {
  if (!(socket instanceof Socket)) return;
  socket.setTimeout(stallTimeoutMs);
  socket.on('timeout', () => {
    if (socket.writableLength > 0) socket.destroy();
  });
}
