import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResult, startGraph, type TestGraph } from './support/graph.ts';
import type { SubgraphDefinition } from './support/subgraph.ts';

const things: SubgraphDefinition = {
  sdl: `scalar Any enum Mark { constructor toString } input Nest { id: ID ids: [ID!] inner: Nest all: [Nest] }
    type Query { thing(id: ID = "1"): Thing any(value: Any): Any mark(mark: Mark): Mark int(value: Int): Int constructor: Thing
      nest(nest: Nest): Boolean }
    type Thing @key(fields: "id") { id: ID! toString: String valueOf: [Thing] }`,
  resolvers: {
    Query: {
      thing: (_: unknown, { id }: { id: string }) => ({ id, toString: `thing ${id}`, valueOf: [] }),
      any: (_: unknown, { value }: { value: unknown }) => value,
      mark: (_: unknown, { mark }: { mark: string }) => mark,
      int: (_: unknown, { value }: { value?: number }) => value ?? -1,
      nest: (_: unknown, { nest }: { nest?: object }) => nest !== undefined,
      constructor: () => ({ id: '2', toString: 'made', valueOf: [{ id: '3', toString: 'held', valueOf: null }] }),
    },
  },
};
const prices: SubgraphDefinition = {
  sdl: 'type Thing @key(fields: "id") { id: ID! price: Int constructor: String self: Thing }',
  resolvers: {
    Thing: {
      price: ({ id }: { id: string }) => Number(id) * 10,
      constructor: ({ id }: { id: string }) => `maker of ${id}`,
      self: (thing: unknown) => thing,
    },
  },
};

const names = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const LONG = 'n'.repeat(10_000);

describe.each(['bytes', 'object'])('Names and values that a client may choose: %s', (engine) => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startGraph({ things, prices }, { GATEWAY_EXECUTOR: engine });
  });
  afterAll(() => graph[Symbol.asyncDispose]());

  it.each<[string, string, object, unknown]>([
    [
      'names that every JavaScript object has',
      '{ constructor { toString constructor valueOf { id constructor } } thing { __proto__: self { price } hasOwnProperty: price } }',
      {},
      {
        constructor: { toString: 'made', constructor: 'maker of 2', valueOf: [{ id: '3', constructor: 'maker of 3' }] },
        thing: JSON.parse('{"__proto__":{"price":10},"hasOwnProperty":10}'),
      },
    ],
    [
      'variables of such names, given and not',
      'query ($toString: Int, $constructor: Int, $valueOf: Any) { a: int(value: $toString) b: int(value: $constructor) any(value: $valueOf) }',
      { constructor: 5 },
      { a: -1, b: 5, any: null },
    ],
    [
      'enum values of such names',
      'query ($mark: Mark) { mark(mark: $mark) other: mark(mark: constructor) }',
      { mark: 'toString' },
      { mark: 'toString', other: 'constructor' },
    ],
    [
      'such keys in values',
      'query ($value: Any) { any(value: $value) other: any(value: { __proto__: { a: 1 }, toJSON: 2 }) }',
      { value: JSON.parse('{"__proto__":{"a":1},"toJSON":3}') },
      JSON.parse('{"any":{"__proto__":{"a":1},"toJSON":3},"other":{"__proto__":{"a":1},"toJSON":2}}'),
    ],
    [
      'half of a surrogate pair',
      'query ($value: Any) { any(value: $value) }',
      { value: 'a\ud800b' },
      { any: 'a\ud800b' },
    ],
    ['a very long name', `{ ${LONG}: thing { ${LONG}: price } }`, {}, { [LONG]: { [LONG]: 10 } }],
    [
      'more names than there is room for at once, and nothing from a subgraph between them',
      `{ thing { ${names(40)
        .map(
          (at) =>
            `of${at}: self { ${names(45)
              .map((index) => `${'t'.repeat(20)}${index}: __typename`)
              .join(' ')} }`,
        )
        .join(' ')} } }`,
      {},
      {
        thing: Object.fromEntries(
          names(40).map((at) => [
            `of${at}`,
            Object.fromEntries(names(45).map((index) => [`${'t'.repeat(20)}${index}`, 'Thing'])),
          ]),
        ),
      },
    ],
    [
      'long names around one another',
      `{ thing ${names(60)
        .map((at) => `{ ${LONG.slice(0, 900)}${at}: self`)
        .join(' ')} { price } ${'}'.repeat(60)} }`,
      {},
      {
        thing: names(60).reduceRight<object>((inner, at) => ({ [`${LONG.slice(0, 900)}${at}`]: inner }), { price: 10 }),
      },
    ],
  ])('come back as they are: %s', async (_, query, variables, data) => {
    for (let time = 0; time < 3; time++) expect(await graph.ask(query, variables)).toEqual({ data });
  });

  it.each([
    ['of a scalar', 'Any', 'any(value: $value)', '[', ']', 50_000],
    ['of an input object', 'Nest', 'nest(nest: $value)', '{"inner":', '}', 20_000],
    ['of lists of input objects', 'Nest', 'nest(nest: $value)', '{"all":[', ']}', 3_000],
  ])('variables deeper than the stack are refused: %s', async (_what, type, field, open, close, depth) => {
    const response = await fetch(graph.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query":"query ($value: ${type}) { ${field} }","variables":{"value":${open.repeat(depth)}null${close.repeat(depth)}}}`,
    });
    expect(await response.json()).toEqual({
      errors: [{ message: 'The variables are nested too deeply.', extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  it.each([
    ['($id: ID) { thing(id: $id) { id } }', '{"id":12345678901234567890}', undefined],
    ['($id: ID!) { thing(id: $id) { id } }', '{"id":-9007199254740993}', undefined],
    ['($nest: Nest) { nest(nest: $nest) }', '{"nest":{"inner":{"id":1e20}}}', 'nest.inner.id'],
    ['($nest: Nest) { nest(nest: $nest) }', '{"nest":{"ids":["1",9007199254740993]}}', 'nest.ids[1]'],
  ])('an ID that is a number no double holds exactly is refused: %s with %s', async (query, variables, where) => {
    const response = await fetch(graph.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query":"query ${query}","variables":${variables}}`,
    });
    const name = query.slice(1, query.indexOf(':'));
    expect(await response.json()).toEqual({
      errors: [
        {
          message:
            `Variable "${name}" got an invalid value${where ? ` at "${where}"` : ''}; ` +
            'ID cannot represent a number beyond 2^53 exactly: send it as a string.',
          locations: [{ line: 1, column: 8 }],
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
  });

  it('an ID may be any whole number that a double holds exactly, and any text', async () => {
    const ids = [0, -1, Number.MAX_SAFE_INTEGER, '12345678901234567890'];
    for (const id of ids) {
      expect(await graph.ask('query ($id: ID) { thing(id: $id) { id } }', { id })).toEqual({
        data: { thing: { id: String(id) } },
      });
    }
  });

  it.each(['1e400', '-1e400', '[0, {"a": [1e400]}]', '"x", "other": 1e400'])(
    'variables with numbers that no double can hold are refused, by POST and GET: %s',
    async (value) => {
      const query = 'query ($value: Any, $other: Any) { any(value: $value) other: any(value: $other) }';
      const variables = `{"value":${value}}`;
      const body = `{"query":"${query}","variables":${variables}}`;
      const headers = { 'content-type': 'application/json' };
      const answers = await Promise.all([
        fetch(graph.graphqlUrl, { method: 'POST', headers, body }),
        fetch(`${graph.graphqlUrl}?query=${encodeURIComponent(query)}&variables=${encodeURIComponent(variables)}`, {
          headers,
        }),
      ]);
      for (const answer of answers) {
        expect(await readResult(answer)).toMatchObject({
          errors: [
            {
              message: expect.stringMatching(/^Variable "\$\w+" .* A number is too large to be represented\.$/),
              extensions: { code: 'BAD_USER_INPUT' },
            },
          ],
        });
      }
    },
  );

  it('variables with the largest numbers that a double can hold come back', async () => {
    const value = { most: [Number.MAX_VALUE, -Number.MAX_VALUE], least: Number.MIN_VALUE };
    expect(await graph.ask('query ($value: Any) { any(value: $value) }', { value })).toEqual({ data: { any: value } });
  });
});
