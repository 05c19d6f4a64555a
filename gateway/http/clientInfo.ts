import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import type { ClientInfo } from '#platform/client.ts';

/** Finds out from where, and by what, a request was sent; the network address is unknown when the client is gone. */
export type ClientInfoOf = (request: Asking) => ClientInfo;

/** What of a request is looked at. */
interface Asking {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: IncomingHttpHeaders;
}

/** How clients are known: by their addresses, and by what they say they are. */
export const clientInfos =
  (trustedProxies: number): ClientInfoOf =>
  (request) => ({ address: addressOf(request, trustedProxies), userAgent: request.headers['user-agent'] });

/**
 * How client addresses are known: by the connection, or, behind `trustedProxies` proxies, each of which adds whom it heard
 * to `X-Forwarded-For`, by what the outermost of them added. What stands before that a client may have made up.
 */
function addressOf({ socket: { remoteAddress }, headers }: Asking, trustedProxies: number): string | undefined {
  if (trustedProxies === 0) return remoteAddress;
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  const told = withoutPort(forwarded.at(-trustedProxies)?.trim() ?? '');
  return isIP(told) === 0 ? remoteAddress : told;
}

/** Some proxies add the port: `203.0.113.7:1234`, `[2001:db8::1]:1234`. */
const withoutPort = (address: string): string =>
  /^\[([^\]]*)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
