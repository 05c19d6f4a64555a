import type { ServerResponse } from 'node:http';
import type { Authenticator, Caller } from '../auth/authenticator.ts';
import { malformed, RequestError } from '../errors.ts';
import type { Graph, GraphQLRequest, PreparedRequest } from '../graph.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { EventStream } from './eventStream.ts';
import { send, type Exchange, type Handler } from './exchange.ts';
import { negotiate, prefersPage, statusOf, type Acceptance, type MediaType } from './negotiation.ts';
import { readGetParameters, readPostParameters } from './parameters.ts';

interface Options {
  readonly graph: Graph;
  readonly authenticator: Authenticator;
  readonly maxBodyBytes: number;
  readonly metrics: GatewayMetrics;
  /** Aborted when the gateway stops: streams are then ended. */
  readonly draining: AbortSignal;
}

/** What `/graphql` takes, as `allow` tells it. */
export const METHODS = 'GET, HEAD, POST, OPTIONS';

/** GraphQL over HTTP (POST and GET), and over server-sent events in the distinct connections mode of graphql-sse. */
export function graphqlHandler(options: Options): Handler {
  return async (exchange) => {
    const { request, response, url, client } = exchange;
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { allow: METHODS }).end();
      return;
    }
    const isGet = request.method === 'GET' || request.method === 'HEAD';
    if (isGet && wantsPage(exchange)) {
      response.writeHead(302, { location: '/' }).end();
      return;
    }
    let acceptance: Acceptance = { single: 'application/json', stream: false };
    try {
      acceptance = negotiate(request.headers.accept);
      const parameters = isGet ? readGetParameters(url) : await readPosted(exchange, options.maxBodyBytes);
      const caller = await options.authenticator.authenticate(request.headers.authorization, client);
      const prepared = await options.graph.prepare(parameters, caller, exchange.signal);
      checkAnswerable(prepared, isGet, acceptance);
      await answer(prepared, caller, acceptance, exchange, options);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (exchange.signal.aborted) return;
      options.metrics.refused(String(error.errors[0]?.extensions?.['code']));
      await refuse(error, acceptance, exchange, options);
    }
    function wantsPage({ request }: Exchange): boolean {
      return !url.searchParams.has('query') && prefersPage(request.headers.accept ?? '');
    }
  };
}

function readPosted({ request, response }: Exchange, maxBodyBytes: number): Promise<GraphQLRequest> {
  if (request.method === 'POST') return readPostParameters(request, maxBodyBytes);
  response.setHeader('allow', METHODS);
  throw malformed('METHOD_NOT_ALLOWED', 'GraphQL is asked by GET or POST.', 405);
}

/** @throws RequestError for what is not asked in this way. */
function checkAnswerable(prepared: PreparedRequest, isGet: boolean, acceptance: Acceptance): void {
  if (isGet && prepared.kind === 'mutation') {
    throw malformed('METHOD_NOT_ALLOWED', 'Mutations are sent by POST.', 405);
  }
  if (prepared.kind === 'subscription' && !acceptance.stream) {
    throw malformed(
      'NOT_ACCEPTABLE',
      'Subscribe with accept: text/event-stream, or over a WebSocket with graphql-transport-ws.',
      406,
    );
  }
}

async function answer(
  prepared: PreparedRequest,
  caller: Caller,
  { single }: Acceptance,
  exchange: Exchange,
  options: Options,
): Promise<void> {
  if (prepared.kind === 'subscription') {
    await stream(exchange, options, (events) =>
      events.sendAll((signal) => prepared.subscribe({ ...exchange, signal }), caller),
    );
    return;
  }
  if (single === undefined) {
    await stream(exchange, options, (events) => events.sendOne((signal) => prepared.run({ ...exchange, signal })));
    return;
  }
  const { body } = await prepared.run(exchange);
  sendAnswer(exchange.response, 200, single, body);
}

async function refuse(
  error: RequestError,
  acceptance: Acceptance,
  exchange: Exchange,
  options: Options,
): Promise<void> {
  const { response } = exchange;
  const body = Buffer.from(JSON.stringify({ errors: error.errors }));
  if (acceptance.single === undefined && error.graphql) {
    await stream(exchange, options, (events) => events.sendOne(async () => ({ body })));
    return;
  }
  const type = acceptance.single ?? 'application/json';
  if (error.status === 405 && !response.hasHeader('allow')) response.setHeader('allow', 'POST');
  if (error.retryAfterSeconds !== undefined) response.setHeader('retry-after', error.retryAfterSeconds);
  sendAnswer(response, statusOf(error, type), type, body);
}

async function stream(
  { response, signal }: Exchange,
  { draining, metrics }: Options,
  work: (events: EventStream) => Promise<void>,
): Promise<void> {
  metrics.listeners.opened('sse');
  const events = new EventStream(response, AbortSignal.any([signal, draining]));
  try {
    await work(events);
  } finally {
    events.end();
    metrics.listeners.closed('sse');
  }
}

const sendAnswer = (response: ServerResponse, status: number, type: MediaType, body: Buffer): void =>
  send(response, status, `${type}; charset=utf-8`, body, { 'cache-control': 'no-store' });
