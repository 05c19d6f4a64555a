import { connect as connectPlain, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { socketPathOf } from '../../supergraph/localSockets.ts';

/** Where a subgraph is reached, and what every request to it begins with. */
export interface Target {
  readonly subgraph: string;
  /** Request line and unchanging headers. */
  readonly head: Uint8Array;
  /**
   * Opens a connection, on which no `data` is emitted.
   *
   * @param onBytes gets what comes; the bytes are written over when it returns.
   */
  connect(onBytes: (bytes: Buffer) => void): Socket;
}

/** All connections read into the same memory, one after the other: what came is copied before the next may read. */
const READ_BYTES = 256 * 1024;
const shared = Buffer.allocUnsafeSlow(READ_BYTES);

const reading = (onBytes: (bytes: Buffer) => void): OnReadOpts => ({
  buffer: shared,
  callback: (length) => {
    onBytes(shared.subarray(0, length));
    return true;
  },
});

/** Reads where a subgraph is. @throws when the URL is of a kind that is not spoken here. */
export function targetOf(subgraph: string, url: URL): Target {
  const secure = url.protocol === 'https:';
  const path = socketPathOf(url);
  if (!secure && url.protocol !== 'http:' && path === undefined) {
    throw new Error(`subgraph "${subgraph}": ${url.protocol}// is not spoken here (http, https, http+unix)`);
  }
  const host = path === undefined ? url.host : 'localhost';
  const text = [
    `POST ${url.pathname || '/'}${url.search} HTTP/1.1`,
    `host: ${host}`,
    'content-type: application/json',
    'accept: application/graphql-response+json, application/json;q=0.9',
    '',
  ].join('\r\n');
  const head = new Uint8Array(Buffer.from(text, 'latin1'));
  if (path !== undefined) {
    return { subgraph, head, connect: (onBytes) => connectPlain({ path, onread: reading(onBytes) }) };
  }
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (secure ? 443 : 80));
  if (secure) {
    const servername = /^[\d.]+$|:/.test(hostname) ? '' : hostname;
    const options = { host: hostname, port, servername, ALPNProtocols: ['http/1.1'] };
    return { subgraph, head, connect: (onBytes) => connectTls(options).on('data', onBytes) };
  }
  const options = { host: hostname, port, noDelay: true, autoSelectFamily: true };
  return {
    subgraph,
    head,
    connect: (onBytes) => connectPlain({ ...options, onread: reading(onBytes) }),
  };
}
