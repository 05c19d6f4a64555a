import { describe, expect, it } from 'vitest';
import type { Executor } from '../../execution/executor.ts';
import { bedClient } from './bedClient.ts';
import { bedOf, byteExecutor, compareWithMerged, objectExecutor } from './differential.ts';
import { latestFirst, withStillClock } from './lateAnswers.ts';
import * as worlds from './worlds/index.ts';

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
});
