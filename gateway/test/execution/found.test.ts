import { describe, expect, it } from 'vitest';
import type { Executor } from '../../execution/executor.ts';
import { runOn } from './bed.ts';
import { bedClient } from './bedClient.ts';
import { bedOf, byteExecutor, compareWithMerged, objectExecutor } from './differential.ts';
import { latestFirst, withStillClock } from './lateAnswers.ts';
import type { World } from './world.ts';
import * as worlds from './worlds/index.ts';

/** `Node` has no objects: one subgraph knows it as an interface that nothing implements, the other as an object. */
const hollow: World = {
  name: 'hollow',
  subgraphs: {
    nodes: 'interface Node @key(fields: "id") { id: ID! } type Query { node: Node }',
    fields: `
      type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String }
      type Query { told: Node }
    `,
  },
  query: { told: { __typename: 'Node', id: 'n1', field: 'foo' } },
  entities: [],
};

type OnBed = Parameters<typeof byteExecutor>;

/** What the generator found wrong once, as small as it could make it. */
const found = [
  {
    why: 'objects at one path, of which some lack what one field requires and some what another does',
    world: worlds.shop,
    query:
      '{ products { related { ... on Product { related { ... on Product { shipping } id } } ... on Service { related { ... on Product { estimate } } } } } }',
  },
  {
    why: 'a fetch that needs to be told something only for a field that @include leaves out',
    world: worlds.library,
    query:
      'query ($no: Boolean!) { shown { ... on Marked { ... on Marked { ... on Tome { first ... on Tome { second @include(if: $no) } } } } } }',
    variables: { no: false },
  },
  {
    why: 'conditions on types within one another that no object fits, where no subgraph says the type',
    world: worlds.media,
    query: '{ best { ... on Series { ... on Media { ... on Clip { id } } } id } }',
  },
  {
    why: 'parts of one value that come in the order of the plan to where other parts were put together before',
    world: worlds.hops,
    query:
      'query ($no: Boolean!) { team { rival { ... on Person { __typename } rival { ... on Person { greeting @include(if: $no) } greeting } } } }',
    variables: { no: false },
  },
  {
    why: 'fetches that were taken apart for what they require with arguments, and that conditions would let be one again',
    world: worlds.tariffs,
    query:
      'query ($no: Boolean!) { customers { total @include(if: $no) } customers { totalAway offers { ... on Plan { home } } } }',
    variables: { no: false },
  },
  {
    why: 'a key that one type of a union has at home and another gets by a fetch of its own',
    world: worlds.feeds,
    query: '{ feed { ... on Clip { likes } ... on Note { id } } }',
  },
  {
    why: 'a field that is required and requires something itself, of a type that one subgraph knows by its interface',
    world: worlds.chains,
    query: '{ nodes { ... on Branch { one two } } }',
  },
  {
    why: 'a field of another object that is required and requires something itself, of a subgraph that was asked before',
    world: worlds.chains,
    query: '{ shelves { deep tall } }',
  },
  {
    why: 'objects that are brought at one path late for one type and early for another',
    world: worlds.chains,
    query: '{ nodes { ... on Branch { best { label } } ... on Leaf { best { label } } } }',
  },
  {
    why: 'an object that is required and null, where another fetch brings parts of it later',
    world: worlds.chains,
    query: '{ empty { left mass } }',
  },
  {
    why: 'what a subgraph provides of objects under one type, and others bring for those under another, before it is required',
    world: worlds.staff,
    query: '{ pets { id owner { mail badge } } }',
  },
  {
    why: 'one value that is asked by two names, as it is narrower in an object than in its interface',
    world: worlds.parity,
    query: '{ numbers { origin { year } ... on Halved { ... on Number { origin { text } } } } }',
  },
  {
    why: 'fields of an object without a key that a subgraph provides at one path and not at another',
    world: worlds.staff,
    query: '{ people { team { office { city { name area { name dial } } } } } }',
  },
  {
    why: 'a field of an object that one subgraph knows and the supergraph does not, as it has an interface there',
    world: worlds.kennel,
    query: '{ first { id ... on Dog { pals { __typename } } } }',
  },
  {
    why: 'objects whose type nobody was asked, as they are of one type in that subgraph',
    world: worlds.kennel,
    query: '{ first { ... on Dog { id } id } waiting { ... on Dog { tag } } star { ... on Dog { id } } }',
  },
  {
    why: 'a field that requires what is there before the last of two hops from key to key',
    world: worlds.freight,
    query: '{ crates { toll } }',
  },
  {
    why: 'a field that requires something behind two hops, of an object that is asked for another field there',
    world: worlds.freight,
    query: '{ crate { crane count next { toll dock } } }',
  },
  {
    why: 'a member of a union that only one subgraph knows, under a condition',
    world: worlds.wares,
    query: 'query ($yes: Boolean!) { stall { crate { wares { ... on Cheese @include(if: $yes) { label } } } } }',
    variables: { yes: true },
  },
  {
    why: 'the same by a fragment by name',
    world: worlds.wares,
    query: 'query ($no: Boolean!) { stall { crate { wares { ...F @skip(if: $no) } } } } fragment F on Cheese { label }',
    variables: { no: false },
  },
  {
    why: 'a member of a union that only one subgraph knows, in fragments on the union and within one another',
    world: worlds.wares,
    query:
      '{ stall { crate { wares { ...F } } } } fragment F on Ware { ...G } fragment G on Cheese { ... on Cheese { label } }',
  },
  {
    why: 'the same in a fragment without a type, and on an interface',
    world: worlds.wares,
    query:
      'query ($yes: Boolean!) { stall { crate { wares { ... @include(if: $yes) { ... on Cheese { label } } ... on Named { name } } } } }',
    variables: { yes: true },
  },
  {
    why: 'a union within such a member, asked for members that the subgraph does not know',
    world: worlds.wares,
    query: '{ stall { any { ... on Cheese { goesWith { ... on Bread { name } ... on Wine { year } } } } } }',
  },
];

describe.each(['object', 'bytes'])('the engine of %s answers right', (engine) => {
  const executorOf = engine === 'object' ? objectExecutor : (...on: OnBed): Executor => byteExecutor(...on).executor;

  it.each(found)('$why', async ({ world, query, variables = {} }) => {
    const bed = bedOf(world);
    expect(await compareWithMerged(bed, executorOf(bed), { query, variables })).toEqual({ errors: false });
    const late = executorOf(bed, bedClient(bed, latestFirst()));
    const compared = await withStillClock(() => compareWithMerged(bed, late, { query, variables }));
    expect(compared).toEqual({ errors: false });
  });

  // graphql-js has no answer for such an interface.
  it('a field under a condition of an interface that has no objects', async () => {
    const bed = bedOf(hollow);
    const operation = bed.plan('query ($yes: Boolean!) { told { field @include(if: $yes) } }');
    const { data, errors } = await runOn(executorOf(bed), bed, operation, { yes: true });
    expect({ data, errors }).toEqual({ data: { told: { field: 'foo' } }, errors: undefined });
  });
});
