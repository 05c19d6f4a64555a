import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startGraph, type TestGraph } from './support/graph.ts';
import { startIssuer } from './support/issuer.ts';
import type { SubgraphDefinition } from './support/subgraph.ts';

const users: SubgraphDefinition = {
  sdl: `type Query { me: User } type Subscription { ticks: Int }
    type User @key(fields: "id") { id: ID! secret: String @authenticated name: String }`,
  resolvers: { Query: { me: () => ({ id: '1', name: 'Ada', secret: 'x' }) } },
};
const posts: SubgraphDefinition = {
  sdl: 'type User @key(fields: "id") { id: ID! posts: [String!]! }',
  resolvers: { User: { posts: () => ['hello'] } },
};
const stock = (settings: Record<string, string> = {}): Promise<TestGraph> =>
  startGraph({ users, posts }, { GATEWAY_EXECUTOR: 'apollo', ...settings });

describe('With GATEWAY_EXECUTOR=apollo, the stock server and gateway', () => {
  it('answers the same graph, and passes on the caller, the request id and the trace', async () => {
    await using graph = await stock();
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const headers = { authorization: 'Basic eDp5', 'x-request-id': 'r1', traceparent };
    expect(await graph.ask('{ me { name posts } }', {}, headers)).toEqual({
      data: { me: { name: 'Ada', posts: ['hello'] } },
    });
    expect(graph.subgraphs['posts']?.seen[0]?.headers).toMatchObject({
      ...headers,
      'x-laurel-client-address': '127.0.0.1',
    });
    expect((await fetch(`${graph.url}/readyz`)).status).toBe(200);
    expect((await fetch(`${graph.url}/`)).status).toBe(200);
  });

  it('sends a viewer token, refuses wrong tokens, and operations that ask what the viewer may not read', async () => {
    const issuer = await startIssuer();
    await using graph = await stock({ TOKEN_ISSUER: issuer.issuer, JWKS_URL: issuer.jwksUrl });
    const authorization = `Bearer ${await issuer.token()}`;
    expect(await graph.ask('{ me { secret } }', {}, { authorization })).toEqual({ data: { me: { secret: 'x' } } });
    expect(graph.subgraphs['users']?.seen[0]?.headers['x-laurel-viewer']).toMatch(/^ey/);
    const nobody = await graph.ask('{ me { name secret } }');
    expect(nobody.data).toBeUndefined();
    expect(nobody.errors?.[0]?.extensions.code).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
    const wrong = await graph.ask('{ me { name } }', {}, { authorization: 'Bearer wrong' });
    expect(wrong.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    issuer.close();
  });

  it('says that it has no subscriptions', async () => {
    await using graph = await stock();
    const { errors } = await graph.ask('subscription { ticks }');
    expect(errors?.[0]?.message).toMatch(/no subscriptions with GATEWAY_EXECUTOR=apollo/);
    const socket = new WebSocket(graph.graphqlUrl.replace('http', 'ws'), 'graphql-transport-ws');
    const [error] = await once(socket, 'error');
    expect(String(error)).toMatch(/501/);
  });
});
