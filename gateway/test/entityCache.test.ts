import { describe, expect, it } from 'vitest';
import { createMemoryCache } from '../execution/caching/entityCache.ts';
import { startGraph, type TestGraph } from './support/graph.ts';

/** A graph whose names come from another subgraph, with this Cache-Control, after `before` has had its say. */
function cachedGraph(
  cacheControl: string,
  executor: string,
  bytes = '100000',
  failure?: () => unknown,
): Promise<TestGraph> {
  let counter = 0;
  return startGraph(
    {
      users: {
        sdl: 'type Query { user(id: ID!): User } type User @key(fields: "id") { id: ID! }',
        resolvers: { Query: { user: (_: unknown, { id }: { id: string }) => ({ id }) } },
      },
      names: {
        sdl: 'type User @key(fields: "id") { id: ID! name: String tag(of: Int): Int }',
        resolvers: { User: { name: () => `n${++counter}`, tag: (_: unknown, { of }: { of: number }) => of } },
        respond: (_request, response) => {
          response.setHeader('cache-control', cacheControl);
          const body = failure?.();
          if (body !== undefined) response.end(JSON.stringify(body));
          return body !== undefined;
        },
      },
    },
    { GATEWAY_EXECUTOR: executor, ENTITY_CACHE_BYTES: bytes },
  );
}
const nameOf = async (graph: TestGraph, id = '1', tag?: number): Promise<unknown> => {
  const query =
    tag === undefined
      ? 'query ($id: ID!) { user(id: $id) { name } }'
      : 'query ($id: ID!, $of: Int) { user(id: $id) { name tag(of: $of) } }';
  return (await graph.ask(query, { id, of: tag })).data?.['user'];
};

describe.each(['bytes', 'object'])('The entity cache, with %s', (executor) => {
  it('answers again what a subgraph called public, for as long as it said, and only what was asked', async () => {
    await using graph = await cachedGraph('max-age=60, public', executor);
    expect([await nameOf(graph), await nameOf(graph)]).toEqual([{ name: 'n1' }, { name: 'n1' }]);
    expect(await nameOf(graph, '2')).toEqual({ name: 'n2' });
    expect(await nameOf(graph, '1', 1)).toEqual({ name: 'n3', tag: 1 });
    expect(await nameOf(graph, '1', 1)).toEqual({ name: 'n3', tag: 1 });
    expect(await nameOf(graph, '1', 2)).toEqual({ name: 'n4', tag: 2 });
    expect(graph.subgraphs['names']?.seen).toHaveLength(4);
    const metrics = await (await fetch(`${graph.url}/metrics`)).text();
    expect(metrics).toMatch(/laurel_gateway_entity_cache_total\{subgraph="names",result="hit",.*\} 2/);
  });
});

describe('The entity cache', () => {
  it.each(['max-age=60', 'max-age=60, private', 'public', 'public, max-age=60, no-store', 'public, max-age=0', ''])(
    'keeps nothing that is "%s"',
    async (cacheControl) => {
      await using graph = await cachedGraph(cacheControl, 'bytes');
      expect([await nameOf(graph), await nameOf(graph)]).toEqual([{ name: 'n1' }, { name: 'n2' }]);
    },
  );

  it('is off unless it is asked for', async () => {
    await using graph = await cachedGraph('max-age=60, public', 'bytes', '0');
    expect([await nameOf(graph), await nameOf(graph)]).toEqual([{ name: 'n1' }, { name: 'n2' }]);
  });

  it('never keeps an error', async () => {
    let failures = 1;
    const failure = (): unknown =>
      failures-- > 0
        ? { data: { _entities: [{ __typename: 'User', name: null }] }, errors: [{ message: 'not now' }] }
        : undefined;
    await using graph = await cachedGraph('max-age=60, public', 'bytes', '100000', failure);
    expect([await nameOf(graph), await nameOf(graph)]).toEqual([{ name: null }, { name: 'n1' }]);
  });

  it('forgets what is too old, and what was not used for longest', () => {
    let now = 0;
    const cache = createMemoryCache(25, () => now);
    cache.set('a', Buffer.alloc(9), 1);
    cache.set('b', Buffer.alloc(9), 2);
    expect([cache.get('a')?.length, cache.get('b')?.length]).toEqual([9, 9]);
    now = 1_000;
    expect([cache.get('a'), cache.get('b')?.length]).toEqual([undefined, 9]);
    cache.set('c', Buffer.alloc(9), 2);
    cache.set('d', Buffer.alloc(9), 2);
    expect([cache.get('b'), cache.get('c')?.length, cache.get('d')?.length]).toEqual([undefined, 9, 9]);
  });
});
