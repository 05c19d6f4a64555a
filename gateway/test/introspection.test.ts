import { readFileSync } from 'node:fs';
import { executeSync, getIntrospectionQuery, parse, type IntrospectionOptions } from 'graphql';
import { describe, expect, it } from 'vitest';
import { openAccess } from '../auth/access.ts';
import { prepareObjectEngine } from '../execution/object/objectEngine.ts';
import { createCompiledExecutor } from '../execution/compiledExecutor.ts';
import { nameForPlanning } from '../execution/plan/aliases.ts';
import { schemaFacts } from '../execution/plan/schemaFacts.ts';
import { createApolloPlanner } from '../planning/apolloPlanner.ts';
import { Turns } from '../planning/turns.ts';
import { buildSupergraph } from '../supergraph/supergraph.ts';
import { coerce, testCall } from './execution/bed.ts';
import { silent } from './execution/differential.ts';

const supergraph = buildSupergraph(readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'), {
  urls: new Map(),
  subscriptionUrls: new Map(),
});
const api = supergraph.apiSchema;
const facts = schemaFacts(supergraph);
const limits = { tokens: 20_000, depth: 100, aliases: 2_000, rootFields: 500, planningMs: 5_000 };
const planner = createApolloPlanner(supergraph, limits, silent, (document) => nameForPlanning(document, facts));
const client = { send: () => Promise.reject(new Error('nobody is asked')), close: async () => undefined };
const executor = createCompiledExecutor({
  supergraph,
  client,
  log: silent,
  turns: new Turns(),
  engine: prepareObjectEngine,
});

/** The text of the answer. @throws RequestError. */
async function ask(query: string, sent: Record<string, unknown> = {}): Promise<string> {
  const planned = planner.plan({ query, operationName: undefined }, openAccess);
  const { body } = await executor.prepare(planned).run(coerce(planned, api, sent), testCall());
  return body.toString();
}

const merged = (query: string): string => JSON.stringify(executeSync({ schema: api, document: parse(query) }));
const times = (count: number, field: string): string =>
  Array.from({ length: count }, (_, i) => `a${i}: ${field}`).join(' ');

const everything: IntrospectionOptions = {
  descriptions: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  experimentalDirectiveDeprecation: true,
  oneOf: true,
};
/** What tools ask: they differ in the options, and in how many lists within lists they know a type by. */
const tools: readonly IntrospectionOptions[] = [
  {},
  { descriptions: false },
  { specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true },
  everything,
  { ...everything, typeDepth: 7 },
  { ...everything, typeDepth: 30 },
];
/** What such a query asks, under four aliases. */
const fourTimes = (query: string): string => {
  const [, schema = '', fragments = ''] = /\{\s*__schema (\{.*?\n {6}\})\s*\}(.*)/s.exec(query) ?? [];
  return `{ ${times(4, `__schema ${schema}`)} } ${fragments}`;
};

describe('Introspection', () => {
  it.each(tools)('answers what tools ask: %o', async (options) => {
    const query = getIntrospectionQuery(options);
    expect(await ask(query)).toBe(merged(query));
    expect(await ask(query)).toBe(merged(query));
  });

  it('answers all there is to know four times, and some of it as often as that takes no more room', async () => {
    for (const query of [
      fourTimes(getIntrospectionQuery(everything)),
      `{ __schema { ${times(100, 'types { name }')} } }`,
      `{ __schema { types { ${times(10, 'name')} fields { name type { name fields { name } } } } } }`,
      '{ __schema { types { possibleTypes { interfaces { name } fields { name } } } } }',
    ]) {
      expect(await ask(query)).toBe(merged(query));
    }
  });

  const described = 'types { fields { description } }';
  it.each([
    ['aliases of a list', `{ __schema { ${times(1_990, described)} } }`],
    ['aliases of a leaf', `{ __schema { types { fields { ${times(1_990, 'description')} } } } }`],
    ['aliases of what is null', `{ __schema { types { fields { ${times(1_990, 'deprecationReason')} } } } }`],
    [
      'aliases in a fragment',
      `{ __schema { types { fields { ...A } } } } fragment A on __Field { ${times(1_990, 'name')} }`,
    ],
    [
      'fragments within fragments',
      `{ ...Q } fragment Q on Query { __schema { ...S } } fragment S on __Schema { ${times(100, 'types { ...T }')} }
      fragment T on __Type { ... on __Type { fields { ... { description args { description } } } } }`,
    ],
    [
      'lists of what the roots are',
      `{ __schema { mutationType { ${times(1_000, 'fields { description args { name } }')} } } }`,
    ],
    [
      'aliases under conditions',
      `query ($yes: Boolean = true) { __schema @include(if: $yes) { ${times(1_000, described)} } }`,
    ],
  ])('refuses to multiply its answer by %s', async (_how, query) => {
    const code = 'QUERY_TOO_COMPLEX';
    const startedAt = performance.now();
    for (let time = 0; time < 3; time++)
      await expect(ask(query)).rejects.toMatchObject({ errors: [{ extensions: { code } }] });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  it('knows a type by a variable', async () => {
    const query = (count: number): string =>
      `query ($name: String! = "Mutation") { __type(name: $name) { ${times(count, 'fields { description }')} } }`;
    await expect(ask(query(900), { name: 'Workout' })).rejects.toThrow('5 times');
    await expect(ask(query(900))).rejects.toThrow('5 times');
    expect(await ask(query(900), { name: 'ID' })).toContain('"a899":null');
    expect(await ask(query(2), { name: 'nothing' })).toBe('{"data":{"__type":null}}');
  });
});
