import { once } from 'node:events';
import { IncomingMessage, request } from 'node:http';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient, type Client, type ClientOptions } from 'graphql-ws';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { startGraph, type TestGraph } from './support/graph.ts';
import type { SubgraphDefinition } from './support/subgraph.ts';

/** A feed that tests push to; every subscription has its own place in it. */
class Feed {
  readonly #listeners = new Set<(item: object | Error | undefined) => void>();
  get listeners(): number {
    return this.#listeners.size;
  }
  push(item: object): void {
    this.#listeners.forEach((listener) => listener(item));
  }
  fail(error: Error): void {
    this.#listeners.forEach((listener) => listener(error));
  }
  end(): void {
    this.#listeners.forEach((listener) => listener(undefined));
  }
  /** By hand, as a generator that waits cannot be told to end. */
  read(): AsyncIterableIterator<object> {
    const items: (object | Error | undefined)[] = [];
    let wake = (): void => undefined;
    const listener = (item: object | Error | undefined): void => {
      items.push(item);
      wake();
    };
    this.#listeners.add(listener);
    const close = (): { done: true; value: undefined } => {
      this.#listeners.delete(listener);
      items.push(undefined);
      wake();
      return { done: true, value: undefined };
    };
    return {
      next: async () => {
        while (items.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        const item = items.shift();
        if (item === undefined) return close();
        if (item instanceof Error) throw item;
        return { done: false, value: item };
      },
      return: async () => close(),
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

interface Rooms {
  readonly feed: Feed;
  readonly definitions: Record<'chat' | 'users', SubgraphDefinition>;
}

function rooms(): Rooms {
  const feed = new Feed();
  return {
    feed,
    definitions: {
      chat: {
        sdl: `type Query { rooms: [String!] }
          type Mutation { post(text: String!): String }
          scalar Anything
          type Subscription { message(room: ID! = "1", like: Anything): Event count: Int! }
          union Event = Posted | Left
          type Posted { text: String! author: User } type Left { user: User! }
          type User @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: { rooms: () => ['1'] },
          Mutation: { post: (_: unknown, { text }: { text: string }) => text },
          Subscription: {
            message: {
              subscribe: (_: unknown, { room }: { room: string }) => {
                if (room === 'private') throw new Error('This room is private');
                return feed.read();
              },
              resolve: (event: unknown) => event,
            },
            count: { subscribe: () => feed.read(), resolve: ({ count }: { count: number }) => count },
          },
        },
      },
      users: {
        sdl: 'type User @key(fields: "id") { id: ID! name: String! }',
        resolvers: { User: { name: ({ id }: { id: string }) => `user ${id}` } },
      },
    },
  };
}

/** What the feed sends and what a client gets for it. */
const posted = (text: string, id: string | null = 'a'): object => ({
  __typename: 'Posted',
  text,
  author: id && { id },
});
const seen = (text: string, id = 'a'): object => ({
  data: { message: { __typename: 'Posted', text, author: { name: `user ${id}` } } },
});
const QUERY =
  'subscription ($room: ID) { message(room: $room) { __typename ... on Posted { text author { name } } ... on Left { user { name } } } }';

const wsUrl = (graph: TestGraph): string => graph.graphqlUrl.replace('http', 'ws');
const client = (graph: TestGraph, options: Partial<ClientOptions> = {}): Client =>
  createClient({ url: wsUrl(graph), webSocketImpl: WebSocket, retryAttempts: 0, ...options });
const next = async (iterator: AsyncIterator<unknown>): Promise<unknown> => (await iterator.next()).value;
const untilListening = (feed: Feed, count = 1): Promise<void> =>
  expect.poll(() => feed.listeners, { interval: 5 }).toBe(count);

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

  it('stays when a listener falls behind for longer than its subgraph waits for a sign of life', async () => {
    const { feed, definitions } = rooms();
    const { chat, users } = definitions;
    const { promise: released, resolve: release } = Promise.withResolvers<boolean>();
    const slowly = { ...users, respond: async () => released.then(() => false) };
    await using graph = await startGraph({ chat: { ...chat, keepAliveMs: 3_000 }, users: slowly });
    const ws = client(graph);
    const events = ws.iterate({ query: QUERY, variables: { room: '1' } });
    const first = next(events);
    await untilListening(feed);
    const texts = Array.from({ length: 200 }, (_, index) => `message ${index}`);
    // Each comes by itself, as from people who write.
    for (const text of texts) {
      feed.push(posted(text));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    // Whoever reads no pings is cut off before the second is answered.
    const answered = graph.subgraphs['chat']?.connections.pongs ?? 0;
    await expect.poll(() => graph.subgraphs['chat']?.connections.pongs).toBeGreaterThanOrEqual(answered + 2);
    release(false);
    expect(await first).toEqual(seen('message 0'));
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

const frame = z.object({
  type: z.string(),
  id: z.string().optional(),
  payload: z.object({ data: z.object({ item: z.object({ index: z.number() }) }).optional() }).optional(),
});

describe('The protocol graphql-transport-ws', () => {
  /** Sends messages one after another and waits for the close. */
  async function closeAfter(
    graph: TestGraph,
    messages: readonly (object | string)[],
    protocol: string[] = ['graphql-transport-ws'],
  ): Promise<number> {
    const socket = new WebSocket(wsUrl(graph), protocol);
    await once(socket, 'open');
    const closed = once(socket, 'close');
    for (const message of messages) socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    const [code] = z.tuple([z.number(), z.unknown()]).parse(await closed);
    return code;
  }
  const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  const init = { type: 'connection_init' };
  const subscribe = { id: '1', type: 'subscribe', payload: { query: QUERY } };

  it.each<[number, string, (object | string)[], string[]?]>([
    [4400, 'a message that is not JSON', [init, 'hello']],
    [4400, 'a message of no known type', [init, { type: 'start' }]],
    [4400, 'a subscribe message without a query', [init, { id: '1', type: 'subscribe', payload: {} }]],
    [4400, 'a subscribe message without an id', [init, { type: 'subscribe', payload: { query: QUERY } }]],
    [4400, 'a subscribe message with an empty id', [init, { id: '', type: 'subscribe', payload: { query: QUERY } }]],
    [4400, 'a complete message without an id', [init, { type: 'complete' }]],
    [
      4400,
      'variables that are no map',
      [init, { id: '1', type: 'subscribe', payload: { query: QUERY, variables: [] } }],
    ],
    [4400, 'a payload that is no map', [{ type: 'connection_init', payload: 'hello' }]],
    [4400, 'a message that only the server sends', [init, { id: '1', type: 'next', payload: {} }]],
    [4400, 'a ping that brings more than a pong can', [`{"type":"ping","payload":${nested(20_000)}}`]],
    [4401, 'subscribing before the connection is acknowledged', [subscribe]],
    [4429, 'a second initialisation', [init, init]],
    [4406, 'no subprotocol', [], []],
    [4408, 'no initialisation for 5 s', [{ type: 'ping' }]],
  ])('closes with %i for %s', { timeout: 30_000 }, async (code, _name, messages, protocol) => {
    await using graph = await startGraph(rooms().definitions);
    expect(await closeAfter(graph, messages, protocol)).toBe(code);
  });

  it.each([
    ['an id', '1'],
    ['an id that is longer than the reason of a closing may be', '€'.repeat(200)],
  ])('closes with 4409 for %s in use, and takes the id again once its operation has ended', async (_what, id) => {
    const subscribe = { id, type: 'subscribe', payload: { query: QUERY } };
    const { feed, definitions } = rooms();
    await using graph = await startGraph(definitions);
    const socket = new WebSocket(wsUrl(graph), 'graphql-transport-ws');
    await once(socket, 'open');
    const closed = once(socket, 'close');
    socket.send(JSON.stringify(init));
    await once(socket, 'message');
    socket.send(JSON.stringify(subscribe));
    await untilListening(feed);
    socket.send(JSON.stringify({ id, type: 'complete' }));
    await untilListening(feed, 0);
    socket.send(JSON.stringify(subscribe));
    await untilListening(feed);
    socket.send(JSON.stringify(subscribe));
    expect((await closed)[0]).toBe(4409);
    await untilListening(feed, 0);
  });

  it('is spoken at its own address only, and an odd address does no harm', async () => {
    await using graph = await startGraph(rooms().definitions);
    const { hostname, port } = new URL(graph.url);
    for (const path of ['//', '/other', 'http://[']) {
      const asked = request({ hostname, port, path, headers: { connection: 'upgrade', upgrade: 'websocket' } }).end();
      const [response] = z.tuple([z.instanceof(IncomingMessage)]).parse(await once(asked, 'response'));
      expect(response.statusCode).toBe(404);
      response.destroy();
    }
    expect(await graph.ask('{ rooms }')).toEqual({ data: { rooms: ['1'] } });
  });

  it('is not spoken to who can be read in two ways', async () => {
    await using graph = await startGraph(rooms().definitions);
    const { hostname, port } = new URL(graph.url);
    const headers = ['Host', 'a', 'Authorization', 'Bearer a', 'Authorization', 'Bearer b', 'Connection', 'upgrade'];
    const upgrade = [
      'Upgrade',
      'websocket',
      'Sec-WebSocket-Version',
      '13',
      'Sec-WebSocket-Key',
      'AAAAAAAAAAAAAAAAAAAAAA==',
    ];
    const asked = request({ hostname, port, path: '/graphql', headers: [...headers, ...upgrade] }).end();
    const [response] = z.tuple([z.instanceof(IncomingMessage)]).parse(await once(asked, 'response'));
    expect(response.statusCode).toBe(400);
    response.destroy();
  });

  it('takes variables as deep as they come for no reason to end', async () => {
    await using graph = await startGraph(rooms().definitions);
    const query = 'subscription ($like: Anything) { message(like: $like) { __typename } }';
    const payload = `{"query":${JSON.stringify(query)},"variables":{"like":${nested(20_000)}}}`;
    const socket = new WebSocket(wsUrl(graph), 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify(init));
    await once(socket, 'message');
    socket.send(`{"id":"1","type":"subscribe","payload":${payload}}`);
    const [answer] = z.tuple([z.instanceof(Buffer), z.unknown()]).parse(await once(socket, 'message'));
    expect(JSON.parse(answer.toString())).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
    const streamed = await fetch(graph.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: payload,
    });
    expect(await streamed.text()).toContain('BAD_USER_INPUT');
    socket.terminate();
  });

  it('hears a client no faster than it reads, and loses nothing', { timeout: 60_000 }, async () => {
    await using graph = await startGraph(rooms().definitions);
    const socket = new WebSocket(wsUrl(graph), 'graphql-transport-ws');
    await once(socket, 'open');
    let pongs = 0;
    socket.on('message', () => pongs++);
    socket.pause();
    const ping = JSON.stringify({ type: 'ping', payload: { like: 'x'.repeat(10_000) } });
    const count = 4_000;
    for (let i = 0; i < count; i++) socket.send(ping);
    let waiting = Infinity;
    await expect
      .poll(() => waiting === (waiting = socket.bufferedAmount), { interval: 500, timeout: 30_000 })
      .toBe(true);
    expect(waiting).toBeGreaterThan((count * ping.length) / 2);
    socket.resume();
    await expect.poll(() => pongs, { timeout: 30_000 }).toBe(count);
    socket.terminate();
  });

  it('answers pings, and limits how much one socket carries', async () => {
    const { feed, definitions } = rooms();
    await using graph = await startGraph(definitions, { MAX_OPERATIONS_PER_SOCKET: '1' });
    let ponged: unknown;
    const ws = client(graph, { on: { pong: (_received, payload) => (ponged = payload) }, keepAlive: 20 });
    const pending = next(ws.iterate({ query: QUERY })).catch(() => undefined);
    await untilListening(feed);
    await expect(next(ws.iterate({ query: '{ rooms }' }))).rejects.toMatchObject([
      { extensions: { code: 'TOO_MANY_OPERATIONS' } },
    ]);
    await expect.poll(() => ponged).not.toBe('never');
    feed.push(posted('x'));
    await pending;
    await ws.dispose();
  });
});

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
    const request = { query, variables: { no: false } };
    expect(await next(sse.iterate(request))).toMatchObject({ errors: told });
    await expect(next(ws.iterate(request))).rejects.toMatchObject(told);
    expect((await graph.ask('{ rooms')).errors?.[0]?.extensions.code).toBe('GRAPHQL_PARSE_FAILED');
    sse.dispose();
    await ws.dispose();
  });

  it('is not had by plain HTTP', async () => {
    await using graph = await startGraph(rooms().definitions);
    expect((await graph.ask(QUERY)).errors?.[0]?.extensions.code).toBe('NOT_ACCEPTABLE');
  });
});

describe('When the gateway stops', () => {
  it('sockets close with "going away", streams end without completing, and what is short is finished', async () => {
    const { feed, definitions } = rooms();
    const { promise: asked, resolve: wasAsked } = Promise.withResolvers<void>();
    const { promise: goOn, resolve: finish } = Promise.withResolvers<string>();
    const users: SubgraphDefinition = {
      sdl: 'type Query { slow: String } type User @key(fields: "id") { id: ID! name: String! }',
      resolvers: {
        Query: { slow: () => (wasAsked(), goOn) },
      },
    };
    await using graph = await startGraph({ ...definitions, users });
    let code = 0;
    const ws = client(graph, { on: { closed: (event) => (code = z.object({ code: z.number() }).parse(event).code) } });
    const broken = next(ws.iterate({ query: QUERY })).then(
      () => 'ended',
      () => 'broken',
    );
    const stream = await fetch(graph.graphqlUrl, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY }),
    });
    await untilListening(feed, 2);
    const slow = graph.ask('{ slow }');
    await asked;
    const stopped = graph.stop();
    await untilListening(feed, 0);
    finish('done');
    await stopped;
    expect(await slow).toEqual({ data: { slow: 'done' } });
    expect(await broken).toBe('broken');
    expect(code).toBe(1001);
    expect(await stream.text()).not.toContain('complete');
  });

  it('what comes over a socket while others are finished is not begun, so that no answer is lost', async () => {
    const { feed, definitions } = rooms();
    const { promise: asked, resolve: wasAsked } = Promise.withResolvers<void>();
    const { promise: goOn, resolve: finish } = Promise.withResolvers<string>();
    const begun: string[] = [];
    const users: SubgraphDefinition = {
      sdl: `type Query { slow: String } type Mutation { change(what: String!): String }
        type User @key(fields: "id") { id: ID! name: String! }`,
      resolvers: {
        Query: { slow: () => (wasAsked(), goOn) },
        Mutation: { change: (_: unknown, { what }: { what: string }) => (begun.push(what), goOn) },
      },
    };
    await using graph = await startGraph({ ...definitions, users });
    const socket = new WebSocket(wsUrl(graph), 'graphql-transport-ws');
    const heard: unknown[] = [];
    socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString())));
    const closed = once(socket, 'close');
    await once(socket, 'open');
    const send = (message: object): void => socket.send(JSON.stringify(message));
    const subscribe = (id: string, query: string): void => send({ id, type: 'subscribe', payload: { query } });
    send({ type: 'connection_init' });
    await expect.poll(() => heard).toEqual([{ type: 'connection_ack' }]);
    subscribe('events', QUERY);
    subscribe('slow', '{ slow }');
    await untilListening(feed, 1);
    await asked;
    const stopped = graph.stop();
    await untilListening(feed, 0);
    subscribe('late', 'mutation { change(what: "late") }');
    send({ type: 'ping' });
    await expect.poll(() => heard).toContainEqual({ type: 'pong' });
    finish('done');
    await stopped;
    expect((await closed)[0]).toBe(1001);
    expect(begun).toEqual([]);
    expect(heard.slice(-2)).toEqual([
      { id: 'slow', type: 'next', payload: { data: { slow: 'done' } } },
      { id: 'slow', type: 'complete' },
    ]);
  });

  it('a client that does not answer holds it up for a second only', async () => {
    const graph = await startGraph(rooms().definitions);
    const socket = new WebSocket(wsUrl(graph), 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    socket.pause();
    const startedAt = performance.now();
    await graph[Symbol.asyncDispose]();
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    socket.terminate();
  });
});
