import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { startGraph } from './support/graph.ts';
import type { SubgraphDefinition } from './support/subgraph.ts';
import { client, next, QUERY, rooms, untilListening, wsUrl } from './support/rooms.ts';

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
    for (const id of ['late', 'slow']) subscribe(id, 'mutation { change(what: "late") }');
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
