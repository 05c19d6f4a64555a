import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { outcomeOf, RequestError } from '../errors.ts';
import { readVariables } from '../variables.ts';

const schema = buildSchema(`
  type Query { a(input: Account, ids: [ID!], accounts: [Account!]): Int }
  input Account { username: String! password: String kind: Kind = PERSON inner: Account }
  enum Kind { PERSON CLUB }
`);

/** The variables, or the errors. */
function read(declared: string, given: Record<string, unknown>): unknown {
  const operation = getOperationAST(parse(`query (${declared}) { a }`));
  if (!operation) throw new Error('no operation');
  const outcome = outcomeOf(() => readVariables(schema, operation, given));
  return outcome instanceof RequestError ? outcome.errors.map(({ message }) => message) : outcome.coerced;
}

const many = (count: number, value: unknown): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`usernam${i}`, value]));

describe('Variables', () => {
  it('are read as the schema has them, with their defaults', () => {
    const declared = '$input: Account, $ids: [ID!], $with: Int = 5, $without: Int, $null: Int = 6';
    const input = { username: 'ana', inner: { username: 'bo', kind: 'CLUB' } };
    expect(read(declared, { input, ids: 7, null: null, other: 1 })).toEqual({
      input: { username: 'ana', kind: 'PERSON', inner: { username: 'bo', kind: 'CLUB' } },
      ids: ['7'],
      with: 5,
      null: null,
    });
  });

  it('that are wrong are refused with their place and the reason, and no other value beside the wrong one', () => {
    const secret = 'correct horse battery';
    const inner = { username: 5, password: secret, kind: 'PERSONS' };
    expect(read('$input: Account!, $ids: [ID!]!', { input: { password: secret, nickname: 'x', inner } })).toEqual([
      'Variable "$input" got an invalid value; Field "username" of required type "String!" was not provided.',
      'Variable "$input" got an invalid value at "input.inner.username"; String cannot represent a non string value: 5',
      'Variable "$input" got an invalid value at "input.inner.kind"; Value "PERSONS" does not exist in "Kind" enum. Did you mean the enum value "PERSON"?',
      'Variable "$input" got an invalid value; Field "nickname" is not defined by type "Account". Did you mean "username"?',
      'Variable "$ids" of required type "[ID!]!" was not provided.',
    ]);
    expect(read('$ids: [ID!]!', { ids: null })).toEqual([
      'Variable "$ids" of non-null type "[ID!]!" must not be null.',
    ]);
    expect(read('$ids: [ID!]!', { ids: ['1', null] })).toEqual([
      'Variable "$ids" got an invalid value at "ids[1]"; Expected non-nullable type "ID!" not to be null.',
    ]);
  });

  it.each([
    ['unknown fields', 20, '$input: Account', { input: { username: 'a', ...many(100_000, 1) } }],
    [
      'a field of a long name',
      1,
      '$input: Account',
      { input: { username: 'a', [`${'username'.repeat(200_000)}😀`]: 1 } },
    ],
    ['a long text where a number belongs', 1, '$input: Int', { input: 'x'.repeat(2_000_000) }],
    ['a map where a text belongs', 1, '$input: Account', { input: { username: many(100_000, 'y') } }],
    ['items of a list', 20, '$ids: [ID!]!', { ids: Array.from({ length: 200_000 }, () => ({})) }],
    ['input objects of a list', 20, '$ids: [Account!]', { ids: Array.from({ length: 200_000 }, () => ({})) }],
  ])('of much that is wrong tell little, in little time: %s', (_what, count, declared, given) => {
    const startedAt = performance.now();
    const messages = z.array(z.string()).parse(read(declared, given));
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(messages).toHaveLength(count);
    for (const message of messages) {
      expect(message).toMatch(/^Variable "\$(input|ids)" got an invalid value/);
      expect(message).toMatch(/cannot represent|is not defined by type|was not provided/);
      expect(message.length).toBeLessThan(510);
    }
  });
});
