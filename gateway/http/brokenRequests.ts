import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { malformed, type RequestError } from '../errors.ts';
import type { Exchange } from './exchange.ts';
import { METHODS } from './graphql.ts';
import type { Pipelining } from './pipelining.ts';

/** How long a client may take to read why it was refused. */
const LINGER_MS = 1_000;
/** More header lines than any client sends; node:http would leave out what goes beyond its own limit, without a word. */
const MAX_HEADERS = 256;

/**
 * Answers what cannot be read as HTTP, or in two ways, with an error like any other, behind the answers to what came whole
 * before it, and closes the connection: nothing that stands behind it may be taken for a request.
 */
export function refuseBrokenRequests(server: Server, pipelining: Pipelining): void {
  const refused = new WeakSet<Duplex>();
  // The size of a head is bounded already; all its lines must be seen to be counted.
  server.maxHeadersCount = 0;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (refused.has(socket)) return;
    refused.add(socket);
    const open = pipelining.openOn(socket);
    const last = open.at(-1);
    const isBehind = open.every(({ req }) => req.complete);
    const isOfCurrent = open.length === 1 && last?.headersSent === false;
    if (!socket.writable || error.code === 'ECONNRESET' || !(isBehind || isOfCurrent)) socket.destroy();
    else if (last && isBehind) last.once('finish', () => endWith(socket, explained(error)));
    else endWith(socket, explained(error));
  });
}

/** Answers who asks for a tunnel (`CONNECT x:1`) with 405, behind the answers to what came before, and closes the connection. */
export function refuseTunnels(server: Server, pipelining: Pipelining): void {
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => undefined);
    const refuse = (): void =>
      endWith(socket, malformed('METHOD_NOT_ALLOWED', 'There are no tunnels here.', 405), `allow: ${METHODS}\r\n`);
    const last = pipelining.openOn(socket).at(-1);
    if (last) last.once('finish', refuse);
    else refuse();
  });
}

/** Writes an error as the last answer of a connection, where node:http writes none; `headers` are whole lines. */
export function endWith(socket: Duplex, { status, errors }: RequestError, headers = ''): void {
  const body = JSON.stringify({ errors });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${headers}content-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(cut));
}

/** @throws RequestError for a head that node:http takes and we do not. */
export function checkHead({ request, response }: Pick<Exchange, 'request' | 'response'>): void {
  const { expect } = request.headers;
  if (expect !== undefined && expect.toLowerCase() !== '100-continue') {
    throw malformed('BAD_REQUEST', 'Nothing can be expected but 100-continue.', 417);
  }
  const problem = ambiguityOf(request);
  if (!problem) return;
  response.shouldKeepAlive = false;
  throw problem;
}

/**
 * What is wrong with a head that can be read in two ways, does not say for whom it is, or is too long; it is the last one of
 * its connection.
 */
export function ambiguityOf({ headers, rawHeaders, httpVersion }: IncomingMessage): RequestError | undefined {
  const names = rawHeaders.filter((_name, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const twice = SINGLE.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice) return malformed('BAD_REQUEST', `The request has two headers ${twice}.`);
  if (httpVersion === '1.1' && !names.includes('host'))
    return malformed('BAD_REQUEST', 'The request has no header host.');
  // node:http undoes the chunks, and would hand on what is coded within as it is.
  if ((headers['transfer-encoding'] ?? 'chunked').toLowerCase() !== 'chunked')
    return malformed('BAD_REQUEST', 'The transfer-encoding can be nothing but chunked.');
  return names.length > MAX_HEADERS ? tooLarge() : undefined;
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
