import { createClient } from 'graphql-ws';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { CLIENT_ADDRESS_HEADER, CLIENT_USER_AGENT_HEADER } from '#platform/client.ts';
import { startGraph } from './support/graph.ts';
import type { SubgraphDefinition } from './support/subgraph.ts';

// By whom limits are counted, and what sessions are told apart by: subgraphs are told with each mutation, whatever way it comes,
// and no client can tell another.

const people: SubgraphDefinition = {
  sdl: 'type Query { a: Int } type Mutation { logIn: Int }',
  resolvers: { Query: { a: () => 1 }, Mutation: { logIn: () => 1 } },
};
const query = 'mutation { logIn }';
const made = {
  'x-forwarded-for': '198.51.100.1, 203.0.113.7',
  'user-agent': `App/1 (Ren\u00e9) ${'x'.repeat(400)}`,
  [CLIENT_ADDRESS_HEADER]: '198.51.100.2',
  [CLIENT_USER_AGENT_HEADER]: 'somebody else',
};

type Send = (url: string) => Promise<unknown>;
const post =
  (more: object): Send =>
  async (url) => {
    const headers = { 'content-type': 'application/json', ...made, ...more };
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })).text();
  };
const ways: Record<string, Send> = {
  'as a plain request': post({}),
  'with an encoding that only node:http reads': post({ 'accept-language': 'é', accept: 'application/json, */*;q=0.5' }),
  'as a stream of events': post({ accept: 'text/event-stream' }),
  'over a WebSocket': async (url) => {
    class Spoofing extends WebSocket {
      constructor(address: string, protocol: string) {
        super(address, protocol, { headers: made });
      }
    }
    const client = createClient({ url: url.replace('http', 'ws'), webSocketImpl: Spoofing, retryAttempts: 0 });
    onTestFinished(() => client.dispose());
    return client.iterate({ query }).next();
  },
};

describe.each(Object.keys(ways))('A mutation %s', (way) => {
  it.each([
    ['0', '127.0.0.1'],
    ['1', '203.0.113.7'],
    ['2', '198.51.100.1'],
    ['3', '127.0.0.1'],
  ])('behind %s proxies comes from %s', async (TRUSTED_PROXIES, address) => {
    await using graph = await startGraph({ people }, { TRUSTED_PROXIES });
    await ways[way]?.(graph.graphqlUrl);
    expect(graph.subgraphs['people']?.seen.map(({ headers }) => headers[CLIENT_ADDRESS_HEADER])).toEqual([address]);
  });

  it('is told with the program that sends it, in printable characters and as far as is kept', async () => {
    await using graph = await startGraph({ people });
    await ways[way]?.(graph.graphqlUrl);
    const told = graph.subgraphs['people']?.seen.map(({ headers }) => headers[CLIENT_USER_AGENT_HEADER]);
    expect(told).toEqual([`App/1 (Ren?) ${'x'.repeat(287)}`]);
  });
});
