import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { startGraph } from './support/graph.ts';

const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  status: z.object({ message: z.string().optional() }),
});
const exported = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(span) })) })),
});

it('Each operation and each fetch in it is a span of the client’s trace, and subgraphs get the fetch’s', async () => {
  const spans: z.infer<typeof span>[] = [];
  const collector = createServer((request, response) => {
    void json(request).then((body) => {
      spans.push(...exported.parse(body).resourceSpans.flatMap((one) => one.scopeSpans.flatMap((two) => two.spans)));
      response.setHeader('content-type', 'application/json');
      response.end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = z.object({ port: z.number() }).parse(collector.address());
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const graph = await startGraph(
    {
      a: {
        sdl: 'type Query { a: Int }',
        respond: ({ headers }, response) => {
          if (headers['x-request-id'] === 'bad') response.destroy();
          return headers['x-request-id'] === 'bad';
        },
      },
    },
    { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, SUBGRAPH_POLICIES: '{"a":{"retries":0}}' },
  );
  await graph.ask('{ a }', {}, { traceparent: `00-${traceId}-00f067aa0ba902b7-01`, tracestate: 'vendor=1' });
  await graph.ask('{ a }', {}, { 'x-request-id': 'bad' });
  const heard = graph.subgraphs['a']?.seen[0]?.headers;
  await graph[Symbol.asyncDispose]();
  collector.closeAllConnections();
  collector.close();
  expect(spans.map(({ name, status }) => [name, status.message])).toEqual([
    ['fetch a', undefined],
    ['query', undefined],
    ['fetch a', 'SUBREQUEST_FAILED'],
    ['query', 'errors'],
  ]);
  const [fetched, operation] = spans;
  expect(operation).toMatchObject({ traceId, parentSpanId: '00f067aa0ba902b7' });
  expect(fetched).toMatchObject({ traceId, parentSpanId: operation?.spanId });
  expect(heard).toMatchObject({ traceparent: `00-${traceId}-${fetched?.spanId ?? ''}-01`, tracestate: 'vendor=1' });
});
