import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { ClientInfo } from '#platform/client.ts';
import { acceptRequestId, REQUEST_ID_HEADER, withRequestId, type Logger } from '#platform/telemetry/log.ts';
import { internalError, malformed, RequestError } from '../errors.ts';
import type { ClientInfoOf } from './clientInfo.ts';
import { traceOf } from '../tracing.ts';
import { checkHead, refuseBrokenRequests, refuseTunnels } from './brokenRequests.ts';
import type { Cors } from './cors.ts';
import { sendError, type Exchange, type Handler } from './exchange.ts';
import { Pipelining } from './pipelining.ts';

/** For how long a connection without a request is kept. */
export const KEEP_ALIVE_MS = 65_000;

/** For how long a request may come in. */
const REQUEST_TIMEOUT_MS = 300_000;
/** How often it is looked for who takes too long, at most. */
const LOOK_EVERY_MS = 5_000;

/** What answers which path: exactly, or by its beginning where the path ends in `/` (the root apart). */
export type Routes = Readonly<Record<string, Handler>>;

interface Options {
  readonly routes: Routes;
  /** The route whose errors are those of GraphQL. */
  readonly graphqlPath: string;
  readonly cors: Cors;
  readonly log: Logger;
  /** Aborted when the gateway stops: connections then end with their next answer. */
  readonly draining: AbortSignal;
  readonly clientInfoOf: ClientInfoOf;
  /** For how long the head of a request may come in; it is noticed a quarter late at most. */
  readonly headTimeoutMs: number;
  /** Who neither sends nor takes a byte for so long while a request is under way is cut off: nothing is kept for them for ever. */
  readonly stallTimeoutMs: number;
}

/** Makes the HTTP server: request ids, CORS, routes, and an answer for whatever a handler throws. */
export function createHttpServer(options: Options): Server {
  const { routes, cors, log, draining, clientInfoOf, headTimeoutMs, stallTimeoutMs } = options;
  const find = router(routes);
  const pipelining = new Pipelining();
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const requestId = acceptRequestId(request.headers[REQUEST_ID_HEADER]);
    response.setHeader(REQUEST_ID_HEADER, requestId);
    if (draining.aborted) response.shouldKeepAlive = false;
    withRequestId(requestId, () => {
      const startedAt = performance.now();
      const exchange = exchangeFor(request, response, requestId, clientInfoOf(request));
      const { route, handler } = find(exchange.url);
      response.on('finish', () => {
        // What was not read of a body must not stand before the next request.
        request.resume();
        const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
        // The address itself may be a secret, or lead to one.
        log.debug({ method: request.method, route, status: response.statusCode, durationMs }, 'answered');
      });
      void answer(exchange, handler);
    });
  };
  const server = createServer(settingsFor(headTimeoutMs), serve);
  server.setTimeout(stallTimeoutMs);
  server.on('checkExpectation', serve);
  refuseBrokenRequests(server, pipelining);
  refuseTunnels(server, pipelining);
  return server;

  async function answer(exchange: Exchange, handler: Handler): Promise<void> {
    try {
      if (!(await pipelining.turn(exchange.request.socket, exchange.response))) return;
      checkHead(exchange);
      if (cors.answer(exchange.request, exchange.response)) return;
      await handler(exchange);
    } catch (error) {
      answerError(exchange, error, options);
    }
  }
}

const settingsFor = (headTimeoutMs: number): ServerOptions => ({
  requestTimeout: Math.max(REQUEST_TIMEOUT_MS, headTimeoutMs),
  headersTimeout: headTimeoutMs,
  connectionsCheckingInterval: Math.min(LOOK_EVERY_MS, Math.ceil(headTimeoutMs / 4)),
  keepAliveTimeout: KEEP_ALIVE_MS,
  // We look at it ourselves: node:http would refuse without a word, and take what stands behind for another request.
  requireHostHeader: false,
  // Any other upgrade (to HTTP/2, as some clients offer with each request) is not taken up: the request is answered as it is.
  shouldUpgradeCallback: ({ method, headers }) => method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket',
});

function answerError(
  { response, signal, url }: Exchange,
  error: unknown,
  { log, graphqlPath }: Pick<Options, 'log' | 'graphqlPath'>,
): void {
  if (signal.aborted) return;
  const known = error instanceof RequestError ? error : internalError();
  if (known !== error) log.error({ err: error }, 'a request failed');
  else if (known.cause !== undefined) log.warn({ err: known.cause }, known.message);
  if (response.headersSent) response.destroy();
  else sendError(response, known, url.pathname === graphqlPath);
}

function exchangeFor(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  client: ClientInfo,
): Exchange {
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return {
    request,
    response,
    url: urlOf(request),
    requestId,
    client,
    signal: gone.signal,
    trace: traceOf(request.headers),
  };
}

/** Where a request leads. An address that is none (`http://[`) leads nowhere. */
export function urlOf({ url = '/' }: IncomingMessage): URL {
  return URL.parse(url.startsWith('/') ? `http://gateway${url}` : url) ?? new URL('http://gateway/nowhere');
}

/** What answers an address, and the path of `Routes` that it falls under; none where there is nothing. */
interface Found {
  readonly route?: string;
  readonly handler: Handler;
}

function router(routes: Routes): (url: URL) => Found {
  const prefixes = Object.entries(routes).filter(([path]) => path.length > 1 && path.endsWith('/'));
  const notFound: Handler = () => {
    throw malformed('NOT_FOUND', 'There is nothing at this address. GraphQL is at /graphql.', 404);
  };
  return ({ pathname }) => {
    const exact = Object.hasOwn(routes, pathname) ? routes[pathname] : undefined;
    if (exact) return { route: pathname, handler: exact };
    const found = prefixes.find(([prefix]) => pathname.startsWith(prefix));
    return found ? { route: found[0], handler: found[1] } : { handler: notFound };
  };
}
