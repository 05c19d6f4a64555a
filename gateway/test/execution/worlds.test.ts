import { isEnumType, isInputObjectType, isInterfaceType, isUnionType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { bedOf } from './differential.ts';
import * as worlds from './worlds/index.ts';

const all = Object.values(worlds);
const sdl = all.flatMap(({ subgraphs }) => Object.values(subgraphs)).join('\n');
const beds = all.map(bedOf);
const types = beds.flatMap(({ supergraph }) => Object.values(supergraph.apiSchema.getTypeMap()));

/** What a gateway must be held to: if a world loses one of these, nothing is compared there any more. */
const features: readonly (readonly [feature: string, text: RegExp])[] = [
  ['several keys of one type', /@key\(fields: "[^"]+"\) @key/],
  ['a nested key', /@key\(fields: "[^"]*\{/],
  ['a key that is not resolved', /resolvable: false/],
  ['@requires', /@requires\(fields: "\w+"\)/],
  ['@requires behind two hops of keys', /slot: Float! mass: Int @external [^]*@requires\(fields: "mass"\)/],
  ['@requires with arguments', /@requires\(fields: "[^"]*\(/],
  ['@requires of nested fields', /@requires\(fields: "\w+ \{/],
  ['@requires with fragments on an interface', /@requires\(fields: "[^"]*\.\.\. on /],
  ['@provides', /@provides\(fields: "\w+"\)/],
  ['@provides of nested fields', /@provides\(fields: "[^"]*\{/],
  ['@external', /@external/],
  ['@shareable', /@shareable/],
  ['@override', /@override\(from: /],
  ['@interfaceObject', /@interfaceObject/],
  ['@inaccessible', /@inaccessible/],
  ['mutations', /type Mutation/],
  ['directives under other names', /name: "@key", as: "@k"/],
  ['directives without an import', /@federation__key/],
  ['composed directives', /@composeDirective\(name/],
  ['@provides with fragments on a union or an interface', /@provides\(fields: "\.\.\. on /],
  ['@provides of other fields under each type', /@provides\(fields: "\.\.\. on \w+ \{[^"]*\} \.\.\. on /],
  ['a field narrower than its interface’s', /interface Number \{.* origin: Origin [^]*type Odd [^]* origin: Origin! /],
  ['a field narrower in one subgraph', /Query \{ first: Pet @shareable[^]* Query \{ first: Dog @shareable/],
  ['unions with other members in each subgraph', /union Ware = Bread \| Cheese[^]*union Ware = Bread \| Wine/],
  ['@external on a type', /type \w+ @external/],
  ['@override by label', /@override\(from: "\w+", label: /],
  ['@inaccessible fields of inputs', /^ *input .*@inaccessible/m],
  ['@inaccessible arguments', /\([^)]*@inaccessible\)/],
  ['inputs with inputs as defaults', /: \w+ = \{ \w+: /],
  ['arguments with defaults', /\(\w+: \w+ = /],
];

describe('the worlds that operations are generated over', () => {
  it.each(features)('have %s', (_feature, text) => {
    expect(sdl).toMatch(text);
  });

  it('have unions, interfaces, enums and inputs', () => {
    for (const isKind of [isUnionType, isInterfaceType, isEnumType, isInputObjectType]) {
      const own = types.filter((type) => isKind(type) && !type.name.startsWith('__'));
      expect(own.length).toBeGreaterThan(1);
    }
  });

  it('have one field that is required with different arguments', () => {
    const perField = beds.map(({ facts }) => Map.groupBy(facts.requirementNames.values(), ({ field }) => field));
    expect(Math.max(...perField.flatMap((fields) => [...fields.values()].map(({ length }) => length)))).toBe(2);
  });
});
