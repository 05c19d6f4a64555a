import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startGraph, type TestGraph } from './support/graph.ts';
import type { SubgraphDefinition } from './support/subgraph.ts';

const users: SubgraphDefinition = {
  sdl: 'type Query { users: [User!]! } type User @key(fields: "id") { id: ID! }',
  resolvers: { Query: { users: () => [{ id: '1' }, { id: '2' }] } },
};
const namesSdl =
  'type Query { motto: String } type User @key(fields: "id") { id: ID! name: String tags: [Tag!] } type Tag { text: String! }';

/** Users of one subgraph, their names of another that answers every request like this. */
const withNames = (respond: SubgraphDefinition['respond'], settings: Record<string, string> = {}): Promise<TestGraph> =>
  startGraph({ users, names: { sdl: namesSdl, ...(respond ? { respond } : {}) } }, settings);

const saying =
  (status: number, type: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  (_request: unknown, response: ServerResponse): boolean => {
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
    return true;
  };
const json = (value: unknown, status = 200): ReturnType<typeof saying> =>
  saying(status, 'application/json', JSON.stringify(value));
const entities = (...items: unknown[]): object => ({ data: { _entities: items } });
const ADA_AND_BO = entities({ __typename: 'User', name: 'Ada' }, { __typename: 'User', name: 'Bo' });
const named = { users: [{ name: 'Ada' }, { name: 'Bo' }] };
const nameless = { users: [{ name: null }, { name: null }] };

describe('When a subgraph fails', () => {
  it.each([
    ['HTML', saying(200, 'text/html', '<h1>Hello</h1>'), 'SUBREQUEST_MALFORMED_RESPONSE'],
    ['an empty 500', saying(500, 'text/plain', ''), 'SUBREQUEST_MALFORMED_RESPONSE'],
    ['a list', json([1]), 'SUBREQUEST_MALFORMED_RESPONSE'],
    ['neither data nor errors', json({ date: {} }), 'SUBREQUEST_MALFORMED_RESPONSE'],
    ['too few entities', json(entities({ name: 'Ada' })), 'SUBREQUEST_MALFORMED_RESPONSE'],
    ['no list of entities', json({ data: { _entities: { name: 'x' } } }), 'SUBREQUEST_MALFORMED_RESPONSE'],
    ['damaged gzip', saying(200, 'application/json', 'xxxx', { 'content-encoding': 'gzip' }), 'SUBREQUEST_FAILED'],
    [
      'an encoding nobody knows',
      saying(200, 'application/json', 'x', { 'content-encoding': 'lz77' }),
      'SUBREQUEST_MALFORMED_RESPONSE',
    ],
    ['more than it may', json({ data: { _entities: ['x'.repeat(5000)] } }), 'SUBREQUEST_TOO_LARGE'],
  ])('with %s, its fields are null with an error at each', async (_name, respond, code) => {
    await using graph = await withNames(respond, { MAX_SUBGRAPH_RESPONSE_BYTES: '4096' });
    const { data, errors } = await graph.ask('{ users { name } }');
    expect(data).toEqual(nameless);
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['users', 0, 'name'], code],
      [['users', 1, 'name'], code],
    ]);
    expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|at .*\.ts/);
  });

  it('is not said, nor counted, when it is the client that hangs up', async () => {
    let asked = 0;
    await using graph = await withNames(() => ++asked > 0);
    const body = JSON.stringify({ query: '{ users { name } }' });
    const headers = { 'content-type': 'application/json' };
    const ways = [
      (signal: AbortSignal) => fetch(graph.graphqlUrl, { method: 'POST', headers, body, signal }),
      (signal: AbortSignal) => fetch(`${graph.graphqlUrl}?query=${encodeURIComponent('{users{name}}')}`, { signal }),
    ];
    for (const [index, ask] of ways.entries()) {
      const client = new AbortController();
      const gone = expect(ask(client.signal)).rejects.toThrow();
      await expect.poll(() => asked).toBe(index + 1);
      client.abort();
      await gone;
    }
    const counts = async (): Promise<string[]> => {
      const metrics = await (await fetch(`${graph.url}/metrics`)).text();
      const counted = /_(operation|subrequest)_seconds_count\{.*?(?:kind|subgraph)="(\w+)",outcome="(\w+)".*\} (\d+)/g;
      return [...metrics.matchAll(counted)].map(([, ...what]) => what.join(' ')).sort();
    };
    await expect
      .poll(counts)
      .toEqual(['operation query cancelled 2', 'subrequest names SUBREQUEST_CANCELLED 2', 'subrequest users ok 2']);
  });

  it('by being down, the rest of the answer is there', async () => {
    await using graph = await withNames(undefined);
    await graph.subgraphs['names']?.close();
    const { data, errors } = await graph.ask('{ users { id name } motto }');
    expect(data).toEqual({
      users: [
        { id: '1', name: null },
        { id: '2', name: null },
      ],
      motto: null,
    });
    expect(errors?.map(({ path }) => path)).toEqual(
      expect.arrayContaining([['motto'], ['users', 0, 'name'], ['users', 1, 'name']]),
    );
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['SUBREQUEST_FAILED']));
  });

  it('by being slow, the deadline ends the wait', async () => {
    await using graph = await withNames(() => true, { SUBGRAPH_TIMEOUT_MS: '1500' });
    const { data, errors } = await graph.ask('{ users { name } }');
    expect(data).toEqual(nameless);
    expect(errors?.[0]).toMatchObject({ path: ['users', 0, 'name'], extensions: { code: 'SUBREQUEST_TIMEOUT' } });
  });

  it('by being slow, the deadline of the whole request ends the wait too', async () => {
    await using graph = await withNames(() => true, { REQUEST_TIMEOUT_MS: '1500' });
    expect((await graph.ask('{ users { name } }')).errors?.[0]?.extensions.code).toBe('SUBREQUEST_TIMEOUT');
  });

  it('by breaking off in the middle, its fields are null', async () => {
    await using graph = await withNames((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
      response.write('{"data":');
      setImmediate(() => response.destroy());
      return true;
    });
    const { data, errors } = await graph.ask('{ users { name } }');
    expect(data).toEqual(nameless);
    expect(errors?.[0]?.extensions.code).toBe('SUBREQUEST_FAILED');
  });

  it('with errors of its own, they come with their paths, without stacks, and with a code', async () => {
    const answer = {
      data: {
        _entities: [
          { __typename: 'User', name: 'Ada' },
          { __typename: 'User', name: null },
        ],
      },
      errors: [
        {
          message: 'no name',
          path: ['_entities', 1, 'name'],
          locations: [{ line: 1, column: 2 }],
          extensions: { code: 'NO_NAME', hint: 'x', stacktrace: ['at file.ts:1'], exception: { stacktrace: [] } },
        },
        { message: 'somewhere', extensions: null },
        'odd',
      ],
    };
    await using graph = await withNames(json(answer));
    const { data, errors } = await graph.ask('{ users { name } }');
    expect(data).toEqual({ users: [{ name: 'Ada' }, { name: null }] });
    expect(errors).toEqual([
      {
        message: 'no name',
        path: ['users', 1, 'name'],
        extensions: { code: 'NO_NAME', hint: 'x', serviceName: 'names' },
      },
      { message: 'somewhere', path: ['users'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'names' } },
      expect.objectContaining({ path: ['users'] }),
    ]);
  });

  it('with data null and an HTTP status, its errors are still read', async () => {
    await using graph = await withNames(
      json({ data: null, errors: [{ message: 'not today', extensions: { code: 'CLOSED' } }] }, 503),
    );
    const { data, errors } = await graph.ask('{ users { name } }');
    expect([data, errors?.[0]?.extensions.code, errors?.[0]?.message]).toEqual([nameless, 'CLOSED', 'not today']);
  });

  it('with values of another shape, these alone are null with an error at their path', async () => {
    const answer = entities(
      { __typename: 'User', name: 'Ada', tags: 'none' },
      { __typename: 7, name: 'Bo', tags: [{ text: 'x' }, 5] },
    );
    await using graph = await withNames(json(answer));
    const { data, errors } = await graph.ask('{ users { name tags { text } } }');
    expect(data).toEqual({
      users: [
        { name: 'Ada', tags: null },
        { name: 'Bo', tags: null },
      ],
    });
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['users', 0, 'tags'], 'SUBREQUEST_MALFORMED_RESPONSE'],
      [['users', 1, 'tags', 1], 'SUBREQUEST_MALFORMED_RESPONSE'],
    ]);
  });

  it('with null where the schema allows none, the null rises and has an error', async () => {
    await using graph = await startGraph({
      a: {
        sdl: 'type Query { me: Me other: Int } type Me { inner: Inner! } type Inner { must: Int! }',
        respond: json({ data: { me: { inner: { must: null } }, other: 1 } }),
      },
    });
    const { data, errors } = await graph.ask('{ me { inner { must } } other }');
    expect(data).toEqual({ me: null, other: 1 });
    expect(errors?.[0]).toMatchObject({
      path: ['me', 'inner', 'must'],
      extensions: { code: 'RESPONSE_VALIDATION_FAILED' },
    });
  });
});

describe('A subgraph’s answer is understood', () => {
  it.each([
    [
      'compressed',
      saying(200, 'application/json', gzipSync(JSON.stringify(ADA_AND_BO)), { 'content-encoding': 'gzip' }),
    ],
    ['as text/plain with a byte order mark', saying(200, 'text/plain', `\uFEFF${JSON.stringify(ADA_AND_BO, null, 2)}`)],
    [
      'as application/graphql-response+json with status 207',
      saying(207, 'application/graphql-response+json', JSON.stringify(ADA_AND_BO)),
    ],
    ['with empty errors', json({ ...ADA_AND_BO, errors: [], extensions: { cost: 1 } })],
    ['with errors null', json({ ...ADA_AND_BO, errors: null })],
  ])('when it comes %s', async (_name, respond) => {
    await using graph = await withNames(respond);
    expect(await graph.ask('{ users { name } }')).toEqual({ data: named });
  });

  it('when it comes in pieces that break characters', async () => {
    const text = Buffer.from(JSON.stringify(entities({ name: 'Ädä 🏃' }, { name: '' })));
    await using graph = await withNames(async (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      for (const byte of text) {
        response.write(Buffer.of(byte));
        await new Promise(setImmediate);
      }
      response.end();
      return true;
    });
    expect((await graph.ask('{ users { name } }')).data).toEqual({ users: [{ name: 'Ädä 🏃' }, { name: '' }] });
  });
});

describe('A connection to a subgraph that was closed meanwhile', () => {
  /** Answers the first request of a connection, and cuts it at the second. */
  async function startFickle(): Promise<{ port: number; asked: string[]; close: () => void }> {
    const asked: string[] = [];
    const server = createServer((socket) => {
      let first = true;
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        asked.push(data.toString().includes('mutation') ? 'mutation' : 'query');
        if (!first) {
          socket.destroy();
          return;
        }
        first = false;
        const body = '{"data":{"one":1}}';
        socket.write(
          `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
        );
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { port: z.object({ port: z.number() }).parse(server.address()).port, asked, close: () => server.close() };
  }

  it('costs a query nothing, and is not asked again for a mutation', async () => {
    const fickle = await startFickle();
    await using graph = await startGraph(
      { a: { sdl: 'type Query { one: Int } type Mutation { one: Int }' } },
      { SUBGRAPH_URLS: `a=http://127.0.0.1:${fickle.port}/`, SUBGRAPH_CONNECTIONS: '1' },
    );
    expect(await graph.ask('{ one }')).toEqual({ data: { one: 1 } });
    expect(await graph.ask('{ one }')).toEqual({ data: { one: 1 } });
    expect(fickle.asked).toEqual(['query', 'query', 'query']);
    const { data, errors } = await graph.ask('mutation { one }');
    expect([data, errors?.[0]?.extensions.code]).toEqual([{ one: null }, 'SUBREQUEST_FAILED']);
    expect(fickle.asked).toEqual(['query', 'query', 'query', 'mutation']);
    fickle.close();
  });
});

describe('A client that goes', () => {
  it('ends what was asked for it', async () => {
    const { promise: gone, resolve } = Promise.withResolvers<void>();
    const { promise: asked, resolve: wasAsked } = Promise.withResolvers<void>();
    await using graph = await withNames((_request, response) => {
      response.on('close', () => resolve());
      wasAsked();
      return true;
    });
    const client = new AbortController();
    const answer = fetch(graph.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ users { name } }' }),
      signal: client.signal,
    });
    await asked;
    client.abort();
    await expect(answer).rejects.toThrow();
    await gone;
  });
});

describe('Limits', () => {
  const small = { MAX_QUERY_TOKENS: '60', MAX_QUERY_DEPTH: '3', MAX_QUERY_ALIASES: '3', MAX_ROOT_FIELDS: '4' };
  const nested: SubgraphDefinition = {
    sdl: 'type Query { a: A } interface Named { n: Int } type A implements Named { a: A n: Int }',
    resolvers: { Query: { a: () => ({ n: 1 }) } },
  };

  it.each([
    ['QUERY_TOO_DEEP', '{ a { a { a { n } } } }'],
    ['QUERY_TOO_DEEP', '{ a { ...F } } fragment F on A { a { a { n } } }'],
    ['TOO_MANY_ALIASES', '{ x: a { n } y: a { x: n y: n } }'],
    ['TOO_MANY_ALIASES', '{ a { ...F a { ...F } } } fragment F on A { x: n y: n }'],
    ['TOO_MANY_ROOT_FIELDS', '{ a { n } ...F ...F ...F ...F } fragment F on Query { a { n } }'],
    ['TOO_MANY_TOKENS', `{ ${'a { n } '.repeat(20)} }`],
    ['GRAPHQL_VALIDATION_FAILED', '{ a { ...F } } fragment F on A { a { ...F } }'],
  ])('answer %s for %s', async (code, query) => {
    await using graph = await startGraph({ nested }, small);
    const { data, errors } = await graph.ask(query);
    expect([data, errors?.[0]?.extensions.code]).toEqual([undefined, code]);
    expect(graph.subgraphs['nested']?.seen).toEqual([]);
  });

  it('let through what fits', async () => {
    await using graph = await startGraph({ nested }, small);
    expect(await graph.ask('{ x: a { y: n } }')).toEqual({ data: { x: { y: 1 } } });
  });

  it('do not take long over fragments that multiply', async () => {
    await using graph = await startGraph({ nested });
    const fragments = Array.from(
      { length: 60 },
      (_, i) => `fragment F${i} on A { x: a { ...F${i + 1} } y: a { ...F${i + 1} } }`,
    );
    const { errors } = await graph.ask(`{ a { ...F0 } } ${fragments.join(' ')} fragment F60 on A { n }`);
    expect(errors?.[0]?.extensions.code).toBe('TOO_MANY_ALIASES');
  });

  const chained = (count: number, on: (i: number) => string): string => {
    const fragments = Array.from({ length: count }, (_, i) => `fragment F${i} on ${on(i)} { ...F${i + 1} }`);
    return `{ a { ...F0 } } ${fragments.join(' ')} fragment F${count} on A { n }`;
  };
  it('answer the longest chain of fragments in the time of as long a list of fields, or sooner', async () => {
    await using graph = await startGraph({ nested });
    const timed = async (query: string): Promise<number> => {
      const startedAt = performance.now();
      expect((await graph.ask(query)).data?.['a']).toBeDefined();
      return performance.now() - startedAt;
    };
    const soonest = async (make: (turn: number) => string): Promise<number> =>
      Math.min(await timed(make(1)), await timed(make(2)), await timed(make(3)));
    const fields = (name: string): string => Array.from({ length: 1_990 }, (_, i) => `${name}${i}: n`).join(' ');
    await timed(`{ a { ${fields('w')} } }`);
    const base = await soonest((turn) => `{ a { ${fields(`f${turn}_`)} } }`);
    const time = await soonest((turn) => chained(2_480 - turn, () => 'A'));
    expect(time).toBeLessThan(Math.max(3 * base, 200));
  });

  const twice = Array.from({ length: 40 }, (_, i) => `fragment F${i} on A { ...F${i + 1} ...F${i + 1} }`);
  it.each([
    ['TOO_MANY_TOKENS', `{ a { ...F0 } } ${twice.join(' ')} fragment F40 on A { n }`],
    ['TOO_MANY_TOKENS', `{ ${'...F '.repeat(450)} } fragment F on Query { any(value: "${'x'.repeat(5_000)}") }`],
    ['QUERY_TOO_DEEP', `${'{ a '.repeat(6_000)}{ n }${' }'.repeat(6_000)}`],
    ['QUERY_TOO_DEEP', `{ ${'... { '.repeat(6_000)} a { n } ${'}'.repeat(6_000)} }`],
    ['QUERY_TOO_DEEP', `{ ${'... { '.repeat(201)} a { n } ${'}'.repeat(201)} }`],
    ['QUERY_TOO_DEEP', chained(2_000, (i) => (i % 2 ? 'A' : 'Named'))],
    ['QUERY_TOO_COMPLEX', `{ a { ${'a { n } '.repeat(3_000)} } }`],
    ['QUERY_TOO_DEEP', `{ any(value: ${'['.repeat(60)}1${']'.repeat(60)}) }`],
    ['GRAPHQL_VALIDATION_FAILED', '{ any(value: [1e999]) }'],
    ['QUERY_TOO_DEEP', `{ any(value: ${'['.repeat(6_000)}1${']'.repeat(6_000)}) }`],
  ])(
    'answer %s at once for what would keep the planner for hours, is deeper than the stack, or larger than a number can be',
    async (code, query) => {
      const any: SubgraphDefinition = {
        sdl: `scalar Any ${nested.sdl.replace('Query {', 'Query { any(value: Any): Any')}`,
      };
      await using graph = await startGraph({ any });
      const { data, errors } = await graph.ask(query);
      expect([data, errors?.[0]?.extensions.code]).toEqual([undefined, code]);
    },
  );
});
