import type { GraphQLFormattedError } from 'graphql';
import type { GatewayErrorCode } from '../../errors.ts';

/** One GraphQL request to a subgraph. */
export interface Subrequest {
  readonly subgraph: string;
  /** Queries may be asked again when a kept connection turns out to be closed; mutations never are. */
  readonly repeatable: boolean;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** What a subgraph answered: an object with `data`, `errors` or both. The values in them are not checked. */
export interface SubgraphAnswer {
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors: readonly GraphQLFormattedError[];
}

/** Sends requests to subgraphs. */
export interface SubgraphTransport {
  /** @throws SubrequestError when there is no answer, or none that is GraphQL. */
  send(subrequest: Subrequest): Promise<SubgraphAnswer>;
  close(): Promise<void>;
}

/** Why a subgraph gave no usable answer. The message is for clients: it names the subgraph, never its address. */
export class SubrequestError extends Error {
  readonly code: GatewayErrorCode;
  readonly status: number | undefined;

  constructor(code: GatewayErrorCode, message: string, details: { cause?: unknown; status?: number } = {}) {
    super(message, { cause: details.cause });
    this.name = 'SubrequestError';
    this.code = code;
    this.status = details.status;
  }
}
