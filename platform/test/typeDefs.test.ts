import { parse, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import { joinShared, loadTypeDefs } from '#platform/server/typeDefs.ts';

const shared = parse(`
  scalar DateTime
  type Money { amount: Decimal! currency: Currency! }
  scalar Decimal
  enum Currency { EUR }
  scalar Unused
`);

describe('type definitions', () => {
  test('take of the shared ones what they use, directly or through others, and nothing else', () => {
    const joined = print(joinShared(parse('type Query { price: Money }'), shared));
    for (const name of ['type Money', 'scalar Decimal', 'enum Currency']) expect(joined).toContain(name);
    for (const name of ['DateTime', 'Unused']) expect(joined).not.toContain(name);
  });

  test('find shared definitions also in arguments and inputs', () => {
    const joined = print(joinShared(parse('type Query { at(when: [DateTime!]!): Int }'), shared));
    expect(joined).toContain('scalar DateTime');
  });

  test('of a domain that is not there are an error that names it', () => {
    expect(() => loadTypeDefs('nowhere')).toThrow('subgraphs/nowhere has no schema.graphql');
  });
});
