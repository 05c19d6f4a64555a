import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readAccessRules, type Access } from '../auth/access.ts';
import { buildSupergraph } from '../supergraph/supergraph.ts';
import { linked } from './support/subgraph.ts';

const subgraphs = {
  nodes: `
    type Query { nodes: [Node] secret: String @authenticated }
    interface Node @key(fields: "id") { id: ID! closed: String open: String gathered: String }
    type Note implements Node @key(fields: "id") { id: ID! closed: String open: String gathered: String @authenticated mail: String salary: Salary }
    type Photo implements Node @key(fields: "id") { id: ID! closed: String open: String gathered: String }
    type Salary { amount: Int currency: String }
  `,
  marks: `
    type Node @interfaceObject @key(fields: "id") { id: ID! mark: Int open: String @external brought: String @requires(fields: "open") }
  `,
  letters: `
    type Note @key(fields: "id") { id: ID! mail: String @external salary: Salary @external
      greeting: String @requires(fields: "mail") wage: String @requires(fields: "salary { amount }") currency: String @requires(fields: "salary { currency }") }
    type Salary @external { amount: Int currency: String }
  `,
  posts: `
    type Note @key(fields: "id") { id: ID! greeting: String @external envelope: String @requires(fields: "greeting") }
  `,
};

/** What a viewer without a token may read, when these fields of the supergraph say @authenticated. */
function accessWith(...closed: readonly `${string}.${string}`[]): Access {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({ name, url: `http://${name}`, typeDefs: parse(linked(sdl)) })),
  );
  if (supergraphSdl === undefined) throw new Error(errors?.join());
  // Newer composition refuses what older one let pass, and what a viewer could then get at.
  const sdl = closed.reduce((text, name) => {
    const [type = '', field = ''] = name.split('.');
    const declared = new RegExp(`^((?:type|interface) ${type}\\b[^]*?\\n\\{[^]*?\\n  ${field}: \\S+)`, 'm');
    expect(text).toMatch(declared);
    return text.replace(declared, '$1 @authenticated');
  }, supergraphSdl);
  const none = { urls: new Map<string, string>(), subscriptionUrls: new Map<string, string>() };
  return readAccessRules(buildSupergraph(sdl, none)).accessOf({ kind: 'anonymous' });
}

describe('A field may not be read', () => {
  it('on any object when it is the interface’s that may not be', () => {
    const access = accessWith('Node.closed', 'Node.mark');
    for (const type of ['Node', 'Note', 'Photo']) {
      expect([type, access.mayRead(type, 'closed')]).toEqual([type, false]);
      expect([type, access.mayRead(type, 'mark')]).toEqual([type, false]);
      expect([type, access.mayRead(type, 'open')]).toEqual([type, true]);
    }
  });

  it('of the interface when composition gathered that from one object, which closes no other', () => {
    const access = accessWith();
    expect(['Node', 'Note', 'Photo'].map((type) => access.mayRead(type, 'gathered'))).toEqual([false, false, true]);
  });

  it('when what it is made from may not be, at any depth and over several subgraphs', () => {
    const access = accessWith('Note.mail', 'Salary.amount');
    const fields = ['greeting', 'envelope', 'wage', 'currency', 'id'];
    expect(fields.map((field) => access.mayRead('Note', field))).toEqual([false, false, false, true, true]);
  });

  it('of an interface object when what it requires of that object may not be', () => {
    const access = accessWith('Note.open');
    expect(['Note', 'Photo'].map((type) => access.mayRead(type, 'brought'))).toEqual([false, true]);
  });

  it('and still joins, as a key', () => {
    const access = accessWith('Note.id');
    expect(['id', 'greeting', 'mark'].map((field) => access.mayRead('Note', field))).toEqual([false, true, true]);
  });
});
