import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Lets pages of other origins ask. Tokens are sent by hand, never by cookie, so `*` gives nothing away.
 *
 * @param origins `*`, or the allowed origins separated by commas.
 * @returns whether the request was a preflight, and is answered.
 */
export function createCors(origins: string): (request: IncomingMessage, response: ServerResponse) => boolean {
  const allowed = new Set(origins.split(',').map((origin) => origin.trim()));
  const any = allowed.has('*');
  return (request, response) => {
    const { origin } = request.headers;
    if (!any) response.setHeader('vary', 'origin');
    if (origin !== undefined && (any || allowed.has(origin))) {
      response.setHeader('access-control-allow-origin', any ? '*' : origin);
      response.setHeader('access-control-expose-headers', 'x-request-id');
    }
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
    response.writeHead(204, {
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, OPTIONS',
      'access-control-allow-headers':
        request.headers['access-control-request-headers'] ?? 'authorization, content-type, x-request-id',
      'access-control-max-age': '7200',
    });
    response.end();
    return true;
  };
}
