import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { GraphQLFormattedError } from 'graphql';
import { errors, Pool } from 'undici';
import { CLIENT_ADDRESS_HEADER, CLIENT_USER_AGENT_HEADER, clientHeaders } from '#platform/client.ts';
import { REQUEST_ID_HEADER } from '#platform/telemetry/log.ts';
import { VIEWER_HEADER } from '#platform/viewer.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import { malformed, RequestError, gatewayError } from '../errors.ts';
import { closePools } from '../pools.ts';
import type { Handler } from './exchange.ts';

/** Not passed on: they belong to one connection, or are the gateway's own to set. */
const NOT_PASSED_ON = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
  'authorization',
  REQUEST_ID_HEADER,
  VIEWER_HEADER,
  CLIENT_ADDRESS_HEADER,
  CLIENT_USER_AGENT_HEADER,
]);

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
const IDLE_TIMEOUT_MS = 60_000;
/** A service may take so much longer to answer as it takes to store what it was sent at this rate. */
const SLOWEST_BYTES_PER_MS = 1_000;
/** When to try again what a service did not do. */
const RETRY_AFTER_SECONDS = 5;
/** To each service, for those who read and for those who send. */
const MOST_CONNECTIONS = 256;

/** A part of the site that another service answers. */
export interface Proxy {
  readonly handle: Handler;
  close(): Promise<void>;
}

/**
 * Passes requests on to the service at `target`, path and query as they are. Bodies are streamed in both directions,
 * no faster than the slower end takes them; when one end goes, so does the other. The caller's token is replaced by the
 * gateway's viewer token.
 *
 * @param answerTimeoutMs how long a service may say nothing once it has a whole small request.
 */
export function createProxy(target: string, authenticator: Authenticator, answerTimeoutMs: number): Proxy {
  const openPool = (): Pool =>
    new Pool(new URL(target).origin, {
      connections: MOST_CONNECTIONS,
      pipelining: 1,
      headersTimeout: IDLE_TIMEOUT_MS,
      bodyTimeout: IDLE_TIMEOUT_MS,
    });
  // However many send slowly, others can still read.
  const [reading, sending] = [openPool(), openPool()];
  return {
    close: () => closePools([reading, sending]),
    handle: async ({ request, response, url, requestId, client, signal }) => {
      const method = METHODS.find((each) => each === request.method);
      if (!method) throw malformed('METHOD_NOT_ALLOWED', 'There is no such method here.', 501);
      const caller = await authenticator.authenticate(request.headers.authorization, client);
      const { headers } = await caller.credentials();
      const hasBody = method !== 'GET' && method !== 'HEAD';
      if (hasBody) await begun(request, signal);
      const body = hasBody ? bodyOf(request) : null;
      const patience = new Patience(request, body, answerTimeoutMs);
      const answer = await (hasBody ? sending : reading)
        .request({
          method,
          path: `${url.pathname}${url.search}`,
          headers: {
            ...passedOn(request.headers),
            ...headers,
            [REQUEST_ID_HEADER]: requestId,
            ...clientHeaders(client),
          },
          body,
          signal: AbortSignal.any([signal, patience.over]),
        })
        .catch((error: unknown) => {
          response.setHeader('retry-after', RETRY_AFTER_SECONDS);
          throw patience.over.aborted || error instanceof errors.HeadersTimeoutError ? late(error) : unreachable(error);
        })
        .finally(() => patience.end());
      response.writeHead(answer.statusCode, passedOn(answer.headers));
      await pipeline(answer.body, response).catch((error: unknown) => {
        // Half an answer cannot be taken back: breaking the connection tells the client.
        response.destroy(error instanceof Error ? error : undefined);
      });
    },
  };
}

/** Waits for the first byte of a body, or its end: whoever sends nothing takes up no connection. */
async function begun(request: IncomingMessage, signal: AbortSignal): Promise<void> {
  if (request.readableLength === 0 && !request.complete) await once(request, 'readable', { signal });
}

/**
 * The body as a stream of its own: when the service answers before it has read all, this one is destroyed, and the
 * request can still be read to its end, so that the client gets to the answer.
 */
function bodyOf(request: IncomingMessage): Readable {
  const body = new PassThrough();
  body.once('close', () => request.unpipe(body).resume());
  return request.pipe(body);
}

function passedOn(headers: IncomingHttpHeaders): OutgoingHttpHeaders & Record<string, string | string[]> {
  const listed = new Set(
    (headers.connection ?? '')
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  );
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || NOT_PASSED_ON.has(name) || listed.has(name) ? [] : [[name, value] as const],
    ),
  );
}

/** How long a service is waited for that has had the whole request, and says nothing: it may have been stopped. */
class Patience {
  readonly #over = new AbortController();
  readonly #body: Readable | null;
  readonly #timeoutMs: number;
  #length = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(request: IncomingMessage, body: Readable | null, timeoutMs: number) {
    this.#body = body;
    this.#timeoutMs = timeoutMs;
    if (!body) {
      this.#begin();
      return;
    }
    request.on('data', (some: Buffer) => (this.#length += some.length));
    body.once('end', this.#begin);
  }

  /** Aborted when it has been too long. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  end(): void {
    this.#body?.off('end', this.#begin);
    clearTimeout(this.#timer);
  }

  readonly #begin = (): void => {
    const timeoutMs = this.#timeoutMs + this.#length / SLOWEST_BYTES_PER_MS;
    this.#timer = setTimeout(() => this.#over.abort(), timeoutMs).unref();
  };
}

const unreachable = (cause: unknown): RequestError =>
  failed(502, gatewayError('SUBREQUEST_FAILED', 'The service behind this address cannot be reached.'), cause);

const late = (cause: unknown): RequestError =>
  failed(504, gatewayError('SUBREQUEST_TIMEOUT', 'The service behind this address did not answer in time.'), cause);

function failed(status: number, error: GraphQLFormattedError, cause: unknown): RequestError {
  const refusal = new RequestError([error], { status, graphql: false });
  refusal.cause = cause;
  return refusal;
}
