import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { startGraph } from './support/graph.ts';
import type { SubgraphDefinition } from './support/subgraph.ts';
import { client, next, posted, QUERY, rooms, seen, untilListening, wsUrl } from './support/rooms.ts';

const frame = z.object({
  type: z.string(),
  id: z.string().optional(),
  payload: z.object({ data: z.object({ item: z.object({ index: z.number() }) }).optional() }).optional(),
});

describe('A subscription over graphql-ws', () => {
  it('joins other subgraphs to each event, in order, and ends upstream when the client completes', async () => {
    const { feed, definitions } = rooms();
    await using graph = await startGraph(definitions);
    const ws = client(graph, { connectionParams: { authorization: 'Bearer mine' } });
    const events = ws.iterate({ query: QUERY, variables: { room: '1' } });
    const first = next(events);
    await untilListening(feed);
    feed.push(posted('one'));
    feed.push({ __typename: 'Left', user: { id: 'b' } });
    feed.push(posted('three', null));
    expect(await first).toEqual(seen('one'));
    expect(await next(events)).toEqual({ data: { message: { __typename: 'Left', user: { name: 'user b' } } } });
    expect(await next(events)).toEqual({ data: { message: { __typename: 'Posted', text: 'three', author: null } } });
    const opened = z.object({ authorization: z.string(), requestId: z.string() });
    const { authorization, requestId } = opened.parse(graph.subgraphs['chat']?.connections.payloads[0]);
    expect(authorization).toBe('Bearer mine');
    expect(graph.subgraphs['users']?.seen[0]?.headers['x-request-id']).toBe(requestId);
    expect(graph.subgraphs['users']?.seen[0]?.headers['authorization']).toBe('Bearer mine');
    await events.return?.();
    await untilListening(feed, 0);
    await ws.dispose();
  });

  it('ends upstream when the client goes without a word', async () => {
    const { feed, definitions } = rooms();
    await using graph = await startGraph(definitions);
    const ws = client(graph);
    const pending = next(ws.iterate({ query: QUERY })).catch(() => undefined);
    await untilListening(feed);
    ws.terminate();
    await untilListening(feed, 0);
    await pending;
    await expect.poll(() => graph.subgraphs['chat']?.connections.open).toBe(0);
  });

  it('passes on that the subgraph completes', async () => {
    const { feed, definitions } = rooms();
    await using graph = await startGraph(definitions);
    const ws = client(graph);
    const events = ws.iterate({ query: 'subscription { count }' });
    const first = next(events);
    await untilListening(feed);
    feed.push({ count: 1 });
    feed.end();
    expect(await first).toEqual({ data: { count: 1 } });
    expect(await events.next()).toEqual({ done: true, value: undefined });
    await ws.dispose();
  });

  it('passes on that the subgraph refuses, with its words and a code', async () => {
    const { definitions } = rooms();
    await using graph = await startGraph(definitions);
    const ws = client(graph);
    const events = ws.iterate({ query: QUERY, variables: { room: 'private' } });
    expect(await next(events)).toMatchObject({
      errors: [{ message: 'This room is private', extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }],
    });
    expect(await events.next()).toEqual({ done: true, value: undefined });
    await ws.dispose();
  });

  it('says so when the connection to the subgraph breaks, or cannot be made', async () => {
    const { feed, definitions } = rooms();
    await using graph = await startGraph(definitions);
    const ws = client(graph);
    const broken = next(ws.iterate({ query: QUERY }));
    await untilListening(feed);
    graph.subgraphs['chat']?.dropSockets();
    await expect(broken).rejects.toMatchObject([{ extensions: { code: 'SUBSCRIPTION_INTERRUPTED' } }]);
    await graph.subgraphs['chat']?.close();
    await expect(next(ws.iterate({ query: QUERY }))).rejects.toMatchObject([
      { extensions: { code: 'SUBREQUEST_FAILED' } },
    ]);
    await ws.dispose();
  });

  it('goes on when the join of one event fails', async () => {
    const { feed, definitions } = rooms();
    let down = true;
    const users: SubgraphDefinition = {
      ...definitions.users,
      respond: (_request, response) => {
        if (down) response.writeHead(500).end();
        return down;
      },
    };
    await using graph = await startGraph({ ...definitions, users });
    const ws = client(graph);
    const events = ws.iterate({ query: QUERY });
    const first = next(events);
    await untilListening(feed);
    feed.push(posted('one'));
    expect(await first).toMatchObject({
      data: { message: { text: 'one', author: null } },
      errors: [{ path: ['message', 'author', 'name'], extensions: { code: 'SUBREQUEST_MALFORMED_RESPONSE' } }],
    });
    down = false;
    feed.push(posted('two'));
    expect(await next(events)).toEqual(seen('two'));
    await ws.dispose();
  });

  it('runs queries and mutations on the same socket, and refuses what is not valid without closing it', async () => {
    const { definitions } = rooms();
    await using graph = await startGraph(definitions);
    const ws = client(graph);
    expect(await next(ws.iterate({ query: '{ rooms }' }))).toEqual({ data: { rooms: ['1'] } });
    expect(await next(ws.iterate({ query: 'mutation { post(text: "x") }' }))).toEqual({ data: { post: 'x' } });
    await expect(next(ws.iterate({ query: '{ nope }' }))).rejects.toMatchObject([
      { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
    expect(await next(ws.iterate({ query: '{ __typename }' }))).toEqual({ data: { __typename: 'Query' } });
    await ws.dispose();
  });

  it('stays with a listener who is behind for longer than a subgraph waits', { timeout: 40_000 }, async () => {
    const { feed, definitions } = rooms();
    const { chat, users } = definitions;
    let letOne = (): void => undefined;
    let isHeld = true;
    const join = (): boolean | Promise<boolean> => isHeld && new Promise((resolve) => (letOne = () => resolve(false)));
    await using graph = await startGraph({
      chat: { ...chat, keepAliveMs: 3_000 },
      users: { ...users, respond: join },
    });
    const ws = client(graph);
    const events = ws.iterate({ query: QUERY, variables: { room: '1' } });
    const first = next(events);
    await untilListening(feed);
    graph.subgraphs['chat']?.pingByMessage();
    // What the subgraph asks by waits behind more than is joined to until it ends the connection of who does not answer.
    const texts = Array.from({ length: 200 }, (_, index) => `message ${index} ${'x'.repeat(100_000)}`);
    for (const text of texts) feed.push(posted(text));
    const letOneAndCount = (): number => {
      letOne();
      const { pongs = 0, pongMessages = 0 } = graph.subgraphs['chat']?.connections ?? {};
      return Math.min(pongs, pongMessages);
    };
    await expect.poll(letOneAndCount, { interval: 150, timeout: 20_000 }).toBeGreaterThanOrEqual(4);
    isHeld = false;
    letOne();
    expect(await first).toEqual(seen(texts[0] ?? ''));
    for (const text of texts.slice(1)) expect(await next(events)).toEqual(seen(text));
    feed.push(posted('and on'));
    expect(await next(events)).toEqual(seen('and on'));
    await ws.dispose();
  });

  it('takes events no faster than the client reads them, and loses none', async () => {
    const big = 'x'.repeat(100_000);
    let produced = 0;
    const total = 600;
    await using graph = await startGraph({
      fast: {
        sdl: 'type Query { a: Int } type Subscription { item: Item! } type Item { index: Int! filler: String! }',
        resolvers: {
          Subscription: {
            item: {
              subscribe: async function* () {
                for (; produced < total; produced++) yield { index: produced, filler: big };
              },
              resolve: (item: unknown) => item,
            },
          },
        },
      },
    });
    const socket = new WebSocket(wsUrl(graph), 'graphql-transport-ws');
    await once(socket, 'open');
    const indexes: number[] = [];
    socket.on('message', (data: Buffer) => {
      const message = frame.parse(JSON.parse(data.toString()));
      if (message.type === 'connection_ack') {
        socket.send(
          JSON.stringify({ id: '1', type: 'subscribe', payload: { query: 'subscription { item { index filler } }' } }),
        );
      }
      if (message.type === 'next') indexes.push(message.payload?.data?.item?.index ?? -1);
      if (indexes.length === 1) socket.pause();
    });
    socket.send('{"type":"connection_init"}');
    const before = process.memoryUsage().rss;
    // Nothing moves any more when all buffers on the way are full.
    let last = -1;
    await vi.waitFor(
      () => {
        const settled = produced > 0 && produced === last;
        last = produced;
        expect(settled).toBe(true);
      },
      { timeout: 10_000, interval: 300 },
    );
    expect(produced).toBeLessThan(total);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
    const rest = once(socket, 'close');
    socket.on('message', (data: Buffer) => {
      if (data.includes('"complete"')) socket.close();
    });
    socket.resume();
    await rest;
    expect(indexes).toEqual(Array.from({ length: total }, (_, index) => index));
  });
});
