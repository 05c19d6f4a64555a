import { once } from 'node:events';
import { IncomingMessage, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { startGraph, type TestGraph } from './support/graph.ts';
import { client, next, posted, QUERY, rooms, untilListening, wsUrl } from './support/rooms.ts';

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
    [4403, 'a token that is a number', [{ type: 'connection_init', payload: { authorization: 5 } }]],
    [4403, 'a token that is a map', [{ type: 'connection_init', payload: { Authorization: {} } }]],
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
