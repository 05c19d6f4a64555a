import { isUtf8 } from 'node:buffer';
import type { ClientInfo } from '#platform/client.ts';
import { acceptRequestId, withRequestId, type Logger } from '#platform/telemetry/log.ts';
import type { Authenticator } from '../../auth/authenticator.ts';
import { internalError, RequestError } from '../../errors.ts';
import type { Ending } from '../../ending.ts';
import type { Graph, GraphQLRequest, PreparedRequest, Waiting } from '../../graph.ts';
import type { GatewayMetrics } from '../../metrics.ts';
import { traceOf, type TraceHeaders } from '../../tracing.ts';
import type { ClientInfoOf } from '../clientInfo.ts';
import type { Cors } from '../cors.ts';
import { negotiate, statusOf, type Acceptance, type MediaType } from '../negotiation.ts';
import type { PlainAnswerer } from './plainConnection.ts';
import type { PlainRequest } from './plainRequest.ts';
import type { PlainAnswer } from './plainResponse.ts';

interface Options {
  readonly path: string;
  readonly graph: Graph;
  readonly authenticator: Authenticator;
  readonly maxBodyBytes: number;
  readonly metrics: GatewayMetrics;
  readonly cors: Cors;
  readonly clientInfoOf: ClientInfoOf;
  readonly log: Logger;
}

const MAX_KNOWN_ACCEPTS = 100;

/**
 * Answers queries and mutations that come by plain POST. Whatever is refused, and whatever is answered otherwise than by
 * one answer, is left to `graphqlHandler`, which finds out anew what is to be said.
 */
export function plainGraphql(options: Options): PlainAnswerer {
  const accepts = new Map<string | undefined, Acceptance['single']>();
  const singleFor = (accept: string | undefined): Acceptance['single'] => {
    if (accepts.has(accept)) return accepts.get(accept);
    const single = acceptable(accept);
    if (accepts.size < MAX_KNOWN_ACCEPTS) accepts.set(accept, single);
    return single;
  };
  return {
    requestLine: Buffer.from(`POST ${options.path} HTTP/1.1\r\n`),
    maxBodyBytes: options.maxBodyBytes,
    answer(request, socket, gone) {
      const requestId = acceptRequestId(request.requestId);
      return withRequestId(requestId, async () => {
        const type = singleFor(request.accept);
        const parameters = readParameters(request.body);
        if (type === undefined || parameters === undefined) return undefined;
        const client = options.clientInfoOf({
          socket,
          headers: { 'x-forwarded-for': request.forwardedFor, 'user-agent': request.userAgent },
        });
        const waiting: Waiting = { requestId, signal: gone, trace: traceFrom(request), client };
        const headers = `${options.cors.linesFor(request.origin)}content-type: ${type}; charset=utf-8\r\n`;
        try {
          const prepared = await prepare(options, parameters, request.authorization, client, gone);
          if (!prepared) return undefined;
          const { body, page } = await prepared.run(waiting);
          return { requestId, headers, status: 200, body, page };
        } catch (error) {
          if (gone.aborted) return undefined;
          return failure(error, { requestId, headers, type }, options);
        }
      });
    },
  };
}

function acceptable(accept: string | undefined): Acceptance['single'] {
  try {
    return negotiate(accept).single;
  } catch (error) {
    if (error instanceof RequestError) return undefined;
    throw error;
  }
}

type Runnable = Exclude<PreparedRequest, { kind: 'subscription' }>;

/**
 * @returns undefined for a request that is refused, or has more than one answer.
 * @throws RequestError for one that was refused after it had waited, and would wait again.
 */
async function prepare(
  { authenticator, graph }: Options,
  parameters: GraphQLRequest,
  authorization: string | undefined,
  client: ClientInfo,
  gone: Ending,
): Promise<Runnable | undefined> {
  try {
    const caller = await authenticator.authenticate(authorization, client);
    const prepared = await graph.prepare(parameters, caller, gone);
    return prepared.kind === 'subscription' ? undefined : prepared;
  } catch (error) {
    if (error instanceof RequestError && error.retryAfterSeconds === undefined) return undefined;
    throw error;
  }
}

const traceFrom = ({ traceparent, tracestate }: PlainRequest): TraceHeaders | undefined =>
  traceparent === undefined ? undefined : traceOf({ traceparent, tracestate });

function failure(
  error: unknown,
  { requestId, headers, type }: { requestId: string; headers: string; type: MediaType },
  { log, metrics }: Options,
): PlainAnswer {
  const known = error instanceof RequestError ? error : internalError();
  if (known !== error) log.error({ err: error, requestId }, 'a request failed');
  metrics.refused(String(known.errors[0]?.extensions?.['code']));
  const again = known.retryAfterSeconds === undefined ? '' : `retry-after: ${known.retryAfterSeconds}\r\n`;
  const body = Buffer.from(JSON.stringify({ errors: known.errors }));
  return { requestId, headers: headers + again, status: statusOf(known, type), body };
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isMapOrNothing = (value: unknown): value is Readonly<Record<string, unknown>> | null | undefined =>
  value === undefined || value === null || isMap(value);

/** The request in a body; undefined for what is not one. */
function readParameters(body: Buffer): GraphQLRequest | undefined {
  if (!isUtf8(body)) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString());
  } catch {
    return undefined;
  }
  if (!isMap(parsed)) return undefined;
  const { query, operationName, variables, extensions } = parsed;
  const isName = operationName === undefined || operationName === null || typeof operationName === 'string';
  if (typeof query !== 'string' || !isName || !isMapOrNothing(variables) || !isMapOrNothing(extensions)) {
    return undefined;
  }
  return { query, operationName, variables };
}
