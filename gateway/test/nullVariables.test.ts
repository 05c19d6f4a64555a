import { describe, expect, it } from 'vitest';
import { startGraph } from './support/graph.ts';

describe('null in a variable that may be null', () => {
  it('is refused where the schema takes none, before anything is done', async () => {
    const done: unknown[] = [];
    await using graph = await startGraph({
      a: {
        sdl: `type Query { me: Person } type Mutation { add(input: Input!): Person }
          input Input { text: String count: Int! = 1 } type Person { friends(first: Int! = 20): [Int!] name: String }`,
        resolvers: {
          Query: { me: () => ({ name: 'Ada' }) },
          Mutation: { add: (_: unknown, { input }: { input: unknown }) => void done.push(input) },
          Person: { friends: (_: unknown, { first }: { first: number }) => [first] },
        },
      },
    });
    for (const query of [
      'query ($n: Int) { me { friends(first: $n) } }',
      'query ($n: Int = 3) { me { ...F } } fragment F on Person { friends(first: $n) }',
      'mutation ($n: Int) { add(input: { text: "x" }) { friends(first: $n) } }',
      'mutation ($n: Int) { add(input: { count: $n }) { name } }',
    ]) {
      expect(await graph.ask(query, { n: null })).toEqual({
        errors: [
          { message: 'Variable "$n" must not be null where it stands.', extensions: { code: 'BAD_USER_INPUT' } },
        ],
      });
      expect(await graph.ask(query, {})).not.toHaveProperty('errors');
    }
    expect(done).toEqual([{ text: 'x', count: 1 }, { count: 1 }]);
    const left = 'query ($n: Int, $on: Boolean!) { me { name friends(first: $n) @include(if: $on) } }';
    expect(await graph.ask(left, { n: null, on: false })).toEqual({ data: { me: { name: 'Ada' } } });
    expect((await graph.ask(left, { n: null, on: true })).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(await graph.ask(left, { n: 2, on: true })).toEqual({ data: { me: { name: 'Ada', friends: [2] } } });
  });

  it('that decides @skip or @include is refused where it is read, and nowhere else', async () => {
    await using graph = await startGraph({
      a: {
        sdl: 'type Query { me: Person } type Person { name: String age: Int }',
        resolvers: { Query: { me: () => ({ name: 'Ada', age: 36 }) } },
      },
    });
    for (const read of [
      'me { name @include(if: $c) }',
      'me { name @skip(if: $c) }',
      'me { name @include(if: false) @skip(if: $c) }',
      'me { name @skip(if: false) @include(if: $c) }',
      'me { name ... @include(if: $c) { age } }',
      'me @skip(if: true) { name @include(if: $c) } other: me { name @include(if: $c) }',
    ]) {
      expect(await graph.ask(`query ($c: Boolean = true) { __typename ${read} }`, { c: null })).toEqual({
        errors: [
          { message: 'Variable "$c" must not be null where it stands.', extensions: { code: 'BAD_USER_INPUT' } },
        ],
      });
    }
    for (const unread of [
      'me @skip(if: true) { name @include(if: $c) }',
      'me @include(if: $no) { ... @skip(if: $c) { name } }',
      'me @skip(if: true) @include(if: $c) { name }',
      'me @include(if: $c) @skip(if: true) { name }',
    ]) {
      const query = `query ($c: Boolean = true, $no: Boolean = false) { __typename ${unread} no: __typename @include(if: $no) }`;
      expect(await graph.ask(query, { c: null })).toEqual({ data: { __typename: 'Query' } });
      expect(await graph.ask(query, { c: true })).toEqual({ data: { __typename: 'Query' } });
    }
  });
});
