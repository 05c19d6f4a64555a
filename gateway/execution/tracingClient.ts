import { traceOf, type Tracing } from '../tracing.ts';
import type { SubgraphClient } from './client/subgraphClient.ts';
import { SubrequestError } from './subgraphs/transport.ts';

/** A span around each request to a subgraph, which is told of it. */
export const createTracingClient = (inner: SubgraphClient, tracing: Tracing): SubgraphClient => ({
  async send(request) {
    const span = tracing.beginFetch(request.subgraph, traceOf(request.headers));
    try {
      const response = await inner.send({ ...request, headers: { ...request.headers, ...span.headers } });
      span.end(response.status >= 400 ? `HTTP ${response.status}` : undefined);
      return response;
    } catch (error) {
      span.end(error instanceof SubrequestError ? error.code : 'INTERNAL_SERVER_ERROR');
      throw error;
    }
  },
  close: () => inner.close(),
});
