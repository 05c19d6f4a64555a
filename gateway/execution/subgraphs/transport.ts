import type { GraphQLFormattedError } from 'graphql';
import type { GatewayErrorCode } from '../../errors.ts';

/** What a subgraph answered: an object with `data`, `errors` or both. The values in them are not checked. */
export interface SubgraphAnswer {
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors: readonly GraphQLFormattedError[];
}

/** Why a subgraph gave no usable answer. The message is for clients: it names the subgraph, never its address. */
export class SubrequestError extends Error {
  readonly code: GatewayErrorCode;
  readonly status: number | undefined;
  /** When it is worth asking again; undefined where nobody knows. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: GatewayErrorCode,
    message: string,
    details: { cause?: unknown; status?: number; retryAfterSeconds?: number } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = 'SubrequestError';
    this.code = code;
    this.status = details.status;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }

  /** The error as the client gets it. */
  toClient(serviceName: string): GraphQLFormattedError {
    const { code, message, retryAfterSeconds } = this;
    return {
      message,
      extensions: { code, serviceName, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
    };
  }
}

/** Why a request was given up: its time was over, or nobody waits for it any more, which is no fault of the subgraph. */
export const givenUp = (subgraph: string, isOutOfTime: boolean): SubrequestError =>
  isOutOfTime
    ? new SubrequestError('SUBREQUEST_TIMEOUT', `Subgraph "${subgraph}" did not answer in time.`)
    : new SubrequestError('SUBREQUEST_CANCELLED', `Nobody waits for what subgraph "${subgraph}" answers any more.`);
