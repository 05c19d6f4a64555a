import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

/** Finds out from which network address a request came; undefined when the client is gone. */
export type ClientAddressOf = (request: Asking) => string | undefined;

/** What of a request is looked at. */
interface Asking {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: IncomingHttpHeaders;
}

/**
 * How client addresses are known: by the connection, or, behind `trustedProxies` proxies, each of which adds whom it heard
 * to `X-Forwarded-For`, by what the outermost of them added. What stands before that a client may have made up.
 */
export const clientAddresses =
  (trustedProxies: number): ClientAddressOf =>
  (request) => {
    const { remoteAddress } = request.socket;
    if (trustedProxies === 0) return remoteAddress;
    const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
    const told = withoutPort(forwarded.at(-trustedProxies)?.trim() ?? '');
    return isIP(told) === 0 ? remoteAddress : told;
  };

/** Some proxies add the port: `203.0.113.7:1234`, `[2001:db8::1]:1234`. */
const withoutPort = (address: string): string =>
  /^\[([^\]]*)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
