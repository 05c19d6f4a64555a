import type { IncomingMessage, ServerResponse } from 'node:http';

/** What pages of other origins are told. */
export interface Cors {
  /** Sets the headers of an answer. @returns whether the request was a preflight, and is answered. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** The same headers as lines, each with its line end, for a request from an origin. */
  linesFor(origin: string | undefined): string;
}

/** The headers of our answers that a page may read beside those that every page may. */
const EXPOSED = 'x-request-id, retry-after, allow, etag, accept-ranges, content-range, content-disposition';

/**
 * Lets pages of other origins ask. Tokens are sent by hand, never by cookie, so `*` gives nothing away.
 *
 * @param origins `*`, or the allowed origins separated by commas.
 */
export function createCors(origins: string): Cors {
  const allowed = new Set(origins.split(',').map((origin) => origin.trim()));
  const any = allowed.has('*');
  const headersFor = (origin: string | undefined): Readonly<Record<string, string>> => ({
    ...(any ? {} : { vary: 'origin' }),
    ...(origin !== undefined && (any || allowed.has(origin))
      ? { 'access-control-allow-origin': any ? '*' : origin, 'access-control-expose-headers': EXPOSED }
      : {}),
  });
  const asLines = (headers: Readonly<Record<string, string>>): string =>
    Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('');
  const withoutOrigin = asLines(headersFor(undefined));
  return {
    linesFor: (origin) => (origin === undefined ? withoutOrigin : asLines(headersFor(origin))),
    answer(request, response) {
      for (const [name, value] of Object.entries(headersFor(request.headers.origin))) response.setHeader(name, value);
      if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
      response.writeHead(204, {
        'access-control-allow-methods': 'GET, HEAD, POST, PUT, OPTIONS',
        'access-control-allow-headers':
          request.headers['access-control-request-headers'] ?? 'authorization, content-type, x-request-id',
        'access-control-max-age': '7200',
      });
      response.end();
      return true;
    },
  };
}
