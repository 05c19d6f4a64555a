import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { compose } from '../compose.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key"])';

const subgraph = (name: string, sdl: string) => ({
  name,
  url: `http://${name}.example/graphql`,
  typeDefs: parse(`${link} ${sdl}`),
});

const walks = subgraph(
  'walks',
  'type Query { "A walk." walk("Its id." id: ID!): Walk } "A walk." type Walk @key(fields: "id") { "Its id." id: ID! }',
);

describe('composition', () => {
  test('joins the subgraphs into a supergraph and what callers see of it', () => {
    const boots = subgraph('boots', 'type Walk @key(fields: "id") { id: ID! "What was worn." boots: String }');
    const { supergraph, api } = compose([walks, boots]);
    expect(supergraph).toContain('http://boots.example/graphql');
    expect(api).toContain('boots: String');
    expect(api).not.toContain('join__');
  });

  test('that fails tells which subgraphs disagree and what to do', () => {
    const other = subgraph('other', 'type Walk @key(fields: "id") { id: Int! }');
    const attempt = () => compose([walks, other]);
    expect(attempt).toThrow(/FIELD_TYPE_MISMATCH.*"walks".*"other"|FIELD_TYPE_MISMATCH.*"other".*"walks"/s);
    expect(attempt).toThrow('Give the field one type in all subgraphs named');
  });

  test('of a subgraph that is no valid schema names it', () => {
    const broken = subgraph('broken', 'type Shoe { "How big." size: Inches }');
    expect(() => compose([walks, broken])).toThrow(/\[broken\].*Inches.*subgraphs\/<name>\/schema\.graphql/s);
  });

  test('refuses what is not described for callers: types, fields, arguments, enum values', () => {
    const silent = subgraph(
      'silent',
      `type Query { "A shoe." shoe(size: Int): Shoe }
       type Shoe { kind: Kind }
       "What it is for." enum Kind { ROAD "For paths." TRAIL }`,
    );
    const attempt = () => compose([walks, silent]);
    for (const name of ['Query.shoe(size)', 'Shoe', 'Shoe.kind', 'Kind.ROAD']) expect(attempt).toThrow(`\n  ${name}`);
    expect(attempt).not.toThrow('Kind.TRAIL');
  });

  test('refuses what would carry an outage of one subgraph on to others: fields and references that may not be null', () => {
    const boots = subgraph(
      'boots',
      `type Query { "Any boots." anyBoots: Boots! }
       "A pair." type Boots @key(fields: "id") {
         "Its id." id: ID! "How old." age: Int! "For a walk." walk: Walk! "For walks." walks: [Walk!] "More." more: [Walk]! }
       type Walk @key(fields: "id") { id: ID! "What was worn." boots: Boots! "What else." socks: Int }`,
    );
    const walking = subgraph(
      'walks',
      `type Query { "A walk." walk("Its id." id: ID!): Walk }
       "A walk." type Walk @key(fields: "id") { "Its id." id: ID! "How far." meters: Int! "With whom." by: Int! "Next." next: Walk! }`,
    );
    const attempt = () => compose([walking, boots]);
    const spreading = ['Query.anyBoots (boots)', 'Boots.walk (boots)', 'Boots.walks (boots)', 'Walk.boots (boots)'];
    expect(attempt).toThrow(['not a page:', ...spreading].join('\n  '));
    expect(attempt).not.toThrow('socks');
  });
});
