import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { startGraph } from './support/graph.ts';

/** Resolves references by id from a table. */
const byId =
  <Row extends { id: string }>(rows: readonly Row[], extra: object = {}) =>
  (reference: { id: string }) => {
    const row = rows.find(({ id }) => id === reference.id);
    return row && { ...reference, ...row, ...extra };
  };

describe('A graph of several subgraphs', () => {
  it('joins entities in nested lists, keeps the order asked, and never asks twice for nothing', async () => {
    const users = [
      { id: '1', name: 'Ada' },
      { id: '2', name: 'Bo' },
    ];
    await using graph = await startGraph({
      users: {
        sdl: 'type Query { user(id: ID!): User } type User @key(fields: "id") { id: ID! name: String! }',
        resolvers: {
          Query: { user: (_: unknown, { id }: { id: string }) => users.find((user) => user.id === id) },
          User: { __resolveReference: byId(users) },
        },
      },
      posts: {
        sdl: `type User @key(fields: "id") { id: ID! posts: [Post!]! }
          type Post @key(fields: "id") { id: ID! title: String! threads: [[Comment]!] }
          type Comment { text: String! author: User }`,
        resolvers: {
          User: {
            posts: ({ id }: { id: string }) => [
              {
                id: `p${id}`,
                title: `By ${id}`,
                threads: [[{ text: 'a', author: { id: '2' } }, null], [], [{ text: 'b', author: null }]],
              },
            ],
          },
        },
      },
    });
    const { data, errors } = await graph.ask(
      '{ user(id: "1") { posts { threads { author { name id } text } title } name } missing: user(id: "9") { name } }',
    );
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toBe(
      '{"user":{"posts":[{"threads":[[{"author":{"name":"Bo","id":"2"},"text":"a"},null],[],[{"author":null,"text":"b"}]],"title":"By 1"}],"name":"Ada"},"missing":null}',
    );
    expect(graph.subgraphs['posts']?.seen).toHaveLength(1);
  });

  it('gives @requires what it needs, from fields with arguments and through another subgraph', async () => {
    await using graph = await startGraph({
      catalog: {
        sdl: `type Query { products: [Product!]! }
          type Product @key(fields: "id") { id: ID! weight(unit: Unit = GRAM): Float! size: Size! } enum Unit { GRAM POUND }
          type Size { height: Int! width: Int! }`,
        resolvers: {
          Query: { products: () => [{ id: '1' }, { id: '2' }] },
          Product: {
            weight: ({ id }: { id: string }, { unit }: { unit: string }) => (unit === 'POUND' ? 1 : 1000) * Number(id),
            size: ({ id }: { id: string }) => ({ height: Number(id), width: 2 }),
          },
        },
      },
      shipping: {
        sdl: `type Product @key(fields: "id") { id: ID! weight(unit: Unit = GRAM): Float! @external
          size: Size! @external shipping: Float! @requires(fields: "weight(unit: POUND) size { height width }") }
          enum Unit { GRAM POUND } type Size @shareable { height: Int! @external width: Int! @external }`,
        resolvers: {
          Product: {
            shipping: (p: { weight: number; size: { height: number; width: number } }) =>
              p.weight * p.size.height * p.size.width,
          },
        },
      },
      offers: {
        sdl: `type Product @key(fields: "id") { id: ID! shipping: Float! @external total: String! @requires(fields: "shipping") }`,
        resolvers: { Product: { total: ({ shipping }: { shipping: number }) => `total ${shipping}` } },
      },
    });
    expect(await graph.ask('{ products { total shipping } }')).toEqual({
      data: {
        products: [
          { total: 'total 2', shipping: 2 },
          { total: 'total 8', shipping: 8 },
        ],
      },
    });
  });

  it('does not ask elsewhere for what @provides', async () => {
    await using graph = await startGraph({
      reviews: {
        sdl: `type Query { reviews: [Review!]! best: Review @shareable } type Review { id: ID! author: User! @provides(fields: "name") }
          type User @key(fields: "id") { id: ID! name: String! @external }`,
        resolvers: { Query: { reviews: () => [{ id: '1', author: { id: 'u', name: 'from reviews' } }] } },
      },
      users: {
        sdl: 'type User @key(fields: "id") { id: ID! name: String! @shareable age: Int }',
        resolvers: { User: { __resolveReference: byId([{ id: 'u', name: 'from users', age: 7 }]) } },
      },
    });
    expect(await graph.ask('{ reviews { author { name } } }')).toEqual({
      data: { reviews: [{ author: { name: 'from reviews' } }] },
    });
    expect(graph.subgraphs['users']?.seen).toEqual([]);
    expect(await graph.ask('{ reviews { author { age } } }')).toEqual({ data: { reviews: [{ author: { age: 7 } }] } });
  });

  it('resolves interface objects to the types they stand for', async () => {
    const kinds: Record<string, string> = { b1: 'Book', m1: 'Movie' };
    await using graph = await startGraph({
      media: {
        sdl: `type Query { media: [Media!]! } interface Media @key(fields: "id") { id: ID! title: String! }
          type Book implements Media @key(fields: "id") { id: ID! title: String! pages: Int! }
          type Movie implements Media @key(fields: "id") { id: ID! title: String! minutes: Int! }`,
        resolvers: {
          Query: {
            media: () => [
              { __typename: 'Book', id: 'b1', title: 'B', pages: 3 },
              { __typename: 'Movie', id: 'm1', title: 'M', minutes: 9 },
            ],
          },
          Media: {
            __resolveType: ({ id }: { id: string }) => kinds[id],
            __resolveReference: ({ id }: { id: string }) => ({
              __typename: kinds[id],
              id,
              title: id,
              pages: 1,
              minutes: 2,
            }),
          },
          Book: { __resolveReference: ({ id }: { id: string }) => ({ id, title: id, pages: 1 }) },
          Movie: { __resolveReference: ({ id }: { id: string }) => ({ id, title: id, minutes: 2 }) },
        },
      },
      ratings: {
        sdl: `type Query { top: Media } type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int! }`,
        resolvers: {
          Query: { top: () => ({ id: 'm1' }) },
          Media: {
            __resolveReference: ({ id }: { id: string }) => ({ id }),
            stars: ({ id }: { id: string }) => id.length,
          },
        },
      },
    });
    expect(
      await graph.ask(
        '{ media { __typename stars ... on Book { pages stars } } top { __typename title ... on Movie { minutes } } }',
      ),
    ).toEqual({
      data: {
        media: [
          { __typename: 'Book', stars: 2, pages: 3 },
          { __typename: 'Movie', stars: 2 },
        ],
        top: { __typename: 'Movie', title: 'm1', minutes: 2 },
      },
    });
  });

  it('tells the members of a union apart, whichever subgraph knows them', async () => {
    await using graph = await startGraph({
      search: {
        sdl: `type Query { search: [Hit!]! } union Hit = User | Page
          type User @key(fields: "id") { id: ID! } type Page @key(fields: "id") { id: ID! name: String! }`,
        resolvers: {
          Query: {
            search: () => [
              { __typename: 'User', id: '1' },
              { __typename: 'Page', id: '2', name: 'P' },
            ],
          },
        },
      },
      users: {
        sdl: 'type User @key(fields: "id") { id: ID! name: [String!]! }',
        resolvers: { User: { __resolveReference: byId([{ id: '1', name: ['A', 'B'] }]) } },
      },
    });
    expect(
      await graph.ask(
        '{ search { kind: __typename ... on User { names: name } ...P } } fragment P on Page { name id }',
      ),
    ).toEqual({
      data: {
        search: [
          { kind: 'User', names: ['A', 'B'] },
          { kind: 'Page', name: 'P', id: '2' },
        ],
      },
    });
  });

  it('takes an overridden field from its new owner, and hides what is @inaccessible', async () => {
    await using graph = await startGraph({
      old: {
        sdl: `type Query { item: Item level: Level } type Item @key(fields: "id") { id: ID! price: Int! secret: String @inaccessible }
          enum Level { LOW HIGH @inaccessible }`,
        resolvers: {
          Query: { item: () => ({ id: '1' }), level: () => 'HIGH' },
          Item: { price: () => 1, secret: () => 's', __resolveReference: (reference: object) => reference },
        },
      },
      fresh: {
        sdl: 'type Item @key(fields: "id") { id: ID! price: Int! @override(from: "old") }',
        resolvers: { Item: { price: () => 2 } },
      },
    });
    expect(await graph.ask('{ item { price } }')).toEqual({ data: { item: { price: 2 } } });
    const hidden = await graph.ask('{ item { secret } }');
    expect(hidden.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    const schema = await graph.ask('{ __type(name: "Item") { fields { name } } }');
    expect(schema.data).toEqual({ __type: { fields: [{ name: 'id' }, { name: 'price' }] } });
  });

  it('moves a field by shares of operations, each of which always gets it from the same subgraph', async () => {
    const from = (subgraph: string): object => ({ all: () => subgraph, none: () => subgraph, half: () => subgraph });
    const share = (percent: number): string => `String @override(from: "old", label: "percent(${percent})")`;
    await using graph = await startGraph({
      old: {
        sdl: 'type Query { item: Item } type Item @key(fields: "id") { id: ID! all: String none: String half: String }',
        resolvers: { Query: { item: () => ({ id: '1' }) }, Item: from('old') },
      },
      new: {
        sdl: `type Item @key(fields: "id") { id: ID! all: ${share(100)} none: ${share(0)} half: ${share(50)} }`,
        resolvers: { Item: from('new') },
      },
    });
    const halves = new Set<string>();
    for (let index = 0; index < 24; index++) {
      const query = `query Asked${index} { item { all none half } }`;
      const first = await graph.ask(query);
      expect(first).toMatchObject({ data: { item: { all: 'new', none: 'old' } } });
      expect(await graph.ask(query)).toEqual(first);
      halves.add(JSON.stringify(first.data?.['item']));
    }
    expect(halves.size).toBe(2);
  });

  it('makes null of what is @inaccessible: without an error where null is allowed, with one where it has to rise', async () => {
    await using graph = await startGraph({
      a: {
        sdl: `type Query { level: Level levels: [Level] pets: [Pet] strict: Strict odd: Plain }
          enum Level { LOW HIGH @inaccessible } enum Plain { X }
          type Strict { level: Level! } interface Pet { name: String }
          type Cat implements Pet { name: String } type Dragon implements Pet @inaccessible { name: String }`,
        respond: (_request, response) => {
          const data = {
            level: 'HIGH',
            levels: ['LOW', 'HIGH'],
            pets: [
              { __typename: 'Dragon', name: 'Smaug' },
              { __typename: 'Cat', name: 'Tom' },
            ],
            strict: { level: 'HIGH' },
            odd: 'Y',
          };
          response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
          return true;
        },
      },
    });
    expect(await graph.ask('{ level levels pets { name } }')).toEqual({
      data: { level: null, levels: ['LOW', null], pets: [null, { name: 'Tom' }] },
    });
    const { data, errors } = await graph.ask('{ strict { level } odd }');
    expect(data).toEqual({ strict: null, odd: null });
    expect(errors).toMatchObject([
      { path: ['strict', 'level'], extensions: { code: 'RESPONSE_VALIDATION_FAILED' } },
      { path: ['odd'], extensions: { code: 'RESPONSE_VALIDATION_FAILED' } },
    ]);
    expect(JSON.stringify(errors)).not.toContain('HIGH');
  });

  it('goes back into a subgraph by the key it resolves, not by one it only knows', async () => {
    const code = { one: '1', two: '2' };
    await using graph = await startGraph({
      a: {
        sdl: 'type Thing @key(fields: "id") { id: ID! name: String! }',
        resolvers: { Thing: { name: ({ id }: { id: string }) => `n${id}` } },
      },
      b: {
        sdl: `type Query { thing: Thing } type Code { one: ID! two: ID! }
          type Thing @key(fields: "code { one }", resolvable: false) @key(fields: "id code { two }") {
            id: ID! code: Code! name: String! @external title: String! @requires(fields: "name") }`,
        resolvers: {
          Query: { thing: () => ({ id: '7', code }) },
          Thing: {
            title: (thing: { id: string; code: { two: string }; name: string }) =>
              [thing.id, thing.code.two, thing.name].join(' '),
          },
        },
      },
    });
    expect(await graph.ask('{ thing { title } }')).toEqual({ data: { thing: { title: '7 2 n7' } } });
  });

  it('goes by nested and by several keys, and leaves alone what has a null key', async () => {
    await using graph = await startGraph({
      a: {
        sdl: `type Query { places: [Place!]! } type Place @key(fields: "code { value }") { code: Code } type Code { value: String }`,
        resolvers: { Query: { places: () => [{ code: { value: 'x' } }, { code: { value: null } }, { code: null }] } },
      },
      b: {
        sdl: `type Place @key(fields: "id") @key(fields: "code { value }") { id: ID code: Code } type Code @shareable { value: String }`,
        resolvers: {
          Place: {
            __resolveReference: ({ code }: { code?: { value?: string } }) =>
              code?.value === undefined || code.value === null ? null : { id: `id-${code.value}`, code },
          },
        },
      },
      c: {
        sdl: 'type Place @key(fields: "id") { id: ID! name: String }',
        resolvers: { Place: { name: ({ id }: { id: string }) => `name of ${id}` } },
      },
    });
    const { data } = await graph.ask('{ places { name } }');
    expect(data).toEqual({ places: [{ name: 'name of id-x' }, { name: null }, { name: null }] });
  });

  it('runs mutations in series across subgraphs, each seeing what the one before did', async () => {
    const log: string[] = [];
    const add =
      (name: string) =>
      (_: unknown, { text }: { text: string }) => {
        log.push(`${name}:${text}`);
        return log.join(' ');
      };
    await using graph = await startGraph({
      a: {
        sdl: 'type Query { a: Int } type Mutation { addA(text: String!): String! }',
        resolvers: { Mutation: { addA: add('a') } },
      },
      b: {
        sdl: 'type Query { b: Int } type Mutation { addB(text: String!): String! }',
        resolvers: { Mutation: { addB: add('b') } },
      },
    });
    expect(await graph.ask('mutation { x: addA(text: "1") addB(text: "2") y: addA(text: "3") __typename }')).toEqual({
      data: { x: 'a:1', addB: 'a:1 b:2', y: 'a:1 b:2 a:3', __typename: 'Mutation' },
    });
  });

  it('follows @skip and @include with variables and defaults, and does not ask for what is left out', async () => {
    await using graph = await startGraph({
      a: {
        sdl: 'type Query { user: User } type User @key(fields: "id") { id: ID! }',
        resolvers: { Query: { user: () => ({ id: '1' }) } },
      },
      b: { sdl: 'type User @key(fields: "id") { id: ID! name: String }', resolvers: { User: { name: () => 'Ada' } } },
    });
    const query = `query ($yes: Boolean! = true, $no: Boolean!) {
      user { id @skip(if: $yes) name @include(if: $no) ... @include(if: $yes) { name } } }`;
    expect(await graph.ask(query, { no: false })).toEqual({ data: { user: { name: 'Ada' } } });
    expect(await graph.ask(query, { yes: false, no: false })).toEqual({ data: { user: { id: '1' } } });
    const before = graph.subgraphs['b']?.seen.length;
    expect(await graph.ask('query ($no: Boolean!) { user { id name @include(if: $no) } }', { no: false })).toEqual({
      data: { user: { id: '1' } },
    });
    expect(graph.subgraphs['b']?.seen).toHaveLength(before ?? -1);
  });

  it('coerces variables by the API schema and sends on only what was sent', async () => {
    const got: unknown[] = [];
    const keep = (_: unknown, args: unknown): string => {
      got.push(args);
      return 'ok';
    };
    await using graph = await startGraph({
      a: {
        sdl: `type Query { find(ids: [ID!], filter: Filter, kind: Kind = A): String } enum Kind { A B }
          input Filter { text: String = "all" limit: Int! hidden: String @inaccessible }`,
        resolvers: { Query: { find: keep } },
      },
    });
    const query = 'query ($ids: [ID!], $filter: Filter, $kind: Kind) { find(ids: $ids, filter: $filter, kind: $kind) }';
    await graph.ask(query, { ids: 7, filter: { limit: 3 }, unknown: 1 });
    expect(got).toEqual([{ ids: ['7'], filter: { text: 'all', limit: 3 }, kind: 'A' }]);
    for (const variables of [
      { kind: 'C' },
      { filter: { limit: 'x' } },
      { filter: { limit: 1, hidden: 'y' } },
      { ids: [null] },
    ]) {
      expect((await graph.ask(query, variables)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
    expect(got).toHaveLength(1);
  });

  it('answers introspection beside data, and __typename of the roots', async () => {
    await using graph = await startGraph({
      a: {
        sdl: 'schema { query: TheQuery } type TheQuery { one: Int } type Mutation { two: Int }',
        resolvers: { TheQuery: { one: () => 1 } },
      },
    });
    expect(await graph.ask('{ t: __typename one __schema { queryType { name } } }')).toEqual({
      data: { t: 'Query', one: 1, __schema: { queryType: { name: 'Query' } } },
    });
    const spread = 'query ($deep: Boolean!) { ...F } fragment F on Query { __schema { ...S @include(if: $deep) } one }';
    expect(await graph.ask(`${spread} fragment S on __Schema { queryType { name } }`, { deep: true })).toEqual({
      data: { __schema: { queryType: { name: 'Query' } }, one: 1 },
    });
  });

  it('answers introspection that its planner does not know, alone and beside data', async () => {
    await using graph = await startGraph({
      a: {
        sdl: 'type Query { one(of: Choice): Int } input Choice { a: Int b: Int }',
        resolvers: { Query: { one: () => 1 } },
      },
    });
    const asked = 'query ($name: String!) { ... { __type(name: $name) { isOneOf } } }';
    expect(await graph.ask(asked, { name: 'Choice' })).toEqual({ data: { __type: { isOneOf: false } } });
    const beside = '{ ... on Query { one __type(name: "Choice") { ...T } } } fragment T on __Type { isOneOf name }';
    expect(await graph.ask(beside)).toEqual({ data: { one: 1, __type: { isOneOf: false, name: 'Choice' } } });
    const times = (count: number): string =>
      `{ ${Array.from({ length: count }, (_each, i) => `_${i}: __schema { queryType { name } }`).join(' ')} }`;
    expect((await graph.ask(times(4))).errors).toBeUndefined();
    expect((await graph.ask(times(5))).errors?.[0]?.extensions.code).toBe('TOO_MANY_ROOT_FIELDS');
    const everything = getIntrospectionQuery({ oneOf: true, experimentalDirectiveDeprecation: true });
    const { data, errors } = await graph.ask(everything);
    expect(errors).toBeUndefined();
    expect(data).toHaveProperty('__schema.queryType.name', 'Query');
  });

  it('shares a root field and a value type between subgraphs', async () => {
    const sdl = (field: string): string =>
      `type Query { stats: Stats! @shareable } type Stats { ${field}: Int! shared: Int! @shareable }`;
    await using graph = await startGraph({
      a: { sdl: sdl('a'), resolvers: { Query: { stats: () => ({ a: 1, shared: 3 }) } } },
      b: { sdl: sdl('b'), resolvers: { Query: { stats: () => ({ b: 2, shared: 3 }) } } },
    });
    expect(await graph.ask('{ stats { b shared a } }')).toEqual({ data: { stats: { b: 2, shared: 3, a: 1 } } });
  });
});
