import { parse } from 'graphql';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { readConfig, subgraphSettings } from '#platform/config.ts';
import { createService } from '#platform/lifecycle.ts';
import { startSubgraph } from '#platform/server/subgraph.ts';
import { startGraph } from './support/graph.ts';
import { startIssuer } from './support/issuer.ts';
import { client, next } from './support/rooms.ts';
import { linked } from './support/subgraph.ts';

const SDL = `type Query { a: Int } type Subscription { board: Board! }
  type Board { state: Int! leader: User! } type User @key(fields: "id") { id: ID! }`;
const told = z.object({
  data: z.object({ board: z.object({ state: z.int(), leader: z.object({ name: z.string() }) }) }),
});

/** A subgraph as ours are, of a board whose newest state can be taken at any time. */
async function startBoard() {
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
  return { board, url: `${url.replace('http', 'ws')}/graphql` };
}

it('Whoever is joined to more slowly than states come is told the newest after a few', async () => {
  const { board, url } = await startBoard();
  const issuer = await startIssuer();
  onTestFinished(() => issuer.close());
  const { promise: released, resolve: release } = Promise.withResolvers<boolean>();
  await using graph = await startGraph(
    {
      boards: { sdl: SDL },
      users: {
        sdl: 'type User @key(fields: "id") { id: ID! name: String! }',
        resolvers: { User: { name: ({ id }: { id: string }) => `user ${id}` } },
        respond: () => released,
      },
    },
    { SUBSCRIPTION_URLS: `boards=${url}`, TOKEN_ISSUER: issuer.issuer, JWKS_URL: issuer.jwksUrl },
  );
  const ws = client(graph);
  const events = ws.iterate({ query: 'subscription { board { state leader { name } } }' });
  const pending = next(events);
  // Nothing moves any more while the join is held.
  let before = -1;
  const settled = (): boolean => board.taken > 0 && before === (before = board.taken);
  await expect.poll(settled, { interval: 300, timeout: 10_000 }).toBe(true);
  board.state = 1;
  release(false);
  let heard = 1;
  for (let event = await pending; told.parse(event).data.board.state === 0; event = await next(events)) heard++;
  expect(heard).toBeLessThan(30);
  await ws.dispose();
});
