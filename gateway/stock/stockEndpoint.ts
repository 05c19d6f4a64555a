import type { Duplex } from 'node:stream';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer, HeaderMap, type ApolloServerPlugin, type HTTPGraphQLResponse } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { Service } from '#platform/lifecycle.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import { permit } from '../auth/permit.ts';
import type { Endpoint } from '../endpoint.ts';
import { RequestError } from '../errors.ts';
import type { Exchange } from '../http/exchange.ts';
import { readJson } from '../http/parameters.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import { withoutSecurityMarks } from './security.ts';
import { StockDataSource, type StockContext } from './dataSource.ts';

interface Options {
  readonly service: Service;
  readonly supergraph: Supergraph;
  readonly authenticator: Authenticator;
  readonly maxBodyBytes: number;
}

/**
 * The endpoint as others have it, for comparison and for trust: all of @apollo/server and @apollo/gateway, with their own
 * parsing, planning, execution and fetching. Of ours are only the HTTP server around it and who the viewer is. An
 * operation that asks what the viewer may not read is refused as a whole, and there are no subscriptions.
 */
export async function createStockEndpoint(options: Options): Promise<Endpoint> {
  const { service, supergraph, authenticator } = options;
  const gateway = new ApolloGateway({
    supergraphSdl: withoutSecurityMarks(supergraph.sdl),
    buildService: ({ name, url }) =>
      new StockDataSource({ url: supergraph.subgraphs.get(name)?.url.href ?? url ?? '' }),
    logger: service.log,
  });
  const server = new ApolloServer<StockContext>({
    gateway,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: service.log,
    plugins: [refusals(supergraph)],
  });
  await server.start();
  service.onClose('stock server', () => server.stop());

  const contextOf = async ({ request, requestId, trace, client }: Exchange): Promise<StockContext> => {
    const caller = await authenticator.authenticate(request.headers.authorization, client).catch(asGraphqlError);
    return { caller, requestId, trace, client };
  };
  return {
    async handle(exchange) {
      const { request, url } = exchange;
      const answer = await server.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: request.method ?? 'GET',
          headers: headerMap(request.headers),
          search: url.search,
          body: request.method === 'POST' ? await readJson(request, options.maxBodyBytes) : undefined,
        },
        context: () => contextOf(exchange),
      });
      await write(exchange, answer);
    },
    serveSockets(http) {
      http.on('upgrade', (_request, socket: Duplex) => {
        socket.on('error', () => undefined);
        socket.end('HTTP/1.1 501 Not Implemented\r\nconnection: close\r\n\r\n');
      });
      return { drain: async () => undefined };
    },
  };
}

/** What stock cannot do is said clearly, and what the viewer may not read is not asked. */
const refusals = ({ apiSchema }: Supergraph): ApolloServerPlugin<StockContext> => ({
  async requestDidStart() {
    return {
      async didResolveOperation({ document, operation, contextValue }) {
        if (operation?.operation === OperationTypeNode.SUBSCRIPTION) {
          throw refusal('OPERATION_RESOLUTION_FAILURE', 'There are no subscriptions with GATEWAY_EXECUTOR=apollo.');
        }
        if (permit(document, apiSchema, contextValue.caller.access)) {
          throw refusal('UNAUTHORIZED_FIELD_OR_TYPE', 'Unauthorized field or type');
        }
      },
    };
  },
});

const refusal = (code: string, message: string, status = 400): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status } } });

function asGraphqlError(error: unknown): never {
  if (!(error instanceof RequestError)) throw error;
  throw refusal(String(error.errors[0]?.extensions?.['code']), error.message, error.status);
}

function headerMap(headers: Exchange['request']['headers']): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

async function write({ response }: Exchange, { status, headers, body }: HTTPGraphQLResponse): Promise<void> {
  for (const [name, value] of headers) response.setHeader(name, value);
  response.statusCode = status ?? 200;
  if (body.kind === 'complete') {
    response.end(body.string);
    return;
  }
  for await (const chunk of body.asyncIterator) response.write(chunk);
  response.end();
}
