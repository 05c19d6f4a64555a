import type { GraphQLError, GraphQLFormattedError } from 'graphql';

/** Every code the gateway itself puts in `extensions.code`; a subgraph's own codes pass through beside these. */
export type GatewayErrorCode =
  | 'BAD_REQUEST'
  | 'PERSISTED_QUERY_NOT_SUPPORTED'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'NOT_ACCEPTABLE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'REQUEST_TOO_LARGE'
  | 'HEADERS_TOO_LARGE'
  | 'REQUEST_TIMEOUT'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'OPERATION_RESOLUTION_FAILURE'
  | 'BAD_USER_INPUT'
  | 'TOO_MANY_TOKENS'
  | 'QUERY_TOO_DEEP'
  | 'QUERY_TOO_COMPLEX'
  | 'TOO_MANY_ALIASES'
  | 'TOO_MANY_ROOT_FIELDS'
  | 'TOO_MANY_OPERATIONS'
  | 'QUERY_PLANNING_FAILED'
  | 'PLANNING_OVERLOADED'
  | 'UNAUTHENTICATED'
  | 'AUTHENTICATION_UNAVAILABLE'
  | 'UNAUTHORIZED_FIELD_OR_TYPE'
  | 'DOWNSTREAM_SERVICE_ERROR'
  | 'SUBREQUEST_FAILED'
  | 'SUBREQUEST_TIMEOUT'
  | 'SUBREQUEST_CANCELLED'
  | 'SUBGRAPH_UNAVAILABLE'
  | 'SUBREQUEST_MALFORMED_RESPONSE'
  | 'SUBREQUEST_TOO_LARGE'
  | 'SUBSCRIPTION_INTERRUPTED'
  | 'RESPONSE_VALIDATION_FAILED'
  | 'INTERNAL_SERVER_ERROR';

/** An error as the client gets it. */
export const gatewayError = (
  code: GatewayErrorCode,
  message: string,
  path?: readonly (string | number)[],
): GraphQLFormattedError => ({ message, ...(path ? { path } : {}), extensions: { code } });

/** Messages of graphql-js repeat what was sent, which may be megabytes. What is wrong stands at their beginning or end. */
const KEPT_LETTERS = { beginning: 300, end: 200 };

const shortened = (message: string): string =>
  message.length <= KEPT_LETTERS.beginning + KEPT_LETTERS.end
    ? message
    : `${message.slice(0, KEPT_LETTERS.beginning)} … ${message.slice(-KEPT_LETTERS.end)}`.toWellFormed();

/** An error of graphql-js as the client gets it: message, as far as it is not too long, and locations, with a code of ours. */
export const formatted = (error: GraphQLError, code: GatewayErrorCode): GraphQLFormattedError => ({
  message: shortened(error.message),
  ...(error.locations ? { locations: error.locations } : {}),
  extensions: { code },
});

/**
 * A request that is answered with errors alone, without `data`.
 *
 * `status` is the HTTP status; a client that accepts `application/json` gets 200 instead when the request was a
 * well-formed GraphQL request (`graphql: true`), as GraphQL over HTTP has it.
 */
export class RequestError extends Error {
  readonly errors: readonly GraphQLFormattedError[];
  readonly status: number;
  readonly graphql: boolean;
  /** When the same request may be answered. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    errors: readonly GraphQLFormattedError[],
    answer: { status: number; graphql: boolean; retryAfterSeconds?: number },
  ) {
    super(errors[0]?.message ?? 'request refused');
    this.name = 'RequestError';
    this.errors = errors;
    this.status = answer.status;
    this.graphql = answer.graphql;
    this.retryAfterSeconds = answer.retryAfterSeconds;
  }
}

/** A GraphQL request that cannot be executed: it does not parse, validate, fit the limits or name an operation. */
export const refused = (...errors: readonly GraphQLFormattedError[]): RequestError =>
  new RequestError(errors, { status: 400, graphql: true });

/** An operation for which no order of fetches, no subgraph or no room in the answer can be found. */
export const cannotPlan = (): RequestError =>
  refused(gatewayError('QUERY_PLANNING_FAILED', 'The operation cannot be planned.'));

const RETRY_AFTER_SECONDS = 5;

/** An operation that has to be planned, or is large, while too much else is. */
export function overloaded(): RequestError {
  const { message, extensions } = gatewayError(
    'PLANNING_OVERLOADED',
    'Too many new or large operations are asked at once.',
  );
  const error = { message, extensions: { ...extensions, retryAfterSeconds: RETRY_AFTER_SECONDS } };
  return new RequestError([error], { status: 503, graphql: false, retryAfterSeconds: RETRY_AFTER_SECONDS });
}

/** What some work comes to, or why it is refused: both can be kept. @throws what is no refusal. */
export function outcomeOf<Result>(work: () => Result): Result | RequestError {
  try {
    return work();
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
}

/** An HTTP request that is not a GraphQL request, or not one this endpoint takes. */
export const malformed = (code: GatewayErrorCode, message: string, status = 400): RequestError =>
  new RequestError([gatewayError(code, message)], { status, graphql: false });

/** A token that does not hold. */
export const unauthenticated = (message: string): RequestError =>
  new RequestError([gatewayError('UNAUTHENTICATED', message)], { status: 401, graphql: false });

/** What a client is told about something it cannot help; the error itself goes to the log. */
export const internalError = (): RequestError =>
  new RequestError([gatewayError('INTERNAL_SERVER_ERROR', 'Something went wrong in the gateway.')], {
    status: 500,
    graphql: false,
  });

/** Whether somebody went deeper than the stack, as recursion over what others send may do. */
export const isStackOverflow = (error: unknown): error is RangeError =>
  error instanceof RangeError && error.message.includes('call stack');
