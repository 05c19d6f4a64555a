import { once } from 'node:events';
import { parse } from 'graphql';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { readConfig, subgraphSettings } from '#platform/config.ts';
import { createService } from '#platform/lifecycle.ts';
import { startSubgraph } from '#platform/server/subgraph.ts';
import { startGraph } from './support/graph.ts';
import { startIssuer } from './support/issuer.ts';
import { client, next, wsUrl } from './support/rooms.ts';
import { linked, type SubgraphDefinition } from './support/subgraph.ts';

const SDL = `type Query { a: Int } type Subscription { board: Board! }
  type Board { state: Int! leader: User! } type User @key(fields: "id") { id: ID! }`;
const told = z.object({
  data: z.object({ board: z.object({ state: z.int(), leader: z.object({ name: z.string() }) }) }),
});

const frame = z.object({ type: z.string(), payload: z.unknown().optional() });

/** A gateway before a subgraph as ours are, of a board whose newest state can be taken at any time. */
async function startBoard(users: Partial<SubgraphDefinition> = {}) {
  const board = { state: 0, taken: 0 };
  const { service, close } = createService('boards', 'silent');
  onTestFinished(close);
  const url = await startSubgraph({
    service,
    config: { ...readConfig('boards', subgraphSettings(0), {}), PORT: 0 },
    typeDefs: parse(linked(SDL)),
    resolvers: {
      Subscription: {
        board: {
          async *subscribe() {
            for (; ; board.taken++) yield { board: { state: board.state, leader: { id: 'a' } } };
          },
        },
      },
    },
    context: (request) => request,
    health: {},
  });
  const issuer = await startIssuer();
  onTestFinished(() => issuer.close());
  const graph = await startGraph(
    {
      boards: { sdl: SDL },
      users: {
        sdl: 'type User @key(fields: "id") { id: ID! name: String! }',
        resolvers: { User: { name: ({ id }: { id: string }) => `user ${id}` } },
        ...users,
      },
    },
    {
      SUBSCRIPTION_URLS: `boards=${url.replace('http', 'ws')}/graphql`,
      TOKEN_ISSUER: issuer.issuer,
      JWKS_URL: issuer.jwksUrl,
    },
  );
  /** Nothing moves any more. */
  const settled = async (): Promise<void> => {
    let before = -1;
    const isSettled = (): boolean => board.taken > 0 && before === (before = board.taken);
    await expect.poll(isSettled, { interval: 300 }).toBe(true);
  };
  return { board, graph, settled, [Symbol.asyncDispose]: () => graph[Symbol.asyncDispose]() };
}

it('Whoever is joined to more slowly than states come is told the newest after a few', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<boolean>();
  await using started = await startBoard({ respond: () => released });
  const ws = client(started.graph);
  const events = ws.iterate({ query: 'subscription { board { state leader { name } } }' });
  const pending = next(events);
  await started.settled();
  started.board.state = 1;
  release(false);
  let heard = 1;
  for (let event = await pending; told.parse(event).data.board.state === 0; event = await next(events)) heard++;
  expect(heard).toBeLessThan(30);
  await ws.dispose();
});

it('Whoever stops reading over a socket, and reads on, is told the newest after what a window holds', async () => {
  await using started = await startBoard();
  const socket = new WebSocket(wsUrl(started.graph), 'graphql-transport-ws');
  onTestFinished(() => socket.terminate());
  const states: number[] = [];
  socket.on('message', (data: Buffer) => {
    const { type, payload } = frame.parse(JSON.parse(data.toString()));
    if (type === 'connection_ack') {
      const query = 'subscription { board { state leader { name } } }';
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
      socket.pause();
    } else states.push(told.parse(payload).data.board.state);
  });
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await started.settled();
  started.board.state = 1;
  socket.resume();
  await expect.poll(() => states.includes(1)).toBe(true);
  expect(states.indexOf(1)).toBeLessThan(100);
});
