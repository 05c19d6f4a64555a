import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Where a subgraph is reached, and what every request to it begins with. */
export interface Target {
  readonly subgraph: string;
  /** Request line and unchanging headers. */
  readonly head: string;
  /** Opens a connection; the socket emits `connect` or `secureConnect` under the name given. */
  connect(): { socket: Socket; ready: 'connect' | 'secureConnect' };
}

/** A socket in the file system: `http+unix://%2Frun%2Fusers.sock/graphql`, the socket's path as an encoded host. */
const UNIX = 'http+unix:';

/** Reads where a subgraph is. @throws when the URL is of a kind that is not spoken here. */
export function targetOf(subgraph: string, url: URL): Target {
  const secure = url.protocol === 'https:';
  if (!secure && url.protocol !== 'http:' && url.protocol !== UNIX) {
    throw new Error(`subgraph "${subgraph}": ${url.protocol}// is not spoken here (http, https, http+unix)`);
  }
  const host = url.protocol === UNIX ? 'localhost' : url.host;
  const head = [
    `POST ${url.pathname || '/'}${url.search} HTTP/1.1`,
    `host: ${host}`,
    'content-type: application/json',
    'accept: application/graphql-response+json, application/json;q=0.9',
    '',
  ].join('\r\n');
  if (url.protocol === UNIX) {
    const path = decodeURIComponent(url.host);
    return { subgraph, head, connect: () => ({ socket: connectPlain({ path }), ready: 'connect' }) };
  }
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (secure ? 443 : 80));
  if (secure) {
    const servername = /^[\d.]+$|:/.test(hostname) ? '' : hostname;
    const open = (): Socket => connectTls({ host: hostname, port, servername, ALPNProtocols: ['http/1.1'] });
    return { subgraph, head, connect: () => ({ socket: open(), ready: 'secureConnect' }) };
  }
  const open = (): Socket => connectPlain({ host: hostname, port, noDelay: true, autoSelectFamily: true });
  return { subgraph, head, connect: () => ({ socket: open(), ready: 'connect' }) };
}
