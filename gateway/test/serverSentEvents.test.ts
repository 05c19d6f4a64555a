import { once } from 'node:events';
import { IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { createClient as createSseClient } from 'graphql-sse';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startGraph } from './support/graph.ts';
import { client, next, posted, QUERY, rooms, seen, untilListening } from './support/rooms.ts';

describe('A subscription over server-sent events', () => {
  it.each(['POST', 'GET'])('comes by %s', async (method) => {
    const { feed, definitions } = rooms();
    await using graph = await startGraph(definitions);
    const url =
      method === 'GET'
        ? `${graph.graphqlUrl}?${new URLSearchParams({ query: 'subscription { count }' }).toString()}`
        : graph.graphqlUrl;
    const response = await fetch(url, {
      method,
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      ...(method === 'POST' ? { body: '{"query":"subscription { count }"}' } : {}),
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await untilListening(feed);
    feed.push({ count: 1 });
    feed.push({ count: 2 });
    feed.end();
    expect(await response.text()).toBe(
      ':\n\nevent: next\ndata: {"data":{"count":1}}\n\nevent: next\ndata: {"data":{"count":2}}\n\nevent: complete\ndata:\n\n',
    );
  });

  it('is one event for each answer, however a subgraph writes its own', async () => {
    const written = '{"data":{"value":{"a":1,\n"b":\r\n"two\\nlines"},"name":"x"}}';
    await using graph = await startGraph({
      a: {
        sdl: 'scalar Any type Query { value: Any name: String }',
        respond: (_request, response) => (response.setHeader('content-type', 'application/json').end(written), true),
      },
    });
    const response = await fetch(graph.graphqlUrl, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: '{"query":"{ value name }"}',
    });
    const data = /^:\n\nevent: next\ndata: (.*)\n\nevent: complete\ndata:\n\n$/.exec(await response.text())?.[1] ?? '';
    expect(JSON.parse(data)).toEqual(JSON.parse(written));
  });

  it('is understood by graphql-sse, and ends upstream when the client goes', async () => {
    const { feed, definitions } = rooms();
    await using graph = await startGraph(definitions);
    const sse = createSseClient({ url: graph.graphqlUrl, retryAttempts: 0 });
    const events = sse.iterate({ query: QUERY });
    const first = next(events);
    await untilListening(feed);
    feed.push(posted('one'));
    expect(await first).toEqual(seen('one'));
    await events.return?.();
    await untilListening(feed, 0);
    expect(await next(sse.iterate({ query: '{ rooms }' }))).toEqual({ data: { rooms: ['1'] } });
    expect(await next(sse.iterate({ query: '{ nope }' }))).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    expect(await next(sse.iterate({ query: QUERY, variables: { room: 'private' } }))).toMatchObject({
      errors: [{ message: 'This room is private' }],
    });
    sse.dispose();
  });

  it('takes events no faster than the connection does, and loses none', async () => {
    const total = 600;
    const filler = 'x'.repeat(100_000);
    let produced = 0;
    const items = async function* () {
      for (; produced < total; produced++) yield { index: produced, filler };
    };
    await using graph = await startGraph({
      fast: {
        sdl: 'type Query { a: Int } type Subscription { item: Item! } type Item { index: Int! filler: String! }',
        resolvers: { Subscription: { item: { subscribe: items, resolve: (item: unknown) => item } } },
      },
    });
    const { hostname, port } = new URL(graph.graphqlUrl);
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json' };
    const asked = request({ hostname, port, path: '/graphql', method: 'POST', headers });
    asked.end('{"query":"subscription { item { index filler } }"}');
    const [response] = z.tuple([z.instanceof(IncomingMessage)]).parse(await once(asked, 'response'));
    let before = -1;
    const settled = (): boolean => produced > 0 && before === (before = produced);
    await expect.poll(settled, { interval: 300 }).toBe(true);
    expect(produced).toBeLessThan(total);
    const indexes = (await text(response)).matchAll(/"index":(\d+)/g).map(([, index]) => Number(index));
    expect([...indexes]).toEqual(Array.from({ length: total }, (_, index) => index));
  });

  it.each([
    ['a variable', 'subscription ($no: Boolean!) { count @skip(if: $no) }', /^The root field of a subscription cannot/],
    ['nothing', 'subscription { count @skip }', /argument "if".* required/i],
  ])('with a condition by %s at its root is not valid, and is told so in both ways', async (_what, query, message) => {
    await using graph = await startGraph(rooms().definitions);
    const told = [
      { message: expect.stringMatching(message), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' }, locations: [{}] },
    ];
    const sse = createSseClient({ url: graph.graphqlUrl, retryAttempts: 0 });
    const ws = client(graph);
    const conditional = { query, variables: { no: false } };
    expect(await next(sse.iterate(conditional))).toMatchObject({ errors: told });
    await expect(next(ws.iterate(conditional))).rejects.toMatchObject(told);
    expect((await graph.ask('{ rooms')).errors?.[0]?.extensions.code).toBe('GRAPHQL_PARSE_FAILED');
    sse.dispose();
    await ws.dispose();
  });

  it('is not had by plain HTTP', async () => {
    await using graph = await startGraph(rooms().definitions);
    expect((await graph.ask(QUERY)).errors?.[0]?.extensions.code).toBe('NOT_ACCEPTABLE');
  });
});
