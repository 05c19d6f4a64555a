import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bedOf, byteExecutor, objectExecutor, outcomeOf, seed } from './differential.ts';
import { runOn } from './bed.ts';
import type { World } from './world.ts';

/** Two subgraphs write into one log; each entry tells what was in it by then. */
const log: string[] = [];
const add =
  (name: string) =>
  ({ text }: { text: string }): object => {
    log.push(`${name}:${text}`);
    return { __typename: 'Entry', id: text, seen: log.join(' ') };
  };
const entry = 'type Entry @shareable { id: ID! seen: String! }';
const world: World = {
  name: 'log',
  subgraphs: {
    a: `type Query { a: Int } type Mutation { a(text: String!): Entry! } ${entry}`,
    b: `type Query { b: Int } type Mutation { b(text: String!): Entry! } ${entry}`,
  },
  query: {},
  mutation: { a: add('a'), b: add('b') },
  entities: [],
};
const bed = bedOf(world);
const executors = { object: objectExecutor(bed), bytes: byteExecutor(bed).executor };

const named = ['one', 'two', 'three', 'four', 'five'];
/** A field by its number, in either subgraph; some are asked more than once, with less or more. */
const field = fc
  .tuple(fc.nat({ max: named.length - 1 }), fc.constantFrom('seen', 'id seen', 'id'))
  .map(([at, asked]) => `${named[at] ?? ''}: ${at % 2 ? 'a' : 'b'}(text: "${at}") { ${asked} }`);
const condition = fc.constantFrom('', '', '', '@include(if: $yes)', '@skip(if: $yes)', '@skip(if: false)');
const { selections } = fc.letrec<{ selections: string }>((tie) => ({
  selections: fc
    .array(
      fc.oneof(
        { maxDepth: 3 },
        fc.tuple(field, condition).map(([one, when]) => one.replace('{', `${when} {`)),
        fc
          .tuple(fc.constantFrom('', 'on Mutation'), condition, tie('selections'))
          .map(([on, when, inner]) => `... ${on} ${when} { ${inner} }`),
        fc.tuple(fc.constantFrom('...A', '...B'), condition).map(([spread, when]) => `${spread} ${when}`),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((all) => all.join(' ')),
}));
const fragments = fc
  .tuple(field, field, field)
  .map(
    ([one, two, three]) => `fragment A on Mutation { ${one} ...B } fragment B on Mutation { ${two} ... { ${three} } }`,
  );

/** What is answered and what was done, in order. */
async function done(run: () => Promise<{ data?: unknown }>): Promise<unknown> {
  log.length = 0;
  const answer = await run();
  return { ...outcomeOf(answer), log: [...log] };
}

describe.each(['object', 'bytes'] as const)('The root fields of a mutation, on the engine of %s', (engine) => {
  const compare = async (query: string, variables: Record<string, unknown>): Promise<void> => {
    const expected = await done(() => bed.expected(query, variables));
    expect(await done(() => runOn(executors[engine], bed, bed.plan(query), variables))).toEqual(expected);
  };

  const [one, two, three] = [
    'one: a(text: "1") { seen }',
    'two: a(text: "2") { seen }',
    'three: a(text: "3") { seen }',
  ];
  it.each([
    [
      'fragments',
      `mutation { ...A ${two} ...B } fragment A on Mutation { ${one} } fragment B on Mutation { ${three} }`,
    ],
    [
      'inline fragments over two subgraphs',
      `mutation { ... { ${one} } b(text: "2") { seen } ... { b2: b(text: "3") { id } } }`,
    ],
    [
      'fragments within fragments',
      `mutation { ... { ...A ${two} } ... on Mutation { ${three} } } fragment A on Mutation { ... { ${one} } }`,
    ],
    [
      'a field that is there twice',
      `mutation { ...A ${two} one: a(text: "1") { id } } fragment A on Mutation { ${one} }`,
    ],
    [
      'conditions',
      `mutation ($yes: Boolean!) { ... @include(if: $yes) { ${one} } ${two} ... @include(if: $yes) { ${three} } }`,
    ],
    [
      'conditions twice',
      `mutation ($yes: Boolean!) { ... @include(if: $yes) { ... @skip(if: false) { ${one} } } ${two} ...B @include(if: $yes) } fragment B on Mutation { ${three} }`,
    ],
  ])('run in order in %s', async (_how, query) => {
    const variables = query.includes('$') ? [{ yes: true }, { yes: false }] : [{}];
    for (const each of variables) await compare(query, each);
  });

  it('run as graphql-js has it, however they are put into fragments', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(selections, fragments, fc.boolean(), async (asked, spread, yes) => {
        const used = asked.includes('...A') || asked.includes('...B') ? spread : '';
        await compare(`mutation ($yes: Boolean!) { ${asked} } ${used}`, { yes });
      }),
      { seed, numRuns: 200 },
    );
  });
});
