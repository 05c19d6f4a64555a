import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifyViewer } from '#platform/viewer.ts';
import { startGraph, type TestGraph } from './support/graph.ts';
import { startIssuer, type TestIssuer } from './support/issuer.ts';
import type { SubgraphDefinition } from './support/subgraph.ts';

const SECRET = 'a secret for the tests of the gateway';

const people: SubgraphDefinition = {
  sdl: `
    type Query { open: String users: [User!] node(id: ID!): Node me: Me @authenticated pet: Pet strict: Strict report: Report! secretNumber: Number }
    type Mutation { wipe: String @requiresScopes(scopes: [["admin"]]) ping: String }
    interface Node { id: ID! }
    type User implements Node @key(fields: "id") {
      id: ID! name: String
      email: String @authenticated
      salary: Int! @requiresScopes(scopes: [["money:read", "staff"], ["admin"]])
      friends: [User!]
      fortune: String @policy(policies: [["nobody"]])
    }
    type Me { id: ID! }
    union Pet = Cat | Snake
    type Cat { name: String }
    type Snake @authenticated { name: String poison: Int! }
    type Strict { a: Int! inner: User! }
    type Report @authenticated { total: Int }
    scalar Number @authenticated
  `,
  resolvers: {
    Query: {
      open: () => 'yes',
      users: () => [user('1'), user('2')],
      node: (_: unknown, { id }: { id: string }) => user(id),
      me: () => ({ id: 'u1' }),
      pet: () => ({ __typename: 'Snake', name: 'Kaa', poison: 3 }),
      strict: () => ({ a: 1, inner: user('1') }),
      report: () => ({ total: 1 }),
      secretNumber: () => 4,
    },
    Mutation: { wipe: () => 'wiped', ping: () => 'pong' },
  },
};

function user(id: string): object {
  return {
    __typename: 'User',
    id,
    name: `n${id}`,
    email: `${id}@x`,
    salary: 10,
    fortune: 'x',
    friends: id === '1' ? [user('2')] : [],
  };
}

let issuer: TestIssuer;
let graph: TestGraph;

beforeEach(async () => {
  issuer = await startIssuer();
  graph = await startGraph(
    { people },
    { TOKEN_ISSUER: issuer.issuer, JWKS_URL: issuer.jwksUrl, VIEWER_TOKEN_SECRET: SECRET },
  );
});
afterEach(async () => {
  await graph[Symbol.asyncDispose]();
  issuer.close();
});

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const asked = (): string => graph.subgraphs['people']?.seen.map(({ query }) => query).join(' ') ?? '';

describe('Access tokens', () => {
  it('become a viewer token that subgraphs trust, made once while it is fresh, and do not go on themselves', async () => {
    const token = await issuer.token({ scope: 'a b' });
    await graph.ask('{ open }', {}, bearer(token));
    await graph.ask('{ open }', {}, bearer(token));
    const [first, second] = graph.subgraphs['people']?.seen ?? [];
    expect(first?.headers['authorization']).toBeUndefined();
    expect(first?.headers['x-laurel-viewer']).toBe(second?.headers['x-laurel-viewer']);
    const viewer = await verifyViewer(SECRET, first?.headers['x-laurel-viewer']);
    expect(viewer).toEqual({ kind: 'person', userId: 'u1', sessionId: 's1', scopes: ['a', 'b'] });
    expect(issuer.fetched()).toBe(1);
  });

  it('are not needed: without one the viewer is anonymous', async () => {
    expect(await graph.ask('{ open }')).toEqual({ data: { open: 'yes' } });
    const [seen] = graph.subgraphs['people']?.seen ?? [];
    expect(await verifyViewer(SECRET, seen?.headers['x-laurel-viewer'])).toEqual({ kind: 'anonymous' });
  });

  it('cannot be replaced by a viewer token of the client’s own', async () => {
    await graph.ask('{ open }', {}, { 'x-laurel-viewer': 'mine' });
    expect(graph.subgraphs['people']?.seen[0]?.headers['x-laurel-viewer']).not.toContain('mine');
  });

  it('may be signed with ES256', async () => {
    await issuer.addKey('p256', 'ES256');
    expect(await graph.ask('{ me { id } }', {}, bearer(await issuer.token()))).toEqual({ data: { me: { id: 'u1' } } });
  });

  it('with a key that is new make the keys be fetched again', async () => {
    await graph.ask('{ open }', {}, bearer(await issuer.token()));
    await issuer.addKey('two');
    const token = await issuer.token();
    // Keys are fetched at most once a second, whatever tokens name.
    await vi.waitFor(
      async () => expect(await graph.ask('{ me { id } }', {}, bearer(token))).toEqual({ data: { me: { id: 'u1' } } }),
      { timeout: 15_000, interval: 100 },
    );
    expect(issuer.fetched()).toBe(2);
  });

  it.each([
    ['expired', () => issuer.token({ exp: 1000 })],
    ['of another issuer', () => issuer.token({ iss: 'https://evil.test' })],
    ['damaged', async () => `${(await issuer.token()).slice(0, -4)}AAAA`],
    ['no token at all', async () => 'nonsense'],
    [
      'signed with our own secret',
      () =>
        new SignJWT({ sid: 's' })
          .setProtectedHeader({ alg: 'HS256' })
          .setIssuer(issuer.issuer)
          .setSubject('u1')
          .setExpirationTime('1h')
          .sign(new TextEncoder().encode(SECRET)),
    ],
  ])('are refused with 401 when %s', async (_name, make) => {
    const response = await fetch(graph.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(await make()) },
      body: '{"query":"{ open }"}',
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(graph.subgraphs['people']?.seen).toEqual([]);
  });

  it('cannot be checked while the issuer is away, which is not the caller’s fault', async () => {
    const token = await issuer.token();
    issuer.close();
    const { errors } = await graph.ask('{ open }', {}, bearer(token));
    expect(errors?.[0]?.extensions.code).toBe('AUTHENTICATION_UNAVAILABLE');
  });
});

describe('What the viewer may not read', () => {
  const refused = (...paths: (string | number)[][]): object[] =>
    paths.map((path) => ({
      message: 'Unauthorized field or type',
      path,
      extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
    }));

  it('is not asked, and is null with an error at each place', async () => {
    const { data, errors } = await graph.ask('{ users { mail: email name friends { email } } me { id } }');
    expect(data).toEqual({
      users: [
        { mail: null, name: 'n1', friends: [{ email: null }] },
        { mail: null, name: 'n2', friends: [] },
      ],
      me: null,
    });
    expect(errors).toEqual(
      refused(['users', 0, 'mail'], ['users', 0, 'friends', 0, 'email'], ['users', 1, 'mail'], ['me']),
    );
    expect(asked()).not.toMatch(/email|me\{/);
  });

  it('is read with a token, and with the scopes of one alternative', async () => {
    const query = '{ users { email salary } }';
    const without = await graph.ask(query, {}, bearer(await issuer.token({ scope: 'staff' })));
    expect(without.data).toEqual({ users: null });
    expect(without.errors).toEqual(refused(['users', 0, 'salary'], ['users', 1, 'salary']));
    for (const scope of ['staff money:read other', 'admin']) {
      const { data, errors } = await graph.ask(query, {}, bearer(await issuer.token({ scope })));
      expect([data, errors]).toEqual([
        {
          users: [
            { email: '1@x', salary: 10 },
            { email: '2@x', salary: 10 },
          ],
        },
        undefined,
      ]);
    }
  });

  it('makes nulls rise as the API schema has it, up to data', async () => {
    expect(await graph.ask('{ strict { a inner { salary } } open }')).toEqual({
      data: { strict: null, open: 'yes' },
      errors: refused(['strict', 'inner', 'salary']),
    });
    expect(await graph.ask('{ open report { total } }')).toEqual({ data: null, errors: refused(['report']) });
  });

  it('is found in fragments, on types and through interfaces, and leaves what stands beside it', async () => {
    const query = `{ node(id: "1") { id ...F ... on User { name } } pet { __typename ... on Cat { name } ... on Snake { name } } }
      fragment F on User { email friends { ... on Node { id } ...G } } fragment G on User { email @include(if: true) }`;
    expect(await graph.ask(query)).toEqual({
      data: {
        node: { id: '1', email: null, friends: [{ id: '2', email: null }], name: 'n1' },
        pet: { __typename: 'Snake', name: null },
      },
      errors: refused(['node', 'email'], ['node', 'friends', 0, 'email'], ['pet', 'name']),
    });
    expect(await graph.ask('{ pet { ... on Snake { poison } } secretNumber }')).toEqual({
      data: { pet: null, secretNumber: null },
      errors: refused(['pet', 'poison'], ['secretNumber']),
    });
  });

  it('is no error where it is skipped, or where nothing stands', async () => {
    const query = 'query ($skip: Boolean = true) { users { name email @skip(if: $skip) } }';
    expect(await graph.ask(query)).toEqual({ data: { users: [{ name: 'n1' }, { name: 'n2' }] } });
    expect((await graph.ask(query, { skip: false })).errors).toEqual(
      refused(['users', 0, 'email'], ['users', 1, 'email']),
    );
  });

  it('is refused by a policy for everyone', async () => {
    const { data, errors } = await graph.ask(
      '{ node(id: "1") { ... on User { fortune } } }',
      {},
      bearer(await issuer.token({ scope: 'admin' })),
    );
    expect([data, errors]).toEqual([{ node: { fortune: null } }, refused(['node', 'fortune'])]);
  });

  it('is not done: a refused mutation does not reach its subgraph', async () => {
    expect(await graph.ask('mutation { wipe ping }')).toEqual({
      data: { wipe: null, ping: 'pong' },
      errors: refused(['wipe']),
    });
    expect(await graph.ask('mutation { wipe }')).toEqual({ data: { wipe: null }, errors: refused(['wipe']) });
    expect(asked()).not.toContain('wipe');
  });

  it('does not spill from one viewer’s plan into another’s', async () => {
    const query = '{ users { email } }';
    expect((await graph.ask(query)).errors).toHaveLength(2);
    expect((await graph.ask(query, {}, bearer(await issuer.token()))).errors).toBeUndefined();
    expect((await graph.ask(query)).errors).toHaveLength(2);
  });
});

describe('Half an issuer', () => {
  it('is a wrong setting, not an open gateway', async () => {
    await expect(startGraph({ people }, { TOKEN_ISSUER: issuer.issuer })).rejects.toThrow(/JWKS_URL/);
    await expect(startGraph({ people }, { JWKS_URL: issuer.jwksUrl })).rejects.toThrow(/TOKEN_ISSUER/);
  });
});
