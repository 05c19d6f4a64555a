import { connect, createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { temporaryFolder } from '#platform/testing/folder.ts';
import { startGraph } from './support/graph.ts';
import type { SubgraphDefinition } from './support/subgraph.ts';

const clock: SubgraphDefinition = {
  sdl: 'type Query { hour: Int } type Subscription { ticks: Int }',
  resolvers: {
    Query: { hour: () => 7 },
    Subscription: {
      ticks: {
        async *subscribe() {
          for (let ticks = 1; ticks <= 3; ticks++) yield { ticks };
        },
      },
    },
  },
};

/** Passes on what comes at a socket in the file system to where a subgraph is. */
async function passOn(path: string, url: string): Promise<Server> {
  const server = createServer((socket) => {
    const other = connect(Number(new URL(url).port), '127.0.0.1');
    socket.pipe(other).pipe(socket);
    socket.on('error', () => other.destroy());
    other.on('error', () => socket.destroy());
  });
  server.listen(path);
  await once(server, 'listening');
  return server;
}

it('Queries, subscriptions and readiness go over a socket in the file system, also with spaces in its path', async () => {
  const path = join(await temporaryFolder(), 'a clock.sock');
  const SUBGRAPH_URLS = `clock=http+unix://${encodeURIComponent(path)}/graphql`;
  await using graph = await startGraph({ clock }, { SUBGRAPH_URLS });
  const readiness = async (): Promise<number> => (await fetch(`${graph.url}/readyz`)).status;
  expect(await readiness()).toBe(503);
  expect((await graph.ask('{ hour }')).errors?.[0]?.extensions.code).toBe('SUBREQUEST_FAILED');
  const passing = await passOn(path, graph.subgraphs['clock']?.url ?? '');
  expect(await graph.ask('{ hour }')).toEqual({ data: { hour: 7 } });
  expect(await readiness()).toBe(200);
  const client = createClient({ url: graph.graphqlUrl.replace('http', 'ws'), webSocketImpl: WebSocket });
  const seen: unknown[] = [];
  for await (const { data } of client.iterate({ query: 'subscription { ticks }' })) seen.push(data);
  expect(seen).toEqual([{ ticks: 1 }, { ticks: 2 }, { ticks: 3 }]);
  await client.dispose();
  passing.close();
});
