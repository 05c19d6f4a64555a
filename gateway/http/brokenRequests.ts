import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { malformed, type RequestError } from '../errors.ts';
import type { Exchange } from './exchange.ts';
import type { Pipelining } from './pipelining.ts';

/** How long a client may take to read why it was refused. */
const LINGER_MS = 1_000;
/** More header lines than any client sends; node:http would leave out what goes beyond its own limit, without a word. */
const MAX_HEADERS = 256;

/**
 * Answers what cannot be read as HTTP, or in two ways, with an error like any other, and closes the connection: nothing
 * that stands behind it may be taken for a request.
 */
export function refuseBrokenRequests(server: Server, pipelining: Pipelining): void {
  const refused = new WeakSet<Duplex>();
  // The size of a head is bounded already; all its lines must be seen to be counted.
  server.maxHeadersCount = 0;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (refused.has(socket)) return;
    refused.add(socket);
    const [current, ...others] = pipelining.openOn(socket);
    const isOfCurrent = current === undefined || !(current.req.complete || current.headersSent);
    if (!socket.writable || error.code === 'ECONNRESET' || !isOfCurrent || others.length > 0) {
      socket.destroy();
      return;
    }
    const { status, errors } = explained(error);
    const body = JSON.stringify({ errors });
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\ncontent-type: application/json; charset=utf-8\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
    const cut = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once('close', () => clearTimeout(cut));
  });
}

/** @throws RequestError for a head that node:http takes and we do not; it is the last one of its connection. */
export function checkHead({ request, response }: Pick<Exchange, 'request' | 'response'>): void {
  const { rawHeaders, headers } = request;
  if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue') {
    throw malformed('BAD_REQUEST', 'Nothing can be expected but 100-continue.', 417);
  }
  const names = rawHeaders.filter((_name, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const twice = SINGLE.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (!twice && names.length <= MAX_HEADERS) return;
  response.shouldKeepAlive = false;
  throw twice ? malformed('BAD_REQUEST', `The request has two headers ${twice}.`) : tooLarge();
}

/** Headers of which node:http takes the first, and others may take the last. */
const SINGLE = ['host', 'authorization', 'content-type'] as const;

const tooLarge = (): RequestError =>
  malformed('HEADERS_TOO_LARGE', 'The headers of the request are too large or too many.', 431);

function explained({ code }: NodeJS.ErrnoException): RequestError {
  if (code === 'HPE_HEADER_OVERFLOW') return tooLarge();
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return malformed('REQUEST_TIMEOUT', 'The request did not come to its end in time.', 408);
  }
  return malformed('BAD_REQUEST', 'This cannot be read as one HTTP request.');
}
