import type { IncomingHttpHeaders } from 'node:http';

/** From where and by what somebody asks. */
export interface ClientInfo {
  /** The network address; undefined where it is not known. */
  readonly address: string | undefined;
  /** What the client's program says it is (`User-Agent`); undefined where it says nothing. */
  readonly userAgent: string | undefined;
}

/** Nothing is known of who listens. */
export const unknownClient: ClientInfo = { address: undefined, userAgent: undefined };

/**
 * The headers in which the gateway tells subgraphs of the client. Like everything beside a viewer token they are the
 * gateway's word: no client reaches a subgraph.
 */
export const CLIENT_ADDRESS_HEADER = 'x-laurel-client-address';
export const CLIENT_USER_AGENT_HEADER = 'x-laurel-client-user-agent';

const LONGEST_USER_AGENT = 300;

/** What the gateway tells of a client; of what its program says, no more than 300 characters, all of them printable. */
export function clientHeaders({ address, userAgent }: ClientInfo): Record<string, string> {
  const printable = userAgent
    ?.slice(0, LONGEST_USER_AGENT)
    .replace(/[^ -~]/g, '?')
    .trim();
  return {
    ...(address ? { [CLIENT_ADDRESS_HEADER]: address } : {}),
    ...(printable ? { [CLIENT_USER_AGENT_HEADER]: printable } : {}),
  };
}

/** What the gateway told of a client. */
export const clientOf = (headers: IncomingHttpHeaders): ClientInfo => ({
  address: textOf(headers[CLIENT_ADDRESS_HEADER]),
  userAgent: textOf(headers[CLIENT_USER_AGENT_HEADER]),
});

const textOf = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
