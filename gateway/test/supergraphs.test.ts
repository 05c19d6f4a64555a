import { describe, expect, it } from 'vitest';
import { buildSupergraph } from '../supergraph/supergraph.ts';
import { compose } from './support/graph.ts';

const none = { urls: new Map<string, string>(), subscriptionUrls: new Map<string, string>() };
const at = (url: string): string =>
  compose({ a: { sdl: 'type Query { find(by: By): String } input By { id: ID name: String }' } }, { a: { url: url } });

/** As @apollo/federation wrote it before version 2. */
const EARLY = `schema @core(feature: "https://specs.apollo.dev/core/v0.1"), @core(feature: "https://specs.apollo.dev/join/v0.1") { query: Query }
  directive @core(feature: String!) repeatable on SCHEMA
  directive @join__field(graph: join__Graph, provides: join__FieldSet, requires: join__FieldSet) on FIELD_DEFINITION
  directive @join__graph(name: String!, url: String!) on ENUM_VALUE
  directive @join__owner(graph: join__Graph!) on INTERFACE | OBJECT
  directive @join__type(graph: join__Graph!, key: join__FieldSet) repeatable on INTERFACE | OBJECT
  scalar join__FieldSet
  enum join__Graph { A @join__graph(name: "a" url: "http://a/graphql") B @join__graph(name: "b" url: "http://b/graphql") }
  type Query { t: T @join__field(graph: A) }
  type T @join__owner(graph: A) @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
    id: ID! @join__field(graph: A) x: Int @join__field(graph: B) y: Int @join__field(graph: B, requires: "z") z: Int @join__field(graph: A) }`;

describe('A supergraph', () => {
  it('may be of the first version of the specification', () => {
    const { apiSchema, subgraphs } = buildSupergraph(EARLY, none);
    expect(Object.keys(apiSchema.getQueryType()?.getFields() ?? {})).toEqual(['t']);
    expect([...subgraphs.keys()]).toEqual(['a', 'b']);
  });

  it('may use @oneOf without declaring it, as it need not', () => {
    const sdl = at('http://a/graphql').replace(/input By\b/, 'input By @oneOf');
    expect(buildSupergraph(sdl, none).apiSchema.getType('By')).toMatchObject({ isOneOf: true });
  });

  it.each(['', 'somewhere', 'http://a/graphql|'])('is refused when a subgraph is at "%s"', (url) => {
    expect(() => buildSupergraph(at(url), none)).toThrow('subgraph "a" has no usable URL');
  });

  it('is refused with the reason when it is not one, or needs what the gateway cannot do', () => {
    const sdl = at('http://a/graphql');
    expect(() => buildSupergraph('type Query { a: Int }', none)).toThrow('must be a core schema');
    expect(() => buildSupergraph(sdl.replace(/join\/v0\.\d/, 'join/v0.9'), none)).toThrow('join spec version v0.9');
    const other = '@link(url: "https://specs.apollo.dev/context/v0.1", for: SECURITY)';
    expect(() => buildSupergraph(sdl.replace(/schema\n/, `schema ${other}\n`), none)).toThrow('context/v0.1');
  });
});
