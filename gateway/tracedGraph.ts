import { RequestError } from './errors.ts';
import type { Graph, GraphQLRequest, PreparedRequest } from './graph.ts';
import type { Tracing } from './tracing.ts';
import { whenThere } from './whenThere.ts';

/** A span around each query and mutation; what its fetches and subgraphs record belongs to it. */
export const createTracedGraph = (graph: Graph, tracing: Tracing): Graph => ({
  prepare: (request, caller, gone) =>
    whenThere(graph.prepare(request, caller, gone), (prepared) => traced(prepared, request, tracing)),
});

function traced(prepared: PreparedRequest, request: GraphQLRequest, tracing: Tracing): PreparedRequest {
  if (prepared.kind === 'subscription') return prepared;
  return {
    kind: prepared.kind,
    async run({ requestId, signal, client, trace }) {
      const span = tracing.beginOperation(`${prepared.kind} ${request.operationName ?? ''}`.trim(), trace);
      try {
        const answer = await prepared.run({ requestId, signal, client, trace: span.headers });
        span.end(answer.hasErrors ? 'errors' : undefined);
        return answer;
      } catch (error) {
        span.end(error instanceof RequestError ? String(error.errors[0]?.extensions?.['code']) : 'failed');
        throw error;
      }
    },
  };
}
